"""The ports the processes listen on: free before they start, and theirs once they answer."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from settings import Settings

LISTENING = "0A"  # the state's code in /proc/net/tcp


@dataclass(frozen=True)
class Port:
    """Where the process `name` (of supervisord.conf) listens; `setting` changes the number."""

    name: str
    label: str
    host: str
    number: int
    setting: str


class PortsTaken(RuntimeError):
    """Others hold `ports`, which our processes need."""

    def __init__(self, ports: list[Port]) -> None:
        lines = "".join(f"\n  porta {port.number} ({port.label}): {port.setting}" for port in ports)
        super().__init__(
            "Já há outro programa escutando onde este projeto escutaria. Encerre-o, ou escolha outra porta "
            f"no .env:{lines}"
        )
        self.ports = ports


def needed(settings: Settings, rasa_server: bool = True) -> list[Port]:
    """Every port that the processes under supervisord will listen on."""
    ports = [
        Port("portal", "página", settings.portal_host, settings.portal_port, "PORTAL_PORT"),
        Port("actions", "servidor de ações", settings.action_host, settings.action_port, "ACTION_PORT"),
    ]
    if settings.dev_inbox:
        ports.append(
            Port("inbox", "caixa de e-mails", settings.inbox_host, settings.inbox_port, "INBOX_PORT")
        )
    if settings.lmtp_port:
        ports.append(
            Port("inbound_mail", "entrada LMTP", settings.lmtp_host, settings.lmtp_port, "LMTP_PORT")
        )
    if rasa_server:
        ports.append(Port("rasa", "Rasa", "127.0.0.1", rasa_port(settings), "RASA_PORT"))
    return ports


def rasa_port(settings: Settings) -> int:
    return urlsplit(settings.rasa_url).port or 80


def require_free(ports: list[Port]) -> None:
    """Raises PortsTaken, which names all that are not free."""
    if taken := [port for port in ports if not _free(port)]:
        raise PortsTaken(taken)


def _free(port: Port) -> bool:
    family = socket.AF_INET6 if ":" in port.host else socket.AF_INET
    with socket.socket(family) as probe:
        # A connection of the last run that still lingers is nobody's port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((port.host, port.number))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(pid: int, number: int) -> bool:
    """Whether the process itself holds the listening socket of that port: a stranger's answer is not ours."""
    try:
        held = {os.readlink(descriptor) for descriptor in Path(f"/proc/{pid}/fd").iterdir()}
    except OSError:
        return False  # it has just ended
    return any(f"socket:[{inode}]" in held for inode in _listening(number))


def _listening(number: int) -> set[str]:
    """Inodes of the sockets that listen on the port, whatever the address."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if not table.exists():
            continue
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and int(fields[1].rsplit(":", 1)[1], 16) == number:
                found.add(fields[9])
    return found

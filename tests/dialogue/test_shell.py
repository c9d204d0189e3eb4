"""`rasa shell` on a terminal: numbered buttons, typed answers, an empty line; no warnings, no payloads."""

import os
import pty
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.training import ensure_model
from tests.dialogue.servers import RASA, ROOT, environment, free_port
from tests.dialogue.talk import Server

# What credentials.yml asks for beside endpoints.yml; none of those channels is open in the shell.
CHANNELS = {name: "x" for name in ("CHAT_TOKEN_KEYS", "PORTAL_URL", "PORTAL_PORT", "CHAT_ORIGINS")}
PROMPT = "Your input ->"
SECONDS = 120


class Terminal:
    """A pseudo-terminal with `rasa shell` on it."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._fd, theirs = pty.openpty()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        os.set_blocking(self._fd, False)
        self.started = self.read_until(PROMPT)

    def read_until(self, end: str) -> str:
        """What appears until `end` does and stays, without the colours."""
        seen, quiet_since, deadline = "", time.monotonic(), time.monotonic() + SECONDS
        while end not in seen or time.monotonic() - quiet_since < 1.5:
            assert time.monotonic() < deadline, f"no {end!r} in {seen!r}"
            try:
                read = os.read(self._fd, 65536)
            except BlockingIOError:
                time.sleep(0.05)
                continue
            except OSError:
                raise AssertionError(f"it ended: {seen!r}") from None
            if b"\x1b[6n" in read:  # asked where the cursor is
                os.write(self._fd, b"\x1b[1;1R")
            seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", read.decode(errors="replace"))
            quiet_since = time.monotonic()
        return seen

    def type(self, line: str, until: str) -> str:
        os.write(self._fd, f"{line}\r".encode())
        return self.read_until(until)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._fd)


@pytest.fixture(params=["rasa shell", "make shell"])
def terminal(request: pytest.FixtureRequest, server: Server, tmp_path: Path) -> Iterator[Terminal]:
    """Both ways to start it: plain, and through channels.shell."""
    port = int(server.actions_url.rsplit(":", 1)[1])
    env = environment(server.database_url, tmp_path, port) | CHANNELS
    env |= {"LOG_LEVEL": "WARNING", "TERM": "xterm"}
    python = str(RASA.with_name("python"))
    start = [str(RASA)] if request.param == "rasa shell" else [python, "-m", "channels.shell"]
    model = os.environ.get("ASSISTANT_MODEL") or str(ensure_model(ROOT, tmp_path / "train.log")[0])
    options = ["shell", "--model", model, "--port", str(free_port(5290)), "--interface", "127.0.0.1"]
    opened = Terminal([*start, *options], env)
    try:
        if request.param == "make shell":
            assert "Warning" not in opened.started
        yield opened
    finally:
        opened.close()


def test_a_tester_may_press_a_number_write_an_answer_or_just_press_enter(terminal: Terminal) -> None:
    asked = terminal.type("oi", "4: Falar com uma pessoa")
    assert "1: Abrir um acionamento" in asked
    assert "/open_ticket" not in asked
    assert "Qual é o sistema ou serviço?" not in terminal.type("", PROMPT)
    # The empty line took the buttons' turn with it no more than it took a turn of the bot's.
    assert "Qual é o sistema ou serviço?" in terminal.type("1", "serviço?")
    terminal.type("siape", "acontecendo com SIAPE")
    terminal.type("a folha não abre desde ontem", "Qual é o seu e-mail?")
    assert "3: Desistir" in terminal.type("ana.terminal@orgao.gov.br", "3: Desistir")
    assert "nada foi registrado" in terminal.type("3", "nada foi registrado")
    assert terminal.process.poll() is None
    os.write(terminal._fd, b"/stop\r")
    assert terminal.process.wait(timeout=20) == 0

"""A real Dovecot on a spare port, with its mails in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mail_room import spare_port

USER, PASSWORD = "css", "senha-da-caixa"


@dataclass(frozen=True)
class Server:
    """new: the Maildir folder into which a mail may be dropped."""

    port: int
    maildir: Path

    def deliver(self, raw: bytes, name: str) -> None:
        """As a local delivery agent does: written aside, then renamed."""
        for folder in ("cur", "new", "tmp"):
            _owned(self.maildir / folder)
        aside = self.maildir / "tmp" / name
        aside.write_bytes(raw)
        _owned(aside)
        aside.rename(self.maildir / "new" / name)


def _mail_user() -> str:
    # Dovecot reads no mail as root.
    return "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name


def _owned(path: Path) -> None:
    if not path.exists():
        path.mkdir(parents=True)
    if os.getuid() == 0:
        shutil.chown(path, _mail_user())


@contextmanager
def dovecot(*, idle: bool = True) -> Iterator[Server]:
    """Runs until the block ends; raises RuntimeError with its log when it does not start."""
    binary = shutil.which("dovecot") or "/usr/sbin/dovecot"
    port = spare_port()
    user = pwd.getpwnam(_mail_user())
    me = pwd.getpwuid(os.getuid()).pw_name
    # Not pytest's folder: Dovecot's processes run as other users, and its sockets need a short path.
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    run, mail = folder / "run", folder / "mail"
    run.mkdir()
    mail.mkdir()
    _owned(mail)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:::::\n")
    (folder / "users").chmod(0o644)
    internal = "" if os.getuid() == 0 else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
    hidden = "" if idle else "imap_capability = IMAP4rev1 UIDPLUS LITERAL+\n"
    (folder / "dovecot.conf").write_text(
        f"""protocols = imap
listen = 127.0.0.1
base_dir = {run}
state_dir = {run}
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
{internal}{hidden}mail_location = maildir:{mail}
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={user.pw_uid} gid={user.pw_gid} home={mail}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""
    )
    process = subprocess.Popen(
        [binary, "-F", "-c", str(folder / "dovecot.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 20
        while not _taken(port):
            if process.poll() is not None or time.monotonic() > deadline:
                log = folder / "log"
                raise RuntimeError(log.read_text() if log.exists() else "dovecot did not start")
            time.sleep(0.05)
        yield Server(port, mail)
    finally:
        # The group: a child that serves a client outlives the master.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0

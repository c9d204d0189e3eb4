"""`python -m bench outbox`: mails a second by four workers, real processes, to a local SMTP server.

--mails 2000   --workers 4   --database postgresql://… (an empty database; without it, a SQLite file)
The tickets are opened before the workers start. What is told is the rate between the tenth part and the
last: meanwhile all of them are up. Ends with an error below 100 a second, or where a mail came twice or not
at all.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path

from sqlalchemy import func, select

from launcher.ports import free_port
from settings import ROOT
from ticket_store import model, operations
from ticket_store.database import connect, migrate, reading, transaction

RATE = 100.0
IN_VAIN_SECONDS = 60.0


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="bench outbox")
    options.add_argument("--mails", type=int, default=2000)
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--database")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        url = given.database or f"sqlite:///{room / 'tickets.db'}"
        waiting = _fill(url, given.mails)
        arrived = _sent(room, url, waiting, given.workers)
        ids = Counter(message_from_bytes(one.read_bytes())["Message-ID"] for one in arrived)
    times = [int(one.name.partition("-")[0]) / 1e9 for one in arrived]
    counted = times[len(times) // 10 :]
    rate = (len(counted) - 1) / (counted[-1] - counted[0])
    twice = sum(count > 1 for count in ids.values())
    print(
        f"{rate:.0f} e-mails/s por {given.workers} trabalhadores ({url.partition(':')[0]}); "
        f"{len(ids)} de {waiting}, repetidos {twice}, ao todo {times[-1] - times[0]:.1f} s"
    )
    return 0 if rate >= RATE and not twice and len(ids) == waiting else 1


def _fill(url: str, mails: int) -> int:
    """How many mails then wait."""
    migrate(url)
    engine, now = connect(url), datetime.now(UTC)
    for number in range(mails):
        with transaction(engine) as session:
            operations.open_ticket(
                session, email=f"pessoa{number}@orgao.gov.br", service_code="siafi", channel="desk", now=now,
                description="aparece erro 504 quando emito um empenho", submission_key=f"bench-{number}",
            )  # fmt: skip
    with reading(engine) as session:
        waiting = select(func.count()).where(model.OutboxRow.channel == "mail")
        return int(session.scalar(waiting) or 0)


def _sent(room: Path, url: str, waiting: int, workers: int) -> list[Path]:
    """The mails in the order of their arrival, once all are there or none comes any more."""
    environment = {
        **os.environ, "DATABASE_URL": url, "VAR_DIR": str(room), "SMTP_HOST": "127.0.0.1",
        "INBOX_PORT": (port := str(free_port())), "SMTP_PORT": port,
        **{key: secrets.token_urlsafe(32) for key in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN")},
    }  # fmt: skip
    with (room / "log").open("wb") as log:
        commands = ["dev_inbox", *["notifications"] * workers]
        running = [
            subprocess.Popen([sys.executable, "-m", one], cwd=ROOT, env=environment, stdout=log, stderr=log)
            for one in commands
        ]
        try:
            return _arrived(room / "inbox", waiting)
        finally:
            for process in running:
                process.kill()
                process.wait()


def _arrived(folder: Path, waiting: int) -> list[Path]:
    came, since = 0, time.monotonic()
    while came < waiting and time.monotonic() - since < IN_VAIN_SECONDS:
        time.sleep(0.5)
        if (now := len(list(folder.glob("*.eml")))) > came:
            came, since = now, time.monotonic()
    time.sleep(2)  # for what comes twice
    return sorted(folder.glob("*.eml"))

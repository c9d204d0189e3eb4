"""`make run` with nobody at it: one of each process over SQLite, killed and hindered while people talk, other
systems open tickets and letters come. Then everything is counted, as for the cluster (bench/cluster.py).

    python -m bench alone kills [--kills 200] [--seed 1] [--people 3]
    python -m bench alone soak [--minutes 10] [--seed 1] [--people 3]

kills: so many by SIGKILL of a process that dice choose, each once the last is back. soak: besides, the stores
are held, the action server hangs, mail is refused, the disk is full (as root only: on a disk of its own).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from bench.cluster_kills import kill_some
from bench.faults import soaked
from bench.load import load
from bench.phase import Phase
from launcher import ports, processes
from launcher.__main__ import prepare
from launcher.cluster_stores import Stores

DISK = "300m"


@dataclass(frozen=True)
class Alone:
    """What bench asks of a cluster, of the processes of one machine. `full`: its disk may be filled."""

    plan: processes.Plan
    full: bool
    each: int = 1

    @property
    def url(self) -> str:
        return self.plan.settings.portal_url

    @property
    def chat_url(self) -> str:
        return self.plan.settings.chat_url

    @property
    def var(self) -> Path:
        return self.plan.var

    @property
    def inbox_dir(self) -> Path:
        return self.plan.settings.inbox_dir

    @property
    def stores(self) -> Stores:
        return Stores(self.plan.settings.database_url, f"sqlite:///{self.var}/conversations.db", "")

    @cached_property
    def _checks(self) -> dict[str, Any]:
        return processes.checks(self.plan)

    @property
    def supervisor(self) -> Any:
        return processes.supervisor(self.plan)

    def ports_of(self, kind: str) -> list[int]:
        return [port.number for port in ports.needed(self.plan.settings) if port.name == kind]

    def names(self) -> list[str]:
        return list(self._checks)

    def pid(self, name: str) -> int:
        return processes._pid(self.plan, name)

    def ready(self, name: str) -> bool:
        return bool(self._checks[name]())


@contextmanager
def folder() -> Iterator[tuple[Path, bool]]:
    """(an empty folder, whether it is a small disk of its own)."""
    with tempfile.TemporaryDirectory(prefix="assistente-") as name:
        if os.geteuid() != 0:
            yield Path(name), False
            return
        mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "none", name]
        own = subprocess.run(mount, capture_output=True).returncode == 0
        try:
            yield Path(name), own
        finally:
            if own:
                subprocess.run(["umount", "-l", name], check=False)


@contextmanager
def running(var: Path, own_disk: bool) -> Iterator[Alone]:
    """On ports of its own, beside whatever `make run` there is."""
    for name in ("DATABASE_URL", "TRACKER_DATABASE_URL", "REDIS_URL", "IMAP_HOST", "SMTP_PORT", "RASA_URL"):
        os.environ[name] = ""  # over what an .env says
    for name in ("PORTAL_PORT", "RASA_PORT", "ACTION_PORT", "INBOX_PORT", "LMTP_PORT"):
        os.environ[name] = str(ports.free_port())
    os.environ |= {"VAR_DIR": str(var), "DEV_INBOX": "1", "INBOX_DIR": str(var / "inbox")}
    os.environ |= {"PORTAL_URL": f"http://localhost:{os.environ['PORTAL_PORT']}"}
    os.environ |= {"CHAT_URL": f"http://localhost:{os.environ['RASA_PORT']}"}
    os.environ |= {"ATTACHMENTS_DIR": str(var / "attachments")}
    plan = prepare()
    with processes.running(plan, lambda name: print(f"  {name}", flush=True)):
        yield Alone(plan, own_disk)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench alone")
    parser.add_argument("phase", choices=("kills", "soak"))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=3)
    given = parser.parse_args(arguments)
    os.umask(0o077)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with folder() as (var, own_disk), running(var, own_disk) as up:
        dice = random.Random(given.seed)
        phase = Phase(up, given.phase, 6, chat_url=up.chat_url, busy=True)
        if given.phase == "soak":
            phase.disturbs = soaked(up, given.minutes, dice, phase.excuses)
        else:
            phase.disturbs = partial(kill_some, up, given.kills, dice, phase.excuses)
        count = asyncio.run(load(phase, given.people))
    print(count.table(), flush=True)
    for problem in count.problems:
        print(f"FALHOU: {problem}", file=sys.stderr, flush=True)
    return int(bool(count.problems))

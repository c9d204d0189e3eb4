"""What hinders the processes of one machine, one fault after the other; dice choose, by a seed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cluster_kills import Excuses, kill_one, until_all_ready
from launcher.processes import watchdog

if TYPE_CHECKING:
    from bench.alone import Alone

WATCH_SECONDS = 10.0  # as `make run` looks
LONGEST_PAUSE = 6.0


def soaked(
    up: Alone, minutes: float, dice: random.Random, excuses: Excuses
) -> Callable[[], Awaitable[list[str]]]:
    """The disturbance, which gives how often each fault was there."""

    async def soak() -> list[str]:
        faults: dict[str, Callable[[], Awaitable[None]]] = {
            "processo morto": partial(kill_one, up, dice),
            "acionamentos presos": partial(_held, up.var / "tickets.db", dice),
            "conversas presas": partial(_held, up.var / "conversations.db", dice),
            "ações paradas": partial(_hung, up, dice),
            "e-mail recusado": partial(_refused, up, dice),
        }
        if up.full:
            faults["disco cheio"] = partial(_filled, up.var, dice)
        watch = asyncio.create_task(_watch(up))
        done: Counter[str] = Counter()
        ends = time.monotonic() + minutes * 60
        while time.monotonic() < ends:
            await asyncio.sleep(dice.uniform(0.5, LONGEST_PAUSE))
            name = dice.choice(list(faults))
            began = time.monotonic()
            await faults[name]()
            excuses.times.append((began, time.monotonic()))
            done[name] += 1
            print(f"· {sum(done.values())}: {name}, {time.monotonic() - began:.0f} s", flush=True)
        began = time.monotonic()
        await until_all_ready(up)
        excuses.times.append((began, time.monotonic()))
        watch.cancel()
        return [f"{name} {times}" for name, times in sorted(done.items())]

    return soak


async def _watch(up: Alone) -> None:
    """The watchdog of `make run`."""
    dog = watchdog(up.plan)
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        for name in await asyncio.to_thread(dog.look):
            print(f"· {name} não respondia e foi encerrado", flush=True)


async def _held(path: Path, dice: random.Random) -> None:
    """Nobody else writes for so long: at times for longer than anybody waits."""
    seconds = dice.uniform(0.5, 15.0)

    def hold() -> None:
        with suppress(sqlite3.OperationalError):
            connection = sqlite3.connect(path, isolation_level=None, timeout=5)
            try:
                connection.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                connection.execute("ROLLBACK")
            finally:
                connection.close()

    await asyncio.to_thread(hold)


async def _hung(up: Alone, dice: random.Random) -> None:
    """The action server stands still; when it is for long, the watchdog ends it."""
    pid = up.pid("actions")
    if not pid:
        return
    seconds = dice.uniform(1.0, 45.0)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(pid, signal.SIGCONT)


async def _refused(up: Alone, dice: random.Random) -> None:
    """Nobody takes a mail."""
    await asyncio.to_thread(up.supervisor.stopProcess, "inbox")
    await asyncio.sleep(dice.uniform(2.0, 15.0))
    await asyncio.to_thread(up.supervisor.startProcess, "inbox", False)


async def _filled(var: Path, dice: random.Random) -> None:
    """Not a byte is left on the disk."""
    filler = var / "filler"

    def fill() -> None:
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                try:
                    file.write(b"x" * 1024 * 1024)
                except OSError:
                    break
            while True:
                file.write(b"x" * 4096)

    try:
        await asyncio.to_thread(fill)
        await asyncio.sleep(dice.uniform(1.0, 8.0))
    finally:
        filler.unlink(missing_ok=True)

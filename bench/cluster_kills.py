"""Deaths by SIGKILL of a process of any kind, PostgreSQL, Redis and the mail server among them, at any moment
between a message and its answer: people talk all the time. Dice choose, by a seed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from launcher.cluster import KINDS, Cluster

LONGEST_PAUSE = 2.5
BACK_SECONDS = 240.0
# While a store is away, and so long afterwards, somebody may read an apology; it must then be true.
EXCUSE_SECONDS = 45.0


@dataclass
class Excuses:
    """When a store was away: only then an apology is an answer."""

    times: list[tuple[float, float]] = field(default_factory=list)

    def hold(self, moment: float) -> bool:
        return any(begin <= moment <= end + EXCUSE_SECONDS for begin, end in self.times)


async def kill_some(
    up: Cluster, kills: int, dice: random.Random, excuses: Excuses, until: Callable[[], bool] = lambda: False
) -> list[str]:
    """`kills` of them one after the other, of a kind of which all are there; how many of each kind."""
    died: Counter[str] = Counter()
    kinds = [*KINDS, "inbox", *up.stores.servers]
    for _ in range(kills):
        if until():
            break
        await asyncio.sleep(dice.uniform(0.1, LONGEST_PAUSE))
        kind = dice.choice(kinds)
        if server := up.stores.servers.get(kind):
            await _waited(server.answers, kind)
            began = time.monotonic()
            os.kill(server.pid, signal.SIGKILL)
            await _waited(server.answers, kind)
            excuses.times.append((began, time.monotonic()))
        else:
            names = [kind] if kind == "inbox" else [f"{kind}:{kind}_{n}" for n in range(up.each)]
            for name in names:
                await _waited(partial(up.ready, name), name)
            os.kill(up.pid(dice.choice(names)), signal.SIGKILL)
        died[kind] += 1
        print(f"· {sum(died.values())}: {kind} morto", flush=True)
    await until_all_ready(up)
    return [f"{kind} {times}" for kind, times in sorted(died.items())]


async def until_all_ready(up: Cluster) -> None:
    """Every server of the stores, and every process that needs them."""
    for name, server in up.stores.servers.items():
        await _waited(server.answers, name)
    for name in up.names():
        await _waited(partial(up.ready, name), name)


async def _waited(ready: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + BACK_SECONDS
    while not await asyncio.to_thread(ready):
        if time.monotonic() > deadline:
            raise SystemExit(f"{name} não voltou em {BACK_SECONDS:.0f} s")
        await asyncio.sleep(0.3)

"""Deaths by SIGKILL of a process of any kind, PostgreSQL, Redis and the mail server among them, at any moment
between a message and its answer: people talk all the time. Dice choose, by a seed."""

from __future__ import annotations

import asyncio
import math
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from bench.place import Place

LONGEST_PAUSE = 2.5
BACK_SECONDS = 600.0
# While a store is away, and so long afterwards, somebody may read an apology; it must then be true.
EXCUSE_SECONDS = 45.0


@dataclass
class Excuses:
    """When a store was away: only then an apology is an answer."""

    times: list[tuple[float, float]] = field(default_factory=list)

    def hold(self, moment: float) -> bool:
        return any(begin <= moment <= end + EXCUSE_SECONDS for begin, end in self.times)


async def kill_some(
    up: Place, kills: int, dice: random.Random, excuses: Excuses, minutes: float = math.inf
) -> list[str]:
    """`kills` of them one after the other, of every kind as many, in `minutes` at most; how many of each kind
    died.

    Where there is one of each, whoever talks notices any of them.
    """
    left = shares(kinds(up), kills, dice)
    died: Counter[str] = Counter()
    ends = time.monotonic() + minutes * 60
    while left and time.monotonic() < ends:
        await asyncio.sleep(dice.uniform(0.1, LONGEST_PAUSE))
        began = time.monotonic()
        kind = await kill_one(up, dice, left)
        left.remove(kind)
        if kind in up.stores.servers or up.each == 1:
            excuses.times.append((began, time.monotonic()))
        died[kind] += 1
        print(f"· {sum(died.values())}: {kind} morto", flush=True)
    await until_all_ready(up)
    return [f"{kind} {times}" for kind, times in sorted(died.items())]


def kinds(up: Place) -> list[str]:
    """Of what is killed: nginx only passes on what they say."""
    return sorted({name.partition(":")[0] for name in up.names()} - {"nginx"}) + sorted(up.stores.servers)


def shares(among: list[str], kills: int, dice: random.Random) -> list[str]:
    """`kills` names, each kind as often as any other; dice give what is left over."""
    return [*among * (kills // len(among)), *dice.sample(among, kills % len(among))]


async def kill_one(up: Place, dice: random.Random, among: Sequence[str] = ()) -> str:
    """Its kind: of those that are all there the one that is named most often, because whoever is slow to come
    back is late already. Where there is one of each, and of a store, once it is back."""
    left = Counter(among or kinds(up))
    wanted = sorted(left, key=lambda kind: (-left[kind], dice.random()))
    deadline = time.monotonic() + BACK_SECONDS
    while True:  # a Rasa takes a minute and more to come back: meanwhile others die
        for kind in wanted:
            if pid := await _one_of(up, kind, dice):
                os.kill(pid, signal.SIGKILL)
                await _back(up, kind)
                return kind
        if time.monotonic() > deadline:
            raise SystemExit(f"{', '.join(wanted)}: nenhum voltou em {BACK_SECONDS:.0f} s")
        await asyncio.sleep(0.1)


async def _one_of(up: Place, kind: str, dice: random.Random) -> int:
    """Of one of that kind, its id; 0 while one of them is away."""
    if server := up.stores.servers.get(kind):
        return server.pid if await asyncio.to_thread(server.answers) else 0
    names = [name for name in up.names() if name.partition(":")[0] == kind]
    there = all([await asyncio.to_thread(up.ready, name) for name in names])
    return up.pid(dice.choice(names)) if there else 0


async def _back(up: Place, kind: str) -> None:
    if server := up.stores.servers.get(kind):
        await _waited(server.answers, kind)
    elif up.each == 1:
        await asyncio.sleep(0.5)  # supervisord has seen it by then
        await _waited(partial(up.ready, kind), kind)


async def until_all_ready(up: Place) -> None:
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

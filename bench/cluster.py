"""`make cluster-check`: people talk through the cluster while it is disturbed, then everything is counted: no
message lost, played twice or out of order; for each confirmation a ticket, a mail and a number that was told.

    python -m bench cluster [--people 10] [--messages 6] [--each 2] [--kills 200] [--minutes M]
                            [--seed 1] [PHASE ...]

kills: so many by SIGKILL one after the other, of every kind as many (PostgreSQL, Redis, the mail server
among them), in M minutes at most, while people talk, answer mails and other systems open tickets; of a kind
one at a time. Whoever reads an apology goes on, and insists until he is told a number: it must be the only
one.
calm: what a message costs (processor time of each kind, bytes kept). kill: one of each kind dies by SIGKILL.
roll: every process is stopped in order and started again, one after the other, as for a new version or model.
Without a phase: kill.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import signal
import sys
from functools import partial

from bench.cluster_costs import costs, spent
from bench.cluster_kills import kill_some
from bench.load import load
from bench.phase import Phase
from launcher.cluster import KINDS, Cluster, wait_until_ready
from launcher.cluster_command import cluster_running

KILL_SECONDS = 4.0


async def _kill(phase: Phase, up: Cluster) -> list[str]:
    """By SIGKILL, a kind after the other: of each, one lives."""
    for kind in KINDS:
        await asyncio.sleep(KILL_SECONDS)
        name = f"{kind}:{kind}_0"
        os.kill(up.pid(name), signal.SIGKILL)
        print(f"· {name} morto", flush=True)
    return list(KINDS)


async def _kills(phase: Phase, up: Cluster) -> list[str]:
    return await kill_some(up, phase.kills, phase.dice, phase.excuses, phase.minutes)


async def _roll(phase: Phase, up: Cluster) -> list[str]:
    """In order, one process after the other; the next one when the last answers again."""
    for kind in KINDS:
        for number in range(up.each):
            name = f"{kind}:{kind}_{number}"
            await asyncio.to_thread(up.restart, name)
            while not await asyncio.to_thread(up.ready, name):
                await asyncio.sleep(0.5)
            print(f"· {name} trocado", flush=True)
    return [f"{kind} {number}" for kind in KINDS for number in range(up.each)]


async def _nothing(*_: object) -> list[str]:
    return []


DISTURBANCES = {"calm": _nothing, "kill": _kill, "kills": _kills, "roll": _roll}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench cluster")
    parser.add_argument("phases", nargs="*", metavar="PHASE", help="|".join(DISTURBANCES))
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--messages", type=int, default=6)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    if unknown := set(given.phases) - set(DISTURBANCES):
        parser.error(f"não há {', '.join(unknown)}")
    os.environ["CLUSTER_EACH"] = str(given.each)
    os.environ["DEV_INBOX"] = "1"
    os.umask(0o077)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failed = False
    with cluster_running() as (up, supervisor):
        for name in given.phases or ["kill"]:
            wait_until_ready(up, up.names(), supervisor)
            phase = Phase(up, name, given.messages, kills=given.kills, dice=random.Random(given.seed))
            phase.minutes = given.minutes
            phase.disturbs, phase.busy = partial(DISTURBANCES[name], phase, up), name == "kills"
            before = spent(up)
            count = asyncio.run(load(phase, given.people))
            if name == "calm":
                said = sum(len(person.said) for person in phase.persons)
                count = count.beside(costs(before, spent(up), said, len(phase.persons)))
            print(count.table(), flush=True)
            for problem in count.problems:
                print(f"FALHOU: {problem}", file=sys.stderr, flush=True)
            failed |= bool(count.problems)
    return int(failed)

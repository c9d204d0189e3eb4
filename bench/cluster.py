"""`make cluster-check`: people talk through the cluster while it is disturbed, then everything is counted: no
message lost, played twice or out of order; for each confirmation a ticket, a mail and a number that was told.

    python -m bench cluster [--people 10] [--messages 6] [--each 2] [--kills 200] [--seed 1] [PHASE ...]

kills: so many by SIGKILL one after the other, of a kind that dice choose (PostgreSQL, Redis, the mail server
among them), while people talk, answer mails and other systems open tickets; of a kind one at a time.
Whoever reads an apology goes on, and insists until he is told a number: it must be the only one.
calm: what a message costs (processor time of each kind, bytes kept). kill: one of each kind dies by SIGKILL.
roll: every process is stopped in order and started again, one after the other, as for a new version or model.
Without a phase: kill.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import time
from dataclasses import dataclass, field

import requests

from bench.cluster_costs import costs, spent
from bench.cluster_count import Count, answered, counted, sent_in, unheard
from bench.cluster_doors import Doors, doors
from bench.cluster_kills import Excuses, kill_some
from bench.cluster_person import Person
from launcher.__main__ import cluster_running
from launcher.cluster import KINDS, Cluster, wait_until_ready

PERSON_SECONDS = 600.0
SETTLING_SECONDS = 120.0
KILL_SECONDS = 4.0
HEARING_SECONDS = 60.0
INSISTENCE = 8


@dataclass
class Phase:
    """One load under one disturbance; people talk until that is over, and `messages` each at least."""

    up: Cluster
    name: str
    messages: int
    persons: list[Person] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    disturbed: asyncio.Event = field(default_factory=asyncio.Event)
    kills: int = 0
    dice: random.Random = field(default_factory=random.Random)
    excuses: Excuses = field(default_factory=Excuses)
    doors: Doors | None = None


async def _until_answered(up: Cluster, person: Person) -> None:
    """Till all that the person said so far is answered."""
    deadline = time.monotonic() + PERSON_SECONDS
    while not await asyncio.to_thread(answered, up, person):
        if time.monotonic() > deadline:
            raise SystemExit(f"sem resposta em {PERSON_SECONDS:.0f} s: {person.said[-2:]}")
        await asyncio.sleep(0.2)


async def _until_heard(up: Cluster, person: Person) -> None:
    """Till he saw all of it; what he did not see by then, he did not see. An answer that was kept, and
    apologised for because nobody knew that it was, is seen when the page is opened again."""
    deadline, reloaded = time.monotonic() + HEARING_SECONDS, False
    while await asyncio.to_thread(unheard, up, person) and time.monotonic() < deadline:
        await asyncio.sleep(0.3)
        if person.apologised and not reloaded and time.monotonic() > deadline - HEARING_SECONDS / 2:
            reloaded = True
            await person.reload()


async def _talk(phase: Phase, number: int) -> None:
    """Rounds of three messages, each in a conversation of its own; two are under way at a time."""
    await asyncio.sleep(random.uniform(0, 2))
    part = 0
    while part * 3 < phase.messages or not phase.disturbed.is_set():
        person = Person(phase.up.url, f"pessoa{number}.{part}.{phase.name}@orgao.gov.br")
        phase.persons.append(person)
        await person.come()
        lines = person.script()
        for pair in (lines[:2], lines[2:]):
            started = time.monotonic()
            for line in pair:
                person.say(line)
            await _until_answered(phase.up, person)
            phase.seconds.append((time.monotonic() - started) / len(pair))
        await _until_heard(phase.up, person)
        for _ in range(INSISTENCE):
            if person.told():
                break
            person.insists()
            await _until_answered(phase.up, person)
            await _until_heard(phase.up, person)
        if phase.doors is not None and len(person.told()) == 1:
            await phase.doors.use(person)
        await person.go()
        part += 1


async def _visit(up: Cluster, stop: asyncio.Event, visits: list[int]) -> None:
    """The page and a form of it, all the time."""
    while not stop.is_set():
        for path in ("/", "/consulta"):
            try:
                answer = await asyncio.to_thread(requests.get, up.url + path, timeout=20)
                visits.append(answer.status_code)
            except requests.RequestException:
                visits.append(0)
        await asyncio.sleep(0.5)


async def _kill(phase: Phase) -> None:
    """By SIGKILL, a kind after the other: of each, one lives."""
    for kind in KINDS:
        await asyncio.sleep(KILL_SECONDS)
        name = f"{kind}:{kind}_0"
        os.kill(phase.up.pid(name), signal.SIGKILL)
        phase.done.append(kind)
        print(f"· {name} morto", flush=True)


async def _kills(phase: Phase) -> None:
    phase.done += await kill_some(phase.up, phase.kills, phase.dice, phase.excuses)


async def _roll(phase: Phase) -> None:
    """In order, one process after the other; the next one when the last answers again."""
    for kind in KINDS:
        for number in range(phase.up.each):
            name = f"{kind}:{kind}_{number}"
            await asyncio.to_thread(phase.up.restart, name)
            while not await asyncio.to_thread(phase.up.ready, name):
                await asyncio.sleep(0.5)
            phase.done.append(f"{kind} {number}")
            print(f"· {name} trocado", flush=True)


async def _nothing(phase: Phase) -> None:
    """Calm."""


DISTURBANCES = {"calm": _nothing, "kill": _kill, "kills": _kills, "roll": _roll}


async def _load(phase: Phase, people: int) -> Count:
    stop = asyncio.Event()
    visits: list[int] = []

    async def disturb() -> None:
        await DISTURBANCES[phase.name](phase)
        phase.disturbed.set()

    if phase.name == "kills":
        phase.doors = doors(phase.up)
    already, before = sent_in(phase.up), spent(phase.up)
    started = time.monotonic()
    beside = [asyncio.create_task(_visit(phase.up, stop, visits)), asyncio.create_task(disturb())]
    await asyncio.gather(*(_talk(phase, number) for number in range(people)))
    taken = time.monotonic() - started
    stop.set()
    await asyncio.gather(*beside)
    tickets = sum(person.opens() for person in phase.persons)
    tickets += len(phase.doors.opened) if phase.doors else 0
    deadline = time.monotonic() + SETTLING_SECONDS
    while sent_in(phase.up) - already < tickets and time.monotonic() < deadline:
        await asyncio.sleep(0.5)
    count = counted(
        phase.up,
        phase.persons,
        seconds=phase.seconds,
        visits=visits,
        disturbance=(phase.name, phase.done),
        taken=taken,
        excuses=phase.excuses,
        doors=phase.doors,
    )
    if phase.name != "calm":
        return count
    messages = sum(len(person.said) for person in phase.persons)
    return count.beside(costs(before, spent(phase.up), messages, len(phase.persons)))


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench cluster")
    parser.add_argument("phases", nargs="*", metavar="PHASE", help="|".join(DISTURBANCES))
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--messages", type=int, default=6)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--kills", type=int, default=200)
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
            count = asyncio.run(
                _load(
                    Phase(up, name, given.messages, kills=given.kills, dice=random.Random(given.seed)),
                    given.people,
                )
            )
            print(count.table(), flush=True)
            for problem in count.problems:
                print(f"FALHOU: {problem}", file=sys.stderr, flush=True)
            failed |= bool(count.problems)
    return int(failed)

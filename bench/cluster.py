"""`make cluster-check`: people talk through the cluster, one process of each kind is killed meanwhile, then
everything is counted: no message lost, played twice or out of order, a ticket, a mail and a told number each.

    python -m bench cluster [--people 10] [--messages 6] [--each 2] [--spare]

With --spare nobody is killed, and what a message costs is measured: processor time of each kind, bytes kept.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import time

import requests

from bench.cluster_costs import costs, spent
from bench.cluster_count import Count, answered, counted, sent_in
from bench.cluster_person import Person
from launcher.__main__ import cluster_running
from launcher.cluster import KINDS, Cluster

PERSON_SECONDS = 600.0
SETTLING_SECONDS = 120.0
KILL_SECONDS = 4.0


async def _until_answered(up: Cluster, person: Person) -> None:
    """Till all that the person said so far is answered, as the conversations' database has it."""
    deadline = time.monotonic() + PERSON_SECONDS
    while not await asyncio.to_thread(answered, up, person.conversation_id, len(person.said)):
        if time.monotonic() > deadline:
            raise SystemExit(f"sem resposta em {PERSON_SECONDS:.0f} s: {person.said[-2:]}")
        await asyncio.sleep(0.2)


async def _talk(up: Cluster, number: int, messages: int, people: list[Person], seconds: list[float]) -> None:
    """Rounds of three messages, each in a conversation of its own; two are under way at a time."""
    await asyncio.sleep(random.uniform(0, 2))
    for part in range(0, messages, 3):
        person = Person(up.url, f"pessoa{number}.{part}@orgao.gov.br")
        people.append(person)
        await person.come()
        lines = person.script()[: messages - part]
        for pair in (lines[:2], lines[2:]):
            started = time.monotonic()
            for line in pair:
                person.say(line)
            if pair:
                await _until_answered(up, person)
                seconds.append((time.monotonic() - started) / len(pair))
        await asyncio.sleep(1)  # what was said last is on its way
        await person.go()


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


async def _kill_one_of_each(up: Cluster, everybody: asyncio.Task[None], done: list[str]) -> None:
    """By SIGKILL, a kind after the other: of each, one lives."""
    for kind in KINDS:
        await asyncio.sleep(KILL_SECONDS)
        if everybody.done():
            return
        name = f"{kind}:{kind}_0"
        if pid := up.pid(name):
            os.kill(pid, signal.SIGKILL)
            done.append(kind)
            print(f"· {name} morto", flush=True)


async def _load(up: Cluster, people: int, messages: int, spare: bool) -> Count:
    persons: list[Person] = []
    seconds: list[float] = []
    visits: list[int] = []
    killed: list[str] = []
    stop = asyncio.Event()

    async def everybody() -> None:
        await asyncio.gather(*(_talk(up, n, messages, persons, seconds) for n in range(people)))

    before = spent(up)
    started = time.monotonic()
    talking = asyncio.create_task(everybody())
    beside = [asyncio.create_task(_visit(up, stop, visits))]
    if not spare:
        beside.append(asyncio.create_task(_kill_one_of_each(up, talking, killed)))
    await talking
    taken = time.monotonic() - started
    stop.set()
    await asyncio.gather(*beside)
    tickets = sum(person.opens() for person in persons)
    deadline = time.monotonic() + SETTLING_SECONDS
    while sent_in(up) < tickets and time.monotonic() < deadline:
        await asyncio.sleep(0.5)
    count = counted(up, persons, seconds=seconds, visits=visits, killed=killed, taken=taken)
    if spare:
        return count.beside(costs(before, spent(up), people * messages, len(persons)))
    if missing := [kind for kind in KINDS if kind not in killed]:
        return count.failed(f"acabou antes de matar {missing}: mais pessoas ou mensagens")
    return count


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench cluster")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--messages", type=int, default=6)
    parser.add_argument("--each", type=int, default=2)
    parser.add_argument("--spare", action="store_true")
    given = parser.parse_args(arguments)
    os.environ["CLUSTER_EACH"] = str(given.each)
    os.environ["DEV_INBOX"] = "1"
    os.umask(0o077)
    with cluster_running() as (up, _):
        count = asyncio.run(_load(up, given.people, given.messages, given.spare))
    print(count.table())
    for problem in count.problems:
        print(f"FALHOU: {problem}", file=sys.stderr)
    return 1 if count.problems else 0

"""People who talk, a page that is asked for, and the two other doors, while something disturbs."""

from __future__ import annotations

import asyncio
import random
import time

import requests

from bench.cluster_count import Count, answered, counted, sent_in, unheard
from bench.cluster_doors import GaveUp, doors
from bench.cluster_person import Person
from bench.phase import Phase
from bench.place import Place

PERSON_SECONDS = 600.0
SETTLING_SECONDS = 300.0
HEARING_SECONDS = 60.0
INSISTENCE = 20


async def load(phase: Phase, people: int) -> Count:
    """What was counted once all is over."""
    stop = asyncio.Event()
    visits: list[int] = []

    async def disturb() -> None:
        try:
            phase.done += await phase.disturbs()
        finally:
            phase.disturbed.set()

    if phase.busy:
        phase.doors = doors(phase.up)
    already = sent_in(phase.up)
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
    return counted(
        phase.up,
        phase.persons,
        seconds=phase.seconds,
        visits=visits,
        disturbance=(phase.name, phase.done),
        taken=taken,
        excuses=phase.excuses,
        doors=phase.doors,
        waited_in_vain=phase.waited_in_vain,
    )


async def _until_answered(up: Place, person: Person) -> None:
    """Till all that the person said so far is answered."""
    deadline = time.monotonic() + PERSON_SECONDS
    while not await asyncio.to_thread(answered, up, person):
        if time.monotonic() > deadline:
            raise GaveUp(f"{person.email} sem resposta em {PERSON_SECONDS:.0f} s: {person.said[-2:]}")
        await asyncio.sleep(0.2)


async def _until_heard(up: Place, person: Person) -> None:
    """Till he saw all of it; what he did not see by then, he did not see. An answer that was kept, and
    apologised for because nobody knew that it was, is seen when the page is opened again."""
    deadline, reloaded = time.monotonic() + HEARING_SECONDS, False
    while await asyncio.to_thread(unheard, up, person) and time.monotonic() < deadline:
        await asyncio.sleep(0.3)
        if person.apologised and not reloaded and time.monotonic() > deadline - HEARING_SECONDS / 2:
            reloaded = True
            await person.reload()


async def _talk(phase: Phase, number: int) -> None:
    try:
        await _talk_on(phase, number)
    except GaveUp as error:
        phase.waited_in_vain.append(str(error))


async def _talk_on(phase: Phase, number: int) -> None:
    """Rounds of three messages, each in a conversation of its own; two are under way at a time."""
    await asyncio.sleep(random.uniform(0, 2))
    part = 0
    while part * 3 < phase.messages or not phase.disturbed.is_set():
        person = Person(phase.chat_url or phase.up.url, f"pessoa{number}.{part}.{phase.name}@orgao.gov.br")
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


async def _visit(up: Place, stop: asyncio.Event, visits: list[int]) -> None:
    """The page and a form of it, all the time."""
    while not stop.is_set():
        for path in ("/", "/consulta"):
            try:
                answer = await asyncio.to_thread(requests.get, up.url + path, timeout=20)
                visits.append(answer.status_code)
            except requests.RequestException:
                visits.append(0)
        await asyncio.sleep(0.5)

"""A small part of `make kills-all`, over the stack of this room, with the same counting."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random

import pytest

from bench.alone import Alone
from bench.cluster_count import Count
from bench.cluster_kills import kill_some
from bench.load import load
from bench.phase import Phase
from tests import on_cluster

from .conftest import Stack

KILLS = 4


@pytest.mark.skipif(on_cluster.ASKED, reason=on_cluster.KILLED_ELSEWHERE)
def test_whoever_dies_while_people_talk_each_has_one_ticket_one_number_and_one_mail(stack: Stack) -> None:
    up = Alone(stack.plan, full=False)
    phase = Phase(up, "kills", 3, chat_url=up.chat_url)
    phase.disturbs = partial(kill_some, up, KILLS, Random(17), phase.excuses)

    def talked() -> Count:
        return asyncio.run(load(phase, people=1))

    with ThreadPoolExecutor(1) as beside:  # the browser of this room has a loop in ours
        count = beside.submit(talked).result(600)
    assert count.problems == ()
    assert sum(int(one.split()[-1]) for one in phase.done) == KILLS
    assert phase.persons
    assert all(len(person.told()) == 1 for person in phase.persons)

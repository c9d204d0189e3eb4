"""Turns of one conversation wait for one another, a few at most; others are not held up."""

from __future__ import annotations

import asyncio

import pytest

from channels.core.conversation_queue import ConversationQueue, QueueFull
from channels.core.limits import RateLimit, Seen


async def test_turns_run_one_by_one_in_their_order() -> None:
    queue, trace = ConversationQueue(), []

    async def turn(n: int) -> None:
        trace.append(("in", n))
        await asyncio.sleep(0.01 / (n + 1))
        trace.append(("out", n))

    for n in range(4):
        queue.submit("ana", lambda n=n: turn(n))
    await queue.idle()
    assert trace == [(way, n) for n in range(4) for way in ("in", "out")]


async def test_one_runs_three_wait_and_the_fifth_is_refused() -> None:
    queue = ConversationQueue(max_pending=3)
    release = asyncio.Event()
    for _ in range(4):
        queue.submit("ana", release.wait)
    with pytest.raises(QueueFull):
        queue.submit("ana", release.wait)
    queue.submit("carla", release.wait)
    release.set()
    await queue.idle()
    queue.submit("ana", release.wait)


async def test_a_turn_that_breaks_does_not_stop_the_next() -> None:
    queue, heard = ConversationQueue(), []

    async def broken() -> None:
        raise RuntimeError

    async def fine() -> None:
        heard.append("fine")

    queue.submit("ana", broken)
    queue.submit("ana", fine)
    await queue.idle()
    assert heard == ["fine"]


async def test_our_own_work_waits_its_turn_and_gives_its_result_or_its_error() -> None:
    queue = ConversationQueue(max_pending=0)
    release = asyncio.Event()
    queue.submit("ana", release.wait)

    async def notice() -> str:
        assert release.is_set()
        return "told"

    async def broken() -> str:
        raise LookupError

    told = asyncio.create_task(queue.run("ana", notice))
    lost = asyncio.create_task(queue.run("ana", broken))
    await asyncio.sleep(0)
    release.set()
    assert await told == "told"
    with pytest.raises(LookupError):
        await lost


def test_a_limit_counts_within_its_window_and_each_key_alone() -> None:
    time = [0.0]
    limit = RateLimit(2, 10, clock=lambda: time[0])
    assert [limit.allow("ana") for _ in range(3)] == [True, True, False]
    assert limit.allow("carla")
    time[0] = 10.0
    assert limit.allow("ana")


def test_limits_and_memory_of_ids_forget_the_oldest() -> None:
    limit = RateLimit(1, 1000, capacity=2, clock=lambda: 0.0)
    assert [limit.allow(key) for key in ("a", "b", "c", "a", "a")] == [True, True, True, True, False]
    seen = Seen(capacity=2)
    for key in ("a", "b", "c"):
        seen.add(key)
    assert ["a" in seen, "b" in seen, "c" in seen] == [False, True, True]

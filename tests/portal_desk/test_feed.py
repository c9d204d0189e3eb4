"""The feed passes on what other processes wrote, to everybody who listens, and rests when nobody does."""

from __future__ import annotations

import asyncio
from typing import Any

from portal.desk.feed import Feed, Notice
from ticket_store import operations

from .shift import Shift


async def next_of(queue: asyncio.Queue[Notice]) -> Notice:
    return await asyncio.wait_for(queue.get(), 5)


async def test_a_new_ticket_reaches_every_listener(engine: Any, shift: Shift) -> None:
    feed = Feed(engine, every=0.02)
    async with feed.listening() as one, feed.listening() as other:
        number = shift.opened()
        for queue in (one, other):
            notice = await next_of(queue)
            assert (notice.topic, notice.number) == ("tickets", number)
            assert notice.text == f"Acionamento novo: {number}"


async def test_what_happened_before_one_listened_is_not_news(engine: Any, shift: Shift) -> None:
    number = shift.opened()
    feed = Feed(engine, every=0.02)
    async with feed.listening() as queue:
        await asyncio.sleep(0.1)
        assert queue.empty()
        shift.do(
            operations.comment, ticket_number=number, text="x", author=shift.author("bruno"), internal=True
        )
        notice = await next_of(queue)
        assert (notice.number, notice.text) == (number, None)


async def test_a_waiting_person_and_a_mail_that_came_back_are_told(engine: Any, shift: Shift) -> None:
    feed = Feed(engine, every=0.02)
    async with feed.listening() as queue:
        handoff = shift.handoff()
        notice = await next_of(queue)
        assert (notice.topic, notice.href) == ("live", f"/atendimento/conversas/{handoff}")
        shift.parked()
        assert (await next_of(queue)).topic == "deliveries"


async def test_nobody_listening_means_nobody_looking(engine: Any, shift: Shift) -> None:
    feed = Feed(engine, every=0.02)
    async with feed.listening():
        pass
    assert feed._task is None
    shift.opened()
    async with feed.listening() as queue:
        await asyncio.sleep(0.1)
        assert queue.empty()

"""Who came first is answered first, and nobody waits for one who is slow."""

from __future__ import annotations

import asyncio

from channels.core.line import Line


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


class Turn:
    """One in the line; `began` holds the names of all in the order in which they had their turn."""

    def __init__(self, line: Line, name: str, began: list[str]) -> None:
        self.over = asyncio.Event()
        self.task = asyncio.create_task(self._run(line, name, began))

    async def _run(self, line: Line, name: str, began: list[str]) -> None:
        async with line.turn():
            began.append(name)
            await self.over.wait()


async def test_turns_begin_in_the_order_they_came_so_many_at_once() -> None:
    began: list[str] = []
    line = Line(at_once=2, seconds=60)
    turns = [Turn(line, name, began) for name in "abcd"]
    await settled()
    assert began == ["a", "b"]
    turns[1].over.set()
    later = Turn(line, "e", began)  # comes in the moment in which a place is free
    await settled()
    assert began == ["a", "b", "c"]
    for turn in (*turns, later):
        turn.over.set()
    await asyncio.gather(*(turn.task for turn in (*turns, later)))
    assert began == list("abcde")


async def test_a_slow_turn_gives_its_place_away_once() -> None:
    began: list[str] = []
    line = Line(at_once=1, seconds=0)
    slow = [Turn(line, name, began) for name in "ab"]
    while len(began) < 2:
        await asyncio.sleep(0)
    for turn in slow:
        turn.over.set()
    await asyncio.gather(*(turn.task for turn in slow))
    assert line._free == 1


async def test_one_who_is_stopped_while_he_waits_takes_no_place_with_him() -> None:
    began: list[str] = []
    line = Line(at_once=1, seconds=60)
    async with line.turn():
        waiting, called, last = (Turn(line, name, began) for name in "abc")
        await settled()
        waiting.task.cancel()
        await settled()
    called.task.cancel()  # it is his turn, and he has not begun
    await settled()
    assert began == ["c"]
    last.over.set()
    await last.task
    assert line._free == 1


async def test_a_turn_that_fails_gives_its_place_back() -> None:
    line = Line(at_once=1, seconds=60)
    try:
        async with line.turn():
            raise ValueError
    except ValueError:
        pass
    assert line._free == 1

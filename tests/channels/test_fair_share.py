"""One address with many conversations has its share of the server, and everybody else has theirs."""

from __future__ import annotations

import asyncio

import pytest

from channels.core.fair_share import Crowded, FairShare


async def test_an_address_with_many_turns_runs_a_few_at_a_time_and_holds_up_nobody_else() -> None:
    shares, release, running = FairShare(at_once=3), asyncio.Event(), []

    async def turn(asker: str) -> None:
        async with shares.turn(asker):
            running.append(asker)
            await release.wait()

    for asker in ["crowd"] * 24 + ["ana"]:
        shares.take(asker)
    tasks = [asyncio.create_task(turn(asker)) for asker in ["crowd"] * 24 + ["ana"]]
    await asyncio.sleep(0.01)
    assert sorted(running) == ["ana", "crowd", "crowd", "crowd"]
    release.set()
    await asyncio.gather(*tasks)
    assert len(running) == 25


async def test_a_line_that_is_too_long_is_said_so_and_places_come_back() -> None:
    shares = FairShare(waiting=2, waiting_in_all=3)
    shares.take("crowd")
    shares.take("crowd")
    with pytest.raises(Crowded):
        shares.take("crowd")
    shares.take("ana")
    with pytest.raises(Crowded):
        shares.take("carla")
    shares.take("carla", anyway=True)  # acknowledged before the server ended
    async with shares.turn("crowd"):
        pass
    shares.leave("ana")
    shares.leave("carla")
    shares.take("carla")
    for asker in ("crowd", "carla"):
        shares.leave(asker)
    assert shares._taken == shares._gates == {}  # and nothing is remembered of who has nothing to do

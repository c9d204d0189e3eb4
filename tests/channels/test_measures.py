"""What is measured of a turn: how it ended, how long each stage took, how many wait."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import REGISTRY

from channels.core import measures
from channels.core.conversation_queue import ConversationQueue


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def stages() -> dict[str, float]:
    return {s: value("css_turn_seconds_count", stage=s) for s in ("wait", "read", "act", "whole")}


async def test_a_turn_is_counted_once_with_its_stages_however_many_actions_it_has() -> None:
    before, answered = stages(), value("css_turns_total", channel="web", outcome="answered")
    with measures.turn("web"):
        for _ in range(2):
            with measures.act():
                pass
    after = stages()
    assert {s: after[s] - before[s] for s in after} == {"wait": 0, "read": 1, "act": 2, "whole": 1}
    assert value("css_turns_total", channel="web", outcome="answered") == answered + 1


async def test_a_turn_that_raises_counts_as_failed() -> None:
    before = value("css_turns_total", channel="mail", outcome="failed")
    with pytest.raises(RuntimeError), measures.turn("mail"):
        raise RuntimeError
    assert value("css_turns_total", channel="mail", outcome="failed") == before + 1


async def test_who_waits_is_counted_until_it_is_done_or_the_server_stops() -> None:
    queue, go, before = ConversationQueue(), asyncio.Event(), stages()["wait"]

    async def turn() -> None:
        await go.wait()

    for _ in range(3):
        queue.submit("web-a", turn)
    queue.submit("web-b", turn)
    assert value("css_turns_waiting") == 4
    await asyncio.sleep(0)
    queue._workers["web-b"].cancel()
    go.set()
    await queue.idle()
    assert value("css_turns_waiting") == 0
    assert stages()["wait"] == before + 4

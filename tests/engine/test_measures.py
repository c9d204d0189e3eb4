"""What is measured of the engine: how turns were read, and how often people mend."""

import pytest
from prometheus_client import REGISTRY

from actions import turn
from tests.engine.told import Told


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_reading_is_counted_and_so_is_what_mends_it(told: Told) -> None:
    clear, unclear = {"channel": "web", "reading": "clear"}, {"channel": "web", "reading": "unclear"}
    names = (("css_turns_read_total", clear), ("css_turns_read_total", unclear))
    before = [value(name, **labels) for name, labels in names]
    mended, timed = value("css_repairs_total", command="repeat"), value("css_engine_seconds_count")
    told.say("quero abrir um chamado", {"command": "start", "flow": "open_ticket"})
    told.say("repete", {"command": "repeat"})
    told.say("xyz", {"command": "unclear"})
    assert [value(name, **labels) for name, labels in names] == [before[0] + 2, before[1] + 1]
    assert value("css_repairs_total", command="repeat") == mended + 1
    assert value("css_engine_seconds_count") == timed + 3


def test_a_turn_that_fails_is_counted_as_such(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    before = value("css_turns_read_total", channel="any", reading="failed")

    async def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(turn, "_turn", broken)
    with pytest.raises(AssertionError, match="the turn failed"):  # the helper's word for an apology
        told.say("oi", {"command": "social", "kind": "greet"})
    assert value("css_turns_read_total", channel="any", reading="failed") == before + 1

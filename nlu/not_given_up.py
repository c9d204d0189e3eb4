"""What was given up by mistake is gone on with (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import OPENS, continues
from nlu.reading.turn import Reading

_LONG, _BRIEF = 30, 8  # words


def not_given_up(reading: Reading) -> list[Command]:
    """`não desisti, só muda o serviço`, `não era pra parar`, where nothing is under way: the draft again."""
    if reading.pending != "none" or reading.said.count > _LONG or reading.text.rstrip().endswith("?"):
        return []
    after_a_ticket = bool(reading.state.get("last") or reading.state.get("listed") or reading.full_numbers)
    said = "not_given_up" in reading.cues
    wished = continues(reading) and "goes_on_with" in reading.cues and reading.said.count <= _BRIEF
    if after_a_ticket or not (said or wished):
        return []
    service = "field_service" in reading.cues and {"wrong", "change"} & set(reading.cues)
    off: list[Command] = [{"command": "correct", "slot": "service", "value": None}] if service else []
    return [{**OPENS, "which": "draft"}, *off]

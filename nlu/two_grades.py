"""Two tickets rated in one message: `5 pro da VPN e 2 pro do SIAFI` (pure)."""

from __future__ import annotations

from itertools import pairwise

from ground.notation import Command
from nlu.in_place import points_at, reference_command, ticket_asked_about
from nlu.reading import numbers
from nlu.reading.references import Reference
from nlu.reading.turn import Reading
from nlu.reading.words import covered

RATES: Command = {"command": "start", "flow": "rate_service"}
_MOST = 30  # words up to which a message is looked at
_NAMING = ("service", "ordinal", "number", "status", "that", "other", "newest", "oldest")


def two_grades(reading: Reading) -> list[Command]:
    """Each grade for the ticket that is named beside it, the one that is asked about first; empty where it is
    not two grades and two tickets in turn.
    """
    if reading.pending not in {"score", "none"} or reading.said.count > _MOST:
        return []
    if reading.pending == "none" and "rate_verb" not in reading.cues and reading.grade is None:
        return []
    pairs = _pairs(reading)
    if len(pairs) != 2:
        return []
    told = [
        (reference_command(named, shown=True), {"command": "set", "slot": "score", "value": grade.value})
        for grade, named in pairs
    ]
    if reading.pending == "none":
        return [command for named, score in told for command in (RATES, named, score)]
    asked = ticket_asked_about(reading) or reading.state.get("last")
    if asked and not points_at(told[0][0], asked) and points_at(told[1][0], asked):
        told.reverse()
    (_, first), (named, second) = told
    return [first, RATES, named, second]


def _pairs(reading: Reading) -> list[tuple[numbers.Number, Reference]]:
    """Grades and tickets that stand in turn, a grade to each."""
    named = [r for r in reading.references if r.by in _NAMING and not _is_short(r)]
    taken = covered(named)
    grades = [g for g in numbers.grades(reading.said) if g.first not in taken]
    order = sorted([*grades, *named], key=lambda one: one.first)
    in_turn = all(
        isinstance(one, numbers.Number) != isinstance(other, numbers.Number) for one, other in pairwise(order)
    )
    if not in_turn or len(grades) != len(named):
        return []
    return list(zip(grades, named, strict=True))


def _is_short(named: Reference) -> bool:
    """A number of a digit or two, which is the grade."""
    return named.by == "number" and len(str(named.value)) <= 2

"""Two tickets rated in one message: `5 pro da VPN e 2 pro do SIAFI` (pure)."""

from __future__ import annotations

from itertools import pairwise

from ground.notation import Command
from nlu.in_place import points_at, reference_command, ticket_asked_in
from nlu.reading import cues, numbers
from nlu.reading.references import Reference
from nlu.reading.turn import Reading
from nlu.reading.words import covered

RATES: Command = {"command": "start", "flow": "rate_service"}
_MOST = 30  # words up to which a message is looked at
_ASKED = ("score", "comment")
_NAMING = ("service", "ordinal", "number", "status", "that", "other", "newest", "oldest")


def two_grades(reading: Reading) -> list[Command]:
    """Each grade for the ticket that is named beside it, the one that is asked about first; empty where it is
    not two grades and two tickets in turn.
    """
    if reading.pending not in {*_ASKED, "none", "number"} or reading.said.count > _MOST:
        return []
    graded = "rate_verb" in reading.cues or reading.grade is not None or "score_named" in reading.cues
    if reading.pending == "none" and not graded:
        return []
    pairs = _pairs(reading, _named(reading))
    if len(pairs) != 2:
        systems = [s for s in reading.services if not s.denied]
        pairs = _pairs(reading, [Reference(s.first, s.after, "service", s.code) for s in systems])
    if len(pairs) != 2:
        return []
    told = [
        (reference_command(named, shown=True), {"command": "set", "slot": "score", "value": grade.value})
        for grade, named in pairs
    ]
    if reading.pending not in _ASKED:
        return [command for named, score in told for command in (RATES, named, score)]
    asked = ticket_asked_in(reading.state) or reading.state.get("last")
    if asked and not points_at(told[0][0], asked) and points_at(told[1][0], asked):
        told.reverse()
    (_, first), (named, second) = told
    return [first, RATES, named, second]


def _pairs(reading: Reading, named: list[Reference]) -> list[tuple[numbers.Number, Reference]]:
    """Grades and tickets that stand in turn, a grade to each."""
    taken = covered(named) | covered(one for one in reading.sentences if one.ends == "?")
    grades = [g for g in numbers.grades(reading.said) if g.first not in taken and not _counts(reading, g)]
    order = sorted([*grades, *named], key=lambda one: one.first)
    in_turn = all(
        isinstance(one, numbers.Number) != isinstance(other, numbers.Number) for one, other in pairwise(order)
    )
    if not in_turn or len(grades) != len(named):
        return []
    return list(zip(grades, named, strict=True))


def _named(reading: Reading) -> list[Reference]:
    return [
        one
        for one in reading.references
        if one.by in _NAMING and not _is_short(one) and not _is_of_a_grade(reading, one)
    ]


def _counts(reading: Reading, number: numbers.Number) -> bool:
    """`dois atendimentos`: a count, and no grade."""
    behind = reading.said.words[number.after : number.after + 1]
    return any(word.meant in cues.listed("counted") for word in behind)


def _is_short(named: Reference) -> bool:
    """A number of a digit or two, which is the grade."""
    return named.by == "number" and len(str(named.value)) <= 2


def _is_of_a_grade(reading: Reading, named: Reference) -> bool:
    """`essa nota`, which points at no ticket."""
    behind = reading.said.words[named.after : named.after + 1]
    return named.by == "that" and any(word.meant in cues.listed("score_lead") for word in behind)

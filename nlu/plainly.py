"""What is said in so many words, and needs no model: the rules in their order; the first that hears
something decides (pure)."""

from __future__ import annotations

from collections.abc import Callable

from ground.notation import Command
from nlu import atoms as names
from nlu.alike_but import alike_but
from nlu.asked_of_it import asked_of_it
from nlu.asked_politely import asked_politely
from nlu.asked_to_put import asked_to_put, kept_open
from nlu.at_the_reopening import reason_better
from nlu.at_the_summary import (
    about_the_text,
    asks_what_there_is,
    for_one_there_is,
    no_other,
    shows_an_error,
    told_at,
    told_to_add,
    yes_by_its_verb,
)
from nlu.beside_the_ticket import for_its_ticket
from nlu.edits import kept_only, literal_edit, written_anew
from nlu.how_it_goes_on import how_it_goes_on
from nlu.in_place import for_the_ticket
from nlu.interpretation import Interpretation
from nlu.not_given_up import not_given_up
from nlu.one_there_is import consults
from nlu.own_data import about_own_data
from nlu.own_name import asks_correction, told_afterwards
from nlu.pending import kind
from nlu.rated_again import rated_again
from nlu.reading.turn import Reading
from nlu.settle import settle
from nlu.sureness import bare_grade, only_service, refusal, refuses_a_ticket, tale, thing_and_place
from nlu.thing_is_so import thing_is_so
from nlu.ticket_address import moves_address
from nlu.told_before import told_before
from nlu.two_grades import two_grades
from nlu.what_to_change import what_is_missing, what_to_change
from nlu.wrong_ticket import of_another

LONG_TEXT = 40
"""Words from which what is said at a text question is that text, whatever stands in it."""
REFUSES = 14
"""Words up to which a word that no ticket is wanted decides."""


def said_plainly(reading: Reading) -> Interpretation | None:
    """None where the model has to read it."""
    for rule in _RULES:
        if told := rule(reading):
            commands = [told] if isinstance(told, dict) else told
            return Interpretation(commands, 1.0, rule in _DOUBTED, [])
    return None


def _only_named(reading: Reading) -> Command | None:
    named = reading.pending == "none" and (only_service(reading) or thing_and_place(reading))
    return {"command": "set", "slot": "service", "value": named} if named else None


def _long(reading: Reading) -> list[Command]:
    if reading.said.count <= LONG_TEXT or kind(reading.pending) not in {"text", "value"}:
        return []
    if kind(reading.pending) == "value":
        return tale(reading)
    return settle(reading, frozenset({names.TEXT}), [(0, len(reading.said.words))])


def _grade(reading: Reading) -> Command | None:
    asked = reading.pending in {"email", "code"} and reading.grade
    return bare_grade(reading) if asked or reading.pending == "news_resolved" else None


def _wants_none(reading: Reading) -> list[Command]:
    brief = "no_problem" in reading.cues or reading.said.count <= REFUSES
    return refusal(reading) if refuses_a_ticket(reading) and brief else []


def _no_other(reading: Reading) -> Command | None:
    return {"command": "stop"} if no_other(reading) else None


_RULES: tuple[Callable[[Reading], list[Command] | Command | None], ...] = (
    thing_is_so, _only_named, _long, _grade, _wants_none,
    asks_correction, told_afterwards, about_own_data, consults,
    moves_address, of_another, asked_to_put, kept_open, alike_but, how_it_goes_on, asked_of_it,
    reason_better, what_to_change, what_is_missing, rated_again,
    for_the_ticket, two_grades, for_its_ticket,
    about_the_text, literal_edit, asks_what_there_is, asked_politely, told_before,
    for_one_there_is, not_given_up, yes_by_its_verb, _no_other,
    written_anew, kept_only, told_at, told_to_add, shows_an_error,
)  # fmt: skip
_DOUBTED = (_wants_none, _no_other)

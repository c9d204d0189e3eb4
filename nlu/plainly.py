"""What is said in so many words, and needs no model: the rules in their order; the first that hears
something decides (pure)."""

from __future__ import annotations

from collections.abc import Callable

from ground.notation import Command
from nlu import atoms as names
from nlu.address_in_part import put_right
from nlu.asked_field import asked_field
from nlu.asked_to_put import asked_to_put, kept_open
from nlu.at_the_summary import put_back, where_it_goes
from nlu.beside_the_ticket import for_its_ticket
from nlu.code_told import wants_none
from nlu.comment_of_a_grade import comment_of_a_grade
from nlu.edits import (
    in_few_words,
    kept_only,
    literal_edit,
    put_in_the_text,
    written_anew,
)
from nlu.interpretation import Interpretation
from nlu.own_data import about_own_data
from nlu.own_name import asks_correction
from nlu.pending import kind
from nlu.reading import cues, numbers
from nlu.reading.turn import Reading
from nlu.right_service import in_its_place
from nlu.settle import settle
from nlu.sureness import bare_grade
from nlu.ticket_address import moves_address
from nlu.two_grades import two_grades

_RATED = "resolved"  # the status in which a grade can be given
_FEW = 12
_GOOD = 4  # grades from which on they praise
_WISHES = ("open_verb", "cancel_verb", "reopen_verb", "rate_verb", "add", "complement_verb", "list_verb")
LONG_TEXT = 40
"""Words from which what is said at a text question is that text, whatever stands in it."""


def said_plainly(reading: Reading) -> Interpretation | None:
    """None where the model has to read it."""
    for rule in _RULES:
        if told := rule(reading):
            commands = [told] if isinstance(told, dict) else told
            return Interpretation(commands, 1.0, False, [])
    return None


def _only_named(reading: Reading) -> Command | None:
    """`SIAFI`, and nothing else: what is wanted of it is asked."""
    chosen, words = reading.chosen_services, [i for i, w in enumerate(reading.said.words) if not w.is_mark]
    if reading.pending != "none" or len(chosen) != 1 or chosen[0].denied or not words:
        return None
    if (chosen[0].first, chosen[0].after - 1) != (words[0], words[-1]):
        return None
    return {"command": "set", "slot": "service", "value": chosen[0].code}


def _long(reading: Reading) -> list[Command]:
    if reading.said.count <= LONG_TEXT or kind(reading.pending) != "text":
        return []
    return settle(reading, frozenset({names.TEXT}), [(0, len(reading.said.words))])


def _grade(reading: Reading) -> Command | None:
    asked = reading.pending in {"email", "code"} and reading.grade
    return bare_grade(reading) if asked or reading.pending == "news_resolved" else None


def _praise(reading: Reading) -> Command | None:
    """`nota 10 pra você`, with nothing resolved that could be rated: praise of who is spoken to."""
    resolved = (reading.state.get("last") or {}).get("status") == _RATED
    others = {"no", "open_verb", "cancel_verb", "reopen_verb", "symptom"} & set(reading.cues)
    if reading.pending != "none" or resolved or others or reading.full_numbers or reading.said.count > _FEW:
        return None
    graded = {"score_named", "rate_verb"} & set(reading.cues) and "to_the_assistant" in reading.cues
    grade = numbers.grade(reading.said, asked=True)
    high = grade is not None and int(grade.value) >= _GOOD and "?" not in reading.text
    return {"command": "social", "kind": "praise"} if graded and high else None


def _takes_leave(reading: Reading) -> Command | None:
    """`mas deixa, pergunto no RH. até mais`: nothing is wanted any more, of no ticket."""
    parts = {"goodbye", "parting"} & set(reading.cues) and "stop" in reading.cues
    wants = {*_WISHES, "symptom", "still_broken"} & set(reading.cues)
    if reading.pending != "none" or not parts or wants or "?" in reading.text or reading.full_numbers:
        return None
    return {"command": "social", "kind": "goodbye"}


def _the_same(reading: Reading) -> Command | None:
    """`o texto é o mesmo de antes`, where the problem is asked: of the ticket spoken of before. `o mesmo`,
    `já te falei`, where the address is: the one that was given in this conversation."""
    given = reading.known.get("address") if reading.pending == "email" else None
    cue = {"description": "same_as_before", "email": "same_address"}.get(reading.pending, "")
    if cue not in reading.cues or "?" in reading.text or reading.addresses:
        return None
    against = {"no", "stop", "cancel_verb", "other_one"} & set(reading.cues)
    if reading.pending == "email" and (against or put_right(reading)):  # `é .com mesmo`
        return None
    small = cues.listed("small_words", "lead_words", "copulas", "hollow_words", "whole_fields", "whose")
    passed = reading.words_of(cue, "sigh", "cancel_verb", "yes", "field_email", "that_one", "asks_kindly")
    if not reading.said.is_only(passed, small) or (reading.pending == "email" and not given):
        return None
    same: Command = {"command": "set", "slot": "email", "value": given}
    return same if given else {"command": "choose", "by": "that"}


_RULES: tuple[Callable[[Reading], list[Command] | Command | None], ...] = (
    asked_to_put, asked_field, _only_named, _the_same, _long, _grade, _praise, _takes_leave,
    wants_none, asks_correction, about_own_data, moves_address,
    kept_open, two_grades, comment_of_a_grade, in_its_place, for_its_ticket,
    literal_edit, put_back, where_it_goes, written_anew, kept_only,
    in_few_words, put_in_the_text,
)  # fmt: skip

"""Whether a message says what it says as a whole, or what two parts of it say (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.interpretation import UNCLEAR, Interpretation
from nlu.parts import DOUBTS, YES, Part, as_detail, is_plain_yes, kinds_of, takes_details, together
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.sureness import begins_as_question, is_question
from nlu.telling import content_words, without_lead

LEAST = 0.25
"""Belief in the less sure part, from which parts are looked at."""
ASKED = 0.4
"""Belief in what is plainly a question."""
WEIGHTS = {
    "whole": -1.8,
    "left": 1.4,
    "right": 0.9,
    "less_sure": 1.8,
    "unread": 0.4,
    "left_asks": -1.2,
    "left_begins": -0.6,
    "within": -0.8,
    "sentence": 0.5,
    "same_question": 0.5,
    "instead": 0.75,
    "says_left": 0.95,
    "says_right": 0.75,
}
START = -2.7
"""What the parts must make up for; fitted with the weights on training turns, which models of the
other authors read (see `_signs`)."""
_LEADS = 3  # words within which a part says that something is added
_ADDS = ("add", "complement_verb", "put_there", "for_the_team")
_ASKS = 1  # words of a question
_TELLS = 3  # words of what is told
_BRIEF = 6  # words of a plain yes
_DENIES = 4  # words in which a no behind `mas` stands
_NAMES = 4  # words of a part that only names a system
_OTHER: Command = {"command": "ask", "about": "other"}
_UNREAD = [{"command": UNCLEAR}]


def says_all(whole: Interpretation) -> bool:
    """What is said in so many words is all that is said, but beside one change there may be another."""
    return whole.share == 1.0 and not whole.unsure and not all(c["command"] == "edit" for c in whole.commands)


def may_say_more(whole: Interpretation, right: Reading) -> bool:
    """Not where the part stands in a text of the whole, or only names its system: `errei, é no sei`."""
    if _holds(whole.commands, right.text):
        return False
    names = right.chosen_services and any(c.get("slot") == "service" for c in whole.commands)
    return not (names and right.said.count <= _NAMES)


def chosen(reading: Reading, whole: Interpretation, parts: Sequence[tuple[Part, Part]]) -> Interpretation:
    """The whole, or the two parts that are likelier what was meant."""
    best, most = whole, 0.0
    for left, right in ((left, _heard(right)) for left, right in parts):
        both = together(reading, left, right)
        worth = _worth(reading, whole, left, right, both) if both else 0.0
        if worth > most:
            best, most = _said(both, left, right), worth
    if best is whole and (_is_unread(whole) or whole.commands == [YES]):
        told = (
            _said(both, left, left)
            for left, right in parts
            if (both := _yes_and_told(reading, whole, left, right))
        )
        return next(told, whole)
    return best


def _heard(right: Part) -> Part:
    """A question that is plainly one is heard, though what it asks be in doubt."""
    marked = right.reading.text.rstrip().endswith("?")
    asks = "ask" in right.kinds <= {"ask", "choose"}
    if not (asks and is_question(right.reading)) and not (marked and right.commands == _UNREAD):
        return right
    if content_words(right.reading.text) < _ASKS or _gives_reason(right.reading):
        return right
    said = right.commands if asks else [_OTHER]
    return replace(right, read=Interpretation(said, max(right.read.share, ASKED), True, []))


def _said(commands: list[Command], left: Part, right: Part) -> Interpretation:
    return Interpretation(commands, min(left.read.share, right.read.share), True, [])


def _worth(reading: Reading, whole: Interpretation, left: Part, right: Part, both: list[Command]) -> float:
    """Above 0 where the parts are likelier meant than the whole."""
    told, gained = _keys(whole.commands), _keys(both)
    if gained <= told or min(left.read.share, right.read.share) < LEAST:
        return 0.0
    sentence = left.reading.text[-1] in ".!?;"
    asks = "ask" in right.kinds <= {"ask", "choose"}
    if asks and not _may_ask(reading, left, right, sentence):
        return 0.0
    apart = sentence or asks or "start" in right.kinds or left.kinds == {"wait"}
    if not apart and any(_only_adds(one) for one in (left, right)):
        return 0.0
    return START + sum(WEIGHTS[name] * value for name, value in _signs(whole, left, right, both).items())


def _only_adds(part: Part) -> bool:
    """More of a text, without a word that asks for it to be added."""
    adds = any(c.get("how") == "add" for c in part.commands)
    return adds and not any(hit.first < _LEADS for name in _ADDS for hit in part.reading.cues.get(name, ()))


def _signs(whole: Interpretation, left: Part, right: Part, both: list[Command]) -> dict[str, float]:
    told, unread = _keys(whole.commands), _is_unread(whole)
    says_left = not unread and told <= _keys(left.commands)
    return {
        "whole": 0.0 if unread else whole.share,
        "left": left.read.share,
        "right": right.read.share,
        "less_sure": min(left.read.share, right.read.share),
        "unread": unread,
        "left_asks": left.kinds == {"ask"},
        "left_begins": "start" in left.kinds,
        "within": _holds(whole.commands, right.reading.text),
        "sentence": left.reading.text[-1] in ".!?;",
        "same_question": left.reading.pending == right.reading.pending,
        "instead": bool(told - _keys(both)),
        "says_left": says_left,
        "says_right": not unread and not says_left and told <= _keys(right.commands),
    }


def _is_unread(whole: Interpretation) -> bool:
    """Not understood, nothing but courtesy, or both a yes and a no."""
    kinds = kinds_of(whole.commands)
    return not kinds - {UNCLEAR} or ("affirm" in kinds and bool(kinds & {"stop", "deny"}))


def _may_ask(reading: Reading, left: Part, right: Part, sentence: bool) -> bool:
    """`porque …` tells why; two questions are two only where each is asked as one."""
    if _gives_reason(right.reading):
        return False
    if "ask" in left.kinds:
        apart = sentence or bool(right.by)
        return apart and _is_asked(right.reading) and _OTHER not in (*left.commands, *right.commands)
    if kind(reading.pending) == "text" or "skip" in left.kinds:
        return right.reading.text.rstrip().endswith("?") or sentence
    return True


def _gives_reason(right: Reading) -> bool:
    return right.said.words[0].meant in cues.listed("because") and not right.text.rstrip().endswith("?")


def _is_asked(right: Reading) -> bool:
    led = begins_as_question(right) or any(wants_to_know(right, one.first) for one in right.clauses)
    return led and not _gives_reason(right)


def wants_to_know(reading: Reading, at: int) -> bool:
    """`quero saber …`, `me diz quando …`: a question begins here, without its mark."""
    return any(hit.first == at for hit in cues.find(reading.said, "wants_to_know"))


def _keys(commands: Sequence[Command]) -> set[tuple[str, ...]]:
    """What is said, without its values; a value that is put right is the same as one that is set."""
    found = set()
    for c in commands:
        name = "set" if c["command"] == "correct" and c.get("value") is not None else c["command"]
        if name not in ("social", UNCLEAR):
            found.add((name, *(str(c.get(part, "")) for part in ("slot", "flow", "about", "how", "field"))))
    return found


def _yes_and_told(reading: Reading, whole: Interpretation, left: Part, right: Part) -> list[Command]:
    """`sim. a sala é a 12`: what is told behind a plain yes is more of the text that is shown, goes along
    into the like ticket or the one that is offered, or says why."""
    rest = right.reading
    plain = left.kinds == {"affirm"} and is_plain_yes(left.reading) and left.reading.said.count <= _BRIEF
    if not plain or kind(reading.pending) != "yes_no" or _is_asked(rest) or content_words(rest.text) < _TELLS:
        return []
    turns = bool(right.by) and any(word.meant in cues.listed("adversatives") for word in Said(right.by).words)
    doubted = bool(set(DOUBTS) & set(rest.cues)) or any(
        w.meant in cues.listed("no") for w in rest.said.words[:_DENIES]
    )
    if turns and (not takes_details(reading) or doubted):
        return []
    text = without_lead(rest.text.strip())
    if takes_details(reading):
        apart = _is_unread(whole) or left.reading.text[-1] in ".!?;"
        return [YES, as_detail(reading, {"value": text})] if apart else []
    if not _is_unread(whole):
        return []
    if reading.pending not in SHOWN:
        return [YES] if reading.pending == "confirm_cancel" else []
    slot = names.edited_slot(reading.pending, reading.known)
    return [{"command": "edit", "slot": slot, "how": "add", "text": text}]


def _holds(commands: Sequence[Command], part: str) -> bool:
    """Whether a text that was read from the whole holds the part."""
    return any(part.strip(" .?!,") in str(c.get("value") or c.get("text")) for c in commands)

"""What was added to a ticket and belongs to another, or should be taken out of it again (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import ADDS, TOLD, reference_command
from nlu.reading import cues, references
from nlu.reading.turn import Reading
from nlu.reading.words import covered

_LONGEST = 20
_NAME = 3  # words by which a ticket is told
_NAMES = ("number", "ordinal", "newest", "oldest", "service", "words", "other")
_SMALL = ("small_words", "lead_words", "articles", "belongs", "into_it", "in_there", "counted", "copulas")
_ORDERS = ("open_verb", "cancel_verb", "reopen_verb", "rate_verb", "symptom")
_TAKES_OUT: Command = {"command": "edit", "slot": "information", "how": "remove", "old": ""}


def of_another(reading: Reading) -> list[Command]:
    """`isso era no do monitor, não no do wifi!`: what was just added goes to that one. `tem como tirar do
    wifi?`, `pode apagar a frase que mandei?`: whether it can be taken out. Else none."""
    shown = reading.state.get("last") or reading.state.get("listed")
    if reading.pending != "none" or not shown or reading.addresses or reading.said.count > _LONGEST:
        return []
    return _moved(reading) or _taken_out(reading)


def _moved(reading: Reading) -> list[Command]:
    joints = [hit for hit in reading.cues.get("meant_for", ()) if _joint(reading, hit.after)]
    wrong = reading.cues.get("wrong_ticket", ())
    if not (joints or wrong) or "?" in reading.text or {*_ORDERS} & set(reading.cues):
        return []
    refused = _refused(reading)
    named = [r for r in reading.references if r.by in _NAMES and r.first not in refused]
    which = [r for r in named if r.by != "other"]
    passed = (
        reading.words_of("meant_for", "wrong_ticket", "no", "wrong", "other_one") | covered(named) | refused
    )
    rest = _rest(reading, passed, "what_was_added")
    pointed = joints and (which or _at_a_ticket(reading, joints[-1].after))
    most = 0 if which or not joints else _NAME
    if not (pointed or wrong) or len(rest) > most or (rest and joints and rest[0] < joints[-1].first):
        return []
    best = references.best(which, reading.state)
    return [{**ADDS, "which": TOLD}, *([reference_command(best, shown=True)] if best else [])]


def _joint(reading: Reading, at: int) -> bool:
    """`no …`, `do …`, `pro …`, `para o …` begins at this word."""
    return at + 1 < len(reading.said.words) and _is_of(reading, at, "into_it", "belongs", "towards")


def _at_a_ticket(reading: Reading, at: int) -> bool:
    """`no do …`, `para o do …`, `no chamado …`: a ticket is meant, whatever it is called."""
    words = reading.said.words
    behind = range(at + 1, min(at + 3, len(words)))
    return any(_is_of(reading, i, "belongs") or words[i].meant in cues.listed("counted") for i in behind)


def _is_of(reading: Reading, at: int, *names: str) -> bool:
    word, known = reading.said.words[at], cues.listed(*names)
    return word.said in known or word.meant in known


def _rest(reading: Reading, passed: set[int], *names: str) -> list[int]:
    """The words that are neither passed nor small."""
    small = cues.listed(*_SMALL, *names)
    return [
        i
        for i, word in enumerate(reading.said.words)
        if not (i in passed or word.is_mark or word.said in small or set(word.meant.split()) <= small)
    ]


def _refused(reading: Reading) -> set[int]:
    """The words of `não no do wifi`, up to a mark or to the end."""
    found: set[int] = set()
    joints = cues.listed("into_it", "belongs")
    for hit in reading.cues.get("no", ()):
        if hit.after >= len(reading.said.words) or reading.said.words[hit.after].meant not in joints:
            continue
        end = next((one.after for one in reading.clauses if one.after > hit.first), hit.after)
        found |= set(range(hit.first, end))
    return found


def _taken_out(reading: Reading) -> list[Command]:
    """Hardly a word but the wish, and what points at what was told."""
    hits = [*reading.cues.get("remove", ()), *reading.cues.get("undo_verbs", ())]
    if not hits or {*_ORDERS} & set(reading.cues) - {"cancel_verb"}:
        return []
    words, at = reading.said.words, max(hit.after for hit in hits)
    told = [i for i, word in enumerate(words) if word.meant in cues.listed("what_was_added")]
    named = covered(r for r in reading.references if r.by in (*_NAMES, "that"))
    led = at + 1 < len(words) and _is_of(reading, at, "belongs") and at + 1 in named
    if not (told or led):
        return []
    passed = {i for hit in hits for i in range(hit.first, hit.after)} | named
    passed |= reading.words_of("asks_kindly", "yes", "by_mistake")
    rest = _rest(reading, passed, "what_was_added", "telling_words", "announcing_words", "asking_words")
    piece = bool(told) and at <= told[0] <= at + 1 and reading.text.rstrip().endswith("?")
    return [_TAKES_OUT] if len(rest) <= (_NAME if piece else 0) else []

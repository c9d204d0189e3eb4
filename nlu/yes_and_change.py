"""A yes to the summary beside one plain change of it: the change is made, and it is registered (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues, literal
from nlu.reading.turn import Reading
from nlu.reading.words import Said

_DOUBTS = ("hedge", "condition", "takes_back", "wait", "person", "how_to")
_HEARD = ("affirm", "social")
_BRIEF = 12  # words of the change, and why
_ENDS = ",.;:!"


def agrees(reading: Reading, commands: list[Command]) -> bool:
    """`sim, e põe urgente`, `troca 4470 por 4471 e pode abrir`: the yes has a part of its own, and the one
    change stands there word for word. An address or a system put right is shown again."""
    changes = [c for c in commands if c["command"] not in _HEARD]
    if reading.pending != "confirm_open" or len(changes) != 1 or "?" in reading.text:
        return False
    if set(_DOUBTS) & set(reading.cues) or not _is_plain(reading, changes[0]):
        return False
    return _agrees_apart(reading, of_a_level=changes[0].get("slot") == "urgency")


def _is_plain(reading: Reading, change: Command) -> bool:
    """An urgency that is said, without a no; a part of the text that is named as it stands there, once."""
    if change.get("slot") == "urgency":
        return change.get("value") == reading.urgency is not None and "no" not in reading.cues
    old, new = str(change.get("old") or ""), str(change.get("text") or "")
    if change["command"] != "edit" or not old or change.get("how") not in {"replace", "remove"}:
        return False
    known = Said(str(reading.known.get(change["slot"]) or ""))
    if _times(known, old) != 1:
        return False
    if change["how"] == "remove":
        return _times(reading.said, old) > 0
    one, other = literal.figures(Said(old)), literal.figures(Said(new))
    alike = len(one) == len(other) == 1 and (one[0].text, other[0].text) == (old, new)
    return _times(reading.said, new) > 0 and (alike or _times(reading.said, old) > 0)


def _times(said: Said, part: str) -> int:
    wanted = [w.said for w in Said(part).words if not w.is_mark]
    words = [w.said for w in said.words if not w.is_mark]
    return sum(words[at : at + len(wanted)] == wanted for at in range(len(words))) if wanted else 0


def _agrees_apart(reading: Reading, of_a_level: bool) -> bool:
    """A yes before the first, or an order to register behind the last joint; the rest is brief."""
    said = reading.said
    ends = [i for i in range(1, len(said.words)) if _parts(said, i, of_a_level)]
    before = [(0, i, i, len(said.words)) for i in ends]
    behind = [(i + 1, len(said.words), 0, i) for i in ends]
    return any(
        _is_yes(reading, first, after) and 0 < _count(said, left, right) <= _BRIEF
        for first, after, left, right in (*before, *behind)
    )


def _parts(said: Said, at: int, of_a_level: bool) -> bool:
    """A mark, an `e`, `mas`, `só`; `como urgente`, `com prioridade alta`."""
    word = said.words[at]
    if word.said in _ENDS or cues.is_joiner(said, at):
        return True
    leads = ("adversatives", "only", "level_leads") if of_a_level else ("adversatives", "only")
    return word.meant in cues.listed(*leads)


def _is_yes(reading: Reading, first: int, after: int) -> bool:
    """A sure yes among nothing but words of yes and small ones."""
    sure = reading.words_of("sure_yes") & set(range(first, after))
    around = reading.words_of("yes", "open_verb", "sure_yes", "ticket", "thanks", "asks_kindly")
    small = cues.listed("small_words", "lead_words")
    words = [(i, word) for i, word in enumerate(reading.said.words[:after]) if i >= first]
    plain = all(word.is_mark or i in around or word.meant in small for i, word in words)
    return bool(sure) and plain and not any(i in reading.words_of("no") for i, _ in words)


def _count(said: Said, first: int, after: int) -> int:
    return sum(not word.is_mark for word in said.words[first:after])

"""A ticket like one that there is, but for a number: `abre outro igual ao do ramal 3342, pro 3343` (pure)."""

from __future__ import annotations

from itertools import pairwise

from ground.notation import Command
from nlu.in_place import OPENS, THAT
from nlu.reading import cues, references
from nlu.reading.turn import Reading
from nlu.reading.words import Said

_DIGITS = 2  # of a number that tells one thing from another
_LONGEST = 30
_BEFORE = 2  # words between `outro` and `igual`
_ELSE = ("cancel_verb", "reopen_verb", "rate_verb", "list_verb", "person", "complement_verb")


def alike_but(reading: Reading) -> list[Command]:
    """The wish, the ticket that is meant, and what of its text differs (`old` gives way to `text`); else
    none."""
    said = reading.said
    hits = reading.cues.get("alike", ()) or reading.cues.get("much_alike", ())
    if reading.pending != "none" or not hits or said.count > _LONGEST or "?" in reading.text:
        return []
    one_more = any(0 <= hits[0].first - hit.after <= _BEFORE for hit in reading.cues.get("one_like_it", ()))
    if not ("open_verb" in reading.cues or one_more) or {*_ELSE} & set(reading.cues) or reading.full_numbers:
        return []
    told = [i for i, word in enumerate(said.words) if word.said.isdigit() and len(word.said) >= _DIGITS]
    known = _numbers(reading)
    old = [i for i in told if _is_compared(reading, hits[0].after, i) or said.words[i].said in known]
    new = [i for i in told if i not in old]
    if len(new) != 1 or len({said.words[i].said for i in old}) > 1 or not _is_told_of_a_thing(said, new[0]):
        return []
    differs: Command = {"text": said.words[new[0]].said}
    if old:
        differs["old"] = said.words[old[0]].said
    elif of_last := _same_thing(reading, new[0]):
        differs["old"] = of_last
    elif not reading.cues.get("like_mine"):
        return []
    return [OPENS, {**_which(reading, str(differs.get("old") or "")), **differs}]


def _numbers(reading: Reading) -> set[str]:
    """Those that stand in the texts of the tickets that were shown."""
    return {
        w.said for t in reading.shown for w in Said(str(t.get("description") or "")).words if w.said.isdigit()
    }


def _is_compared(reading: Reading, after: int, at: int) -> bool:
    """`igual aquele do 3342`: only small words, and what the number is of, between."""
    small = cues.listed("small_words", "articles", "belongs", "thing_leads", "counted", "towards")
    between = reading.said.words[after:at]
    away = any(w.meant in cues.listed("towards") or w.said in cues.listed("towards") for w in between)
    return at >= after and not away and all(w.meant in small or w.said in small for w in between)


def _is_told_of_a_thing(said: Said, at: int) -> bool:
    """`ramal 3343`, `muda o ramal pra 3343`, `agora é o 3343` where the thing is named before."""
    return any(word.meant in cues.listed("thing_leads") for word in said.words[:at])


def _same_thing(reading: Reading, at: int) -> str | None:
    """The number of the same thing in the one ticket that tells of it."""
    things = [w.meant for w in reading.said.words[:at] if w.meant in cues.listed("thing_leads")]
    found = []
    for ticket in reading.shown:
        words = Said(str(ticket.get("description") or "")).words
        found += [b.said for a, b in pairwise(words) if a.meant == things[-1] and b.said.isdigit()]
    return found[0] if len(set(found)) == 1 else None


def _which(reading: Reading, old: str) -> Command:
    shown = reading.shown
    if not shown:
        return {"command": "choose", "by": "newest"}
    has = [
        t for t in shown if old and any(w.said == old for w in Said(str(t.get("description") or "")).words)
    ]
    if len(has) == 1 and has[0] != reading.state.get("last"):
        by, value = references.told_by_words(has[0]["number"], reading.state)
        return {"command": "choose", "by": by, "value": value}
    return dict(THAT) if reading.state.get("last") else {"command": "choose", "by": "newest"}

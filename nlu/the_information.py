"""Of what is told for a ticket only the information itself is kept: what announces that something is to be
added, points at what was said, protests or agrees is none of it (pure).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ground.notation import Command
from nlu.in_place import ADDS, OPEN_STATUSES, THAT
from nlu.reading import cues
from nlu.reading.clauses import Clause, cut, sentences
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words

_EMPTY = (
    "small_words",
    "hollow_words",
    "lead_words",
    "announcing_words",
    "telling_words",
    "belongs",
    "articles",
)
_PASSED = ("greeting", "yes", "told_after_all", "told_before", "complement_verb")
_SAID = ("open_verb", "add", "put_there")
_ORDERS = ("told_wrong", "put_better", "complement_verb")
_TELLS = 2  # words of what stands in the place of a text that was none
_LONG = 60
_EARLY = 4  # words before it is said that something is still to come
_UNCLEAR: Command = {"command": "unclear"}


def only_the_information(reading: Reading, commands: list[Command]) -> list[Command]:
    """The commands with their text without what is no information; a text of nothing else is no text. An
    answer to the team (`sim`) stays as it is."""
    told = [c for c in commands if c["command"] == "set" and c.get("slot") == "information"]
    if len(told) != 1:
        return _after_all(reading) or _not_heard(reading, commands) or commands
    value = str(told[0]["value"])
    kept = _with_its_word(reading, value) or _kept(Said(value), reading)
    if not kept:
        points = _only_points(Said(value), Clause(0, len(Said(value).words)), reading)
        whole = _kept(reading.said, reading) if not points and value.strip() != reading.text.strip() else ""
        kept = whole if content_words(whole) >= _TELLS else ""
    if kept == value:
        return commands
    if kept:
        return [{**c, "value": kept} if c is told[0] else c for c in commands]
    return [c for c in commands if c is not told[0]] or [_UNCLEAR]


def _not_heard(reading: Reading, commands: list[Command]) -> list[Command]:
    """What was not understood and only announces (`faltou falar um negócio`), or tells it behind such words
    where it is asked."""
    if commands != [_UNCLEAR] or "?" in reading.text or reading.said.count > _LONG:
        return []
    kept = _kept(reading.said, reading)
    if reading.pending == "information" and kept != reading.text and content_words(kept) >= _TELLS:
        return [{"command": "set", "slot": "information", "value": kept}]
    return [ADDS, THAT] if reading.pending == "none" and _is_open(reading) and not kept else []


def _is_open(reading: Reading) -> bool:
    return (reading.state.get("last") or {}).get("status") in OPEN_STATUSES


def _after_all(reading: Reading) -> list[Command]:
    """`calma, eu ainda ia falar. é o da recepção`, after a ticket that is open: more of that one."""
    begins = any(hit.first <= _EARLY for hit in reading.cues.get("told_after_all", ()))
    if reading.pending != "none" or not _is_open(reading) or not begins:
        return []
    if len(reading.sentences) < 2 or "?" in reading.text or reading.said.count > _LONG or reading.addresses:
        return []
    kept = _kept(reading.said, reading)
    if kept == reading.text.strip() or not content_words(kept):
        return []
    return [ADDS, THAT, {"command": "set", "slot": "information", "value": kept}]


def _kept(said: Said, reading: Reading) -> str:
    """From the first to the last sentence that tells something, each end without the clauses that do not; ""
    where none does."""
    empty = [one for one in sentences(said) if _is_empty(said, one, reading)]
    telling = [one for one in sentences(said) if one not in empty]
    if not telling:
        return ""
    first = _past_lead(said, telling[0])
    after = _before_order(said, telling[-1])
    if not empty and first == telling[0].first == 0 and after == telling[-1].after:
        return said.text
    return said.part(first, after).strip(" ,;:")


def _before_order(said: Said, last: Clause) -> int:
    """Before `, corrige aí`, `, anota aí por favor` at the end."""
    clauses = [one for one in cut(said) if last.first <= one.first < last.after]
    if len(clauses) < _TELLS:
        return last.after
    orders = cues.words_of(said, *_ORDERS) & set(range(clauses[-1].first, last.after))
    passed, small = orders | cues.words_of(said, "asks_kindly", "yes"), cues.listed(*_EMPTY, "in_there")
    words = [(i, said.words[i]) for i in range(clauses[-1].first, last.after)]
    only = all(i in passed or word.is_mark or {word.meant, word.said} & small for i, word in words)
    return clauses[-1].first if orders and only else last.after


def _past_lead(said: Said, first: Clause) -> int:
    """Behind `o que eu queria dizer é que`, `é o que te falei agora:`."""
    leads = cues.listed("lead_words")
    hits = [
        hit.after
        for hit in cues.find(said, "what_i_meant")
        if first.first <= hit.first < first.after
        and all(w.is_mark or w.meant in leads for w in said.words[first.first : hit.first])
    ]
    colon = said.mark(":", first.first, first.after)
    if not hits and colon is not None and colon + 1 < first.after:
        before = Clause(first.first, colon + 1)
        hits = [colon + 1] if _is_empty(said, before, None) else []
    if not hits or hits[0] >= first.after:
        return first.first
    at, that = hits[0], cues.listed("which_is")
    while at + 1 < first.after and (said.words[at].is_mark or said.words[at].said in that):
        at += 1
    return at


def _is_empty(said: Said, part: Clause, reading: Reading | None) -> bool:
    """Nothing but words about telling, one of them at least, or a bare yes."""
    words = range(part.first, part.after)
    if _names_a_word(said, part):
        return False
    if _only_points(said, part, reading):
        return True
    agrees = cues.words_of(said, "yes")
    speaks = [i for i in words if said.words[i].meant in cues.listed("telling_words")]
    after_all = cues.words_of(said, "told_after_all") & set(words)
    if not speaks and not after_all:
        small = cues.listed("lead_words")
        bare = [i for i in words if not said.words[i].is_mark]
        return bool(bare) and all(i in agrees or said.words[i].meant in small for i in bare)
    announced = speaks or after_all
    passed = cues.words_of(said, *_PASSED, *_SAID) | (_tickets(said, reading) if reading else set())
    return bool(announced) and all(
        i in passed or word.is_mark or {word.meant, word.said} & _small()
        for i, word in ((i, said.words[i]) for i in words)
    )


def _names_a_word(said: Said, part: Clause) -> bool:
    """`faltou o só.`: a small word that was left out is told."""
    at = [i for i in range(part.first, part.after) if not said.words[i].is_mark][-2:]
    named = cues.listed("only", "no")
    return (
        len(at) > 1 and said.words[at[0]].said in cues.listed("articles") and said.words[at[1]].meant in named
    )


def _with_its_word(reading: Reading, value: str) -> str:
    """The text from the sentence before it on that tells which word was left out; "" where none does."""
    telling, said = cues.listed("telling_words"), reading.said
    for one in reading.sentences:
        begins = said.words[one.first].start
        speaks = any(word.meant in telling for word in said.words[one.first : one.after])
        if speaks and _names_a_word(said, one) and reading.text.find(value) > begins:
            return reading.text[begins : reading.text.find(value) + len(value)]
    return ""


def _only_points(said: Said, part: Clause, reading: Reading | None) -> bool:
    """`é do siafi, sim`, `é desse mesmo ué`: which ticket it is of, as it is answered where that is asked."""
    words = [i for i in range(part.first, part.after) if not said.words[i].is_mark]
    lead = cues.listed("lead_words") - cues.listed("copulas", "articles")
    while words and said.words[words[0]].meant in lead and not cues.is_copula(said, said.words[words[0]]):
        words.pop(0)
    of_it = cues.listed("belongs", "these", "of_this")
    if len(words) < _TELLS or not cues.is_copula(said, said.words[words[0]]):
        return False
    if said.words[words[1]].meant not in of_it:
        return False
    passed = cues.words_of(said, "yes", "sigh", "ticket") | (_tickets(said, reading) if reading else set())
    small = cues.listed(
        "small_words", "lead_words", "belongs", "these", "of_this", "grade_ends", "of_the_same"
    )
    told = [i for i in words[1:] if i not in passed and said.words[i].meant not in small]
    return not told and _points(said, words[1:], passed)


def _points(said: Said, words: list[int], passed: set[int]) -> bool:
    """At a ticket, and not at nothing (`é de manhã`)."""
    these = cues.listed("these", "of_this", "of_the_same")
    return any(i in passed or said.words[i].meant in these for i in words)


def _tickets(said: Said, reading: Reading) -> set[int]:
    """The words by which a ticket is named in it."""
    at = {word.start: i for i, word in enumerate(reading.said.words)}
    begin = reading.text.find(said.text) if said is not reading.said else 0
    named = covered([*reading.services, *_named(reading)])
    return {i for i, word in enumerate(said.words) if at.get(begin + word.start) in named}


def _named(reading: Reading) -> Iterable[object]:
    return [one for one in reading.references if one.by not in ("words", "status")] + list(
        reading.full_numbers
    )


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return cues.listed(*_EMPTY)

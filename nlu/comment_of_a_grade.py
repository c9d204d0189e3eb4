"""The comment of a grade that was given, wherever it is named: told anew, added to, taken away, or wrong
without the right one (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import THAT
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words
from nlu.two_grades import RATES

_RATED = "resolved"  # the status in which a grade can be given, and given again
_TAKES_OUT = ("remove", "takes_out")
_PUTS = ("add", "put_there", "complement_verb")
_CHANGES = ("change", "exchange", "wrong")
_LEADS = ("keep_only", "right_is", "read_as")
_NEAR = 4  # words before the comment in which it is said to be none, or where words are put
_BEST = 5


def comment_of_a_grade(reading: Reading) -> list[Command]:
    """`troca o comentário por: …`, `no comentário põe que …`, `tira esse comentário`: of the ticket that is
    being rated or was spoken of last; else none."""
    named = next(iter(reading.cues.get("comment_named", ())), None)
    last = reading.state.get("last") or {}
    rating = reading.pending in {"score", "comment"}
    of_one = reading.pending == "none" and ("rated" in reading.known or last.get("status") == _RATED)
    if named is None or not (rating or of_one) or "reopen_verb" in reading.cues:
        return []
    told = _told(reading, named)
    if not told or (told[0]["command"] != "correct" and reading.text.rstrip().endswith("?")):
        return []
    grade = _beside(reading)
    return [*([] if rating else [RATES, THAT]), *grade, *told]


def _told(reading: Reading, named: cues.Hit) -> list[Command]:
    edit: Command = {"command": "edit", "slot": "comment"}
    if text := _anew(reading, named):
        first = reading.pending != "none" and not reading.known.get("comment")
        return [_told_first(text) if first else {**edit, "how": "replace", "text": text}]
    if text := _more(reading):
        return [_told_first(text)]
    if reading.words_of(*_TAKES_OUT) or _is_none(reading, named):
        return [{**edit, "how": "remove"}]
    return [{"command": "correct", "slot": "comment", "value": None}] if reading.words_of(*_CHANGES) else []


def _told_first(text: str) -> Command:
    return {"command": "set", "slot": "comment", "value": text}


def _anew(reading: Reading, named: cues.Hit) -> str:
    """What stands behind a colon, an `assim` or `é` right behind the comment, or `deixa só que`."""
    said, is_so = reading.said, cues.listed("comment_is")
    begins = [i + 1 for i, word in enumerate(said.words) if word.said == ":" and i >= named.first][:1]
    at = named.after
    while not begins and at < len(said.words):
        word = said.words[at]
        if word.meant in is_so or cues.is_copula(said, word):
            begins = [at + 1]
        elif word.meant not in cues.listed("comment_small"):
            break
        at += 1
    begins = begins or [hit.after for name in _LEADS for hit in reading.cues.get(name, ())][:1]
    return _text(said, begins[0]) if begins else ""


def _more(reading: Reading) -> str:
    """`no comentário bota que …`, `põe no comentário que …`."""
    said, puts = reading.said, reading.words_of(*_PUTS)
    for hit in reading.cues.get("in_the_comment", ()):
        behind = [i for i in puts if hit.after <= i < hit.after + _NEAR]
        before = puts & set(range(hit.first - _NEAR, hit.first))
        if behind or before:
            return _text(said, behind[0] + 1 if behind else hit.after)
    return ""


def _text(said: Said, first: int) -> str:
    text = said.part(cues.past_lead(said, first), len(said.words)).strip(" ,;:")
    part = Said(text)
    small = cues.listed("score_lead", "small_words", "lead_words", "comment_small", "grade_ends")
    tells = any(not (w.is_mark or w.said.isdigit() or w.meant in small) for w in part.words)
    return text if tells and content_words(text) and not cues.find(part, "comment_named") else ""


def _is_none(reading: Reading, named: cues.Hit) -> bool:
    """`isso não é comentário`."""
    before = range(max(0, named.first - _NEAR), named.first)
    return "rated" in reading.known and bool(reading.words_of("no") & set(before))


def _beside(reading: Reading) -> list[Command]:
    """`3, e o comentário: …`, `apaga o comentário e deixa só a nota 3`."""
    words, leads = reading.said.words, cues.listed("score_lead", "put_there", "exchange")
    for at, word in enumerate(words):
        led = at == 0 or words[at - 1].meant in leads or words[at - 1].said in leads
        if word.said.isdigit() and 1 <= int(word.said) <= _BEST and led:
            how = "correct" if reading.pending == "comment" else "set"
            return [{"command": how, "slot": "score", "value": word.said}]
    return []

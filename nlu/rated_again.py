"""What is said of a grade that was given: another number for it, words for its comment; and the comment that
stands beside a grade (pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import Command
from nlu.in_place import THAT
from nlu.reading import cues, numbers
from nlu.reading.clauses import Clause
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words, without_lead
from nlu.two_grades import RATES

_RATED = "resolved"  # the status in which a grade can be given, and given again
_PUTS = ("add", "put_there", "complement_verb", "change", "exchange")
_NEAR = 3  # words between `põe` and `no comentário`, and between `muda` and the number
_TELLS = 2  # words from which more is told than the grade
_MOST = 5  # the best grade


def rated_again(reading: Reading) -> list[Command]:
    """The commands, where it is said in so many words of the resolved ticket spoken of; else none."""
    last = reading.state.get("last") or {}
    if reading.pending != "none" or last.get("status") != _RATED or reading.text.rstrip().endswith("?"):
        return []
    if {"open_verb", "reopen_verb", "cancel_verb"} & set(reading.cues) or reading.full_numbers:
        return []
    return _comment(reading) or _comment_anew(reading) or _left_out(reading) or _number(reading)


def whole_comment(reading: Reading, commands: Sequence[Command]) -> list[Command]:
    """`4 - explicou tudo, só demorou`: the comment is all that stands behind the grade, where a part of it
    was read as one, but for thanks and a goodbye at its end."""
    told = [c for c in commands if c["command"] == "set" and c.get("slot") == "comment"]
    alone = {(c["command"], c.get("slot")) for c in commands} == {("set", "score"), ("set", "comment")}
    if reading.pending != "score" or not alone or len(told) != 1 or "?" in reading.text:
        return list(commands)
    begins = reading.text.find(str(told[0]["value"]))
    grade = reading.grade
    behind = [one for one in reading.clauses if grade and one.first > grade.first]
    if not behind or begins < reading.said.words[behind[0].first].start:
        return list(commands)
    while len(behind) > 1 and _only_courtesy(reading, behind[-1]):
        behind.pop()
    whole = without_lead(reading.said.part(behind[0].first, behind[-1].after).strip(" ,;:-"))
    longer = str(told[0]["value"]).strip(" .,") in whole
    return [{**c, "value": whole} if longer and c is told[0] else c for c in commands]


def _only_courtesy(reading: Reading, clause: Clause) -> bool:
    part = Said(reading.said.part(clause.first, clause.after))
    small = cues.listed("small_words", "lead_words", "grade_ends", "adversatives")
    return part.is_only(cues.words_of(part, "thanks", "goodbye", "greeting", "all_well"), small)


def _comment(reading: Reading) -> list[Command]:
    """`põe no comentário que demorou`."""
    said, puts = reading.said, reading.words_of(*_PUTS)
    for hit in reading.cues.get("in_the_comment", ()):
        if not puts & set(range(hit.first - _NEAR, hit.first)):
            continue
        text = said.part(cues.past_lead(said, hit.after), len(said.words)).strip(" ,;:")
        if content_words(text):
            return [RATES, THAT, {"command": "set", "slot": "comment", "value": text}]
    return []


def _comment_anew(reading: Reading) -> list[Command]:
    """`deixa o comentário assim: …`, `o comentário é …`: what stands behind takes its place."""
    said = reading.said
    for hit in reading.cues.get("comment_named", ()):
        at, begins = hit.after, 0
        while at < len(said.words) and said.words[at].meant in cues.listed("comment_is", "comment_small"):
            word = said.words[at]
            at += 1
            if word.meant in cues.listed("comment_is") or cues.is_copula(said, word):
                begins = at
        text = said.part(cues.past_lead(said, begins), len(said.words)).strip(" ,;:") if begins else ""
        if content_words(text):
            edit: Command = {"command": "edit", "slot": "comment", "how": "replace", "text": text}
            return [RATES, THAT, edit]
    return []


def _left_out(reading: Reading) -> list[Command]:
    """`faltou o demorou um pouco, mas tudo bem`, right after the grade: what the comment has not."""
    led = [hit.after for hit in reading.cues.get("lead_in", ()) if hit.first <= 1]
    if not reading.known.get("rated") or not led:
        return []
    told = [one for one in reading.clauses if one.after > led[0]]
    while len(told) > 1 and _only_courtesy(reading, told[-1]):
        told.pop()
    first = cues.past_small(reading.said, led[0])
    text = reading.said.part(first, told[-1].after).strip(" ,;:.!") if told else ""
    return [RATES, THAT, {"command": "set", "slot": "comment", "value": text}] if text else []


def _number(reading: Reading) -> list[Command]:
    """`só muda pra 5 vai`: the number stands right behind the verb, and nothing is counted by it."""
    for clause in reading.clauses:
        if value := _graded(reading, clause):
            score: Command = {"command": "set", "slot": "score", "value": value}
            text = without_lead(reading.said.part(clause.after, len(reading.said.words)).strip())
            text = text if content_words(text) > 1 else _why(reading, clause)
            told: Command = {"command": "set", "slot": "comment", "value": text}
            return [RATES, THAT, score, *([told] if text else [])]
    return []


def _why(reading: Reading, clause: Clause) -> str:
    """`pensando bem ele voltou e resolveu tudo, muda pra 5`: what is told before it; "" where nothing is, or
    only that the grade was wrong."""
    slipped = {"wrong", "slip"} & set(reading.cues) or "?" in reading.text
    text = without_lead(reading.said.part(0, clause.first).strip(" ,;"))
    told = Said(text)
    led = [
        hit.after
        for hit in cues.find(told, "thought_again")
        if content_words(told.part(0, hit.first)) < _TELLS
    ]
    text = told.part(led[0], len(told.words)).strip(" ,;") if led else text
    return text if not slipped and content_words(text) > _TELLS - len(led) else ""


def _graded(reading: Reading, clause: Clause) -> str | None:
    words = reading.said.words
    small = cues.listed("small_words", "lead_words", "only", "putting_small", "score_lead", "grade_ends")
    no = cues.listed("no")
    verbs, denied = reading.words_of("change", "put_there", "exchange"), reading.words_of("no")
    for number in numbers.short(reading.said):
        if not clause.first <= number.first < clause.after:
            continue
        led = verbs & set(range(max(clause.first, number.first - _NEAR), number.first))
        told = [i for i in range(clause.first, clause.after) if not number.first <= i < number.after]
        passed = verbs - denied
        bare = all(i in passed or words[i].is_mark or words[i].meant in small - no for i in told)
        if led and bare and 1 <= int(number.value) <= _MOST:
            return number.value
    return None

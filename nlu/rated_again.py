"""What is said of a grade that was given: another number for it, words for its comment (pure)."""

from __future__ import annotations

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
    return _comment(reading) or _number(reading)


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
    led = [hit.after for hit in cues.find(Said(text), "thought_again") if hit.first == 0]
    text = Said(text).part(led[0], len(Said(text).words)).strip(" ,;") if led else text
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

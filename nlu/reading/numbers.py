"""Ticket numbers, codes and grades, in digits, in any spacing and in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu.reading import cues
from nlu.reading.words import Said, covered

_FULL = re.compile(r"(?<![\w@.])(20\d\d)\s?[-‐‑‒–—−/._ ]?\s?(\d{3})\s?(\d{4})(?![\w@])")
_CODE = 6
_JOINED = 3
"""Words between two pieces of a code."""
_CLOSE = 2
"""Words behind a grade within which a no takes it back."""


@dataclass(frozen=True)
class Number:
    """Words first to before after; value: its digits, or a ticket's full number."""

    first: int
    after: int
    value: str


def full(said: Said) -> list[Number]:
    """Numbers of tickets in full, normalised."""
    return [
        Number(*_places(said, m.start(), m.end()), f"{m[1]}-{m[2]}{m[3]}")
        for m in _FULL.finditer(said.folded)
    ]


def _places(said: Said, start: int, end: int) -> tuple[int, int]:
    inside = [i for i, word in enumerate(said.words) if word.end > start and word.start < end]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


TOLL_FREE = "0800"  # how a telephone number begins


def short(said: Said, taken: list[Number] | None = None) -> list[Number]:
    """Other numbers in digits, one to seven of them, outside of `taken`."""
    known = covered(taken or [])
    found = []
    for i, word in enumerate(said.words):
        if i in known or not word.said.isdigit() or len(word.said) > 7 or word.said == TOLL_FREE:
            continue
        if _in_a_name(said, i):
            continue
        found.append(Number(i, i + 1, word.said))
    return found


def _in_a_name(said: Said, i: int) -> bool:
    """`S-1200` is a name: a mark written on to the number, and a letter on to the mark."""
    if i < 2 or said.words[i - 1].end != said.words[i].start:
        return False
    letters = said.words[i - 2]
    return (
        said.words[i - 1].said in "-/" and letters.end == said.words[i - 1].start and letters.said.isalpha()
    )


@lru_cache(maxsize=1)
def _values() -> dict[str, int]:
    return {str(word): int(value) for word, value in cues.words()["numbers"].items()}


def spoken(said: Said) -> list[Number]:
    """Runs of number words: `cento e quarenta e nove` -> 149; a run of single digits stays digits."""
    values, joiner = _values(), cues.words()["number_joiner"]
    found, position = [], 0
    words = said.words
    while position < len(words):
        if words[position].said not in values:
            position += 1
            continue
        first, run = position, []
        while position < len(words):
            here = words[position].said
            if here in values:
                run.append(values[here])
            elif not (
                here == joiner
                and position + 1 < len(words)
                and words[position + 1].said in values
                and run
                and run[-1] >= 20
            ):
                break
            position += 1
        found.append(Number(first, position, _counted(run)))
    return found


def _counted(run: list[int]) -> str:
    if len(run) > 1 and all(value < 10 for value in run):
        return "".join(map(str, run))
    pieces: list[str] = []
    total, last = 0, None
    for value in run:
        if value == 1000:
            total = max(total, 1) * 1000
        elif last is None or (last > value and (last >= 100 or (last >= 20 and value < 10))):
            total += value
        else:
            pieces.append(str(total))
            total = value
        last = value
    return "".join([*pieces, str(total)])


def codes(said: Said) -> list[Number]:
    """Six digits, however they are spaced, spoken or parted: `43 94 64`, `quatro, zero, sete …`, `330 e
    depois 918`.
    """
    spoken_ = [n for n in spoken(said) if n.after - n.first > 1 or n.value != "1" or _stands_alone(said, n)]
    in_digits = [Number(i, i + 1, w.said) for i, w in enumerate(said.words) if w.said.isdigit()]
    found: list[Number] = []
    run: list[Number] = []
    for piece in [*sorted([*spoken_, *in_digits], key=lambda n: n.first), None]:
        whole = len(run) == 1 and run[0] in in_digits and len(run[0].value) == _CODE  # `715824 é 3, porque …`
        if piece and run and not whole and _goes_on(said, run[-1].after, piece.first):
            run.append(piece)
            continue
        digits = "".join(n.value for n in run)
        if len(digits) == _CODE and (len(run) > 1 or run[0].after - run[0].first != 2):
            found.append(Number(run[0].first, run[-1].after, digits))
        run = [piece] if piece else []
    return found


def _goes_on(said: Said, first: int, after: int) -> bool:
    """Whether nothing but one mark and a word that joins stands between two pieces of a code."""
    between = said.words[first:after]
    joins = cues.listed("code_joiners")
    marks = sum(word.is_mark for word in between)
    return marks <= 1 and len(between) <= _JOINED and all(w.is_mark or w.said in joins for w in between)


def _stands_alone(said: Said, number: Number) -> bool:
    """`um` between marks or numbers, and no article."""
    values, words = _values(), said.words
    near = [words[i] for i in (number.first - 1, number.after) if 0 <= i < len(words)]
    return all(w.is_mark or w.said in values or w.said.isdigit() for w in near)


def grade(said: Said, asked: bool = False) -> Number | None:
    """A grade of 0 to 10 among other words: the one that a word of grading leads or follows; with `asked`
    any number will do, the last one where it was corrected."""
    words = cues.words()
    if stars := said.text.count(str(words["star"])):
        return Number(0, len(said.words), str(min(stars, 5)))
    for name, value in (("full_score", "5"), ("least_score", "1")):
        if cues.hits(said, _compiled(*words[name])):  # one of them, so which is asked
            hit = next(hits[0] for phrase in words[name] if (hits := cues.hits(said, _compiled(phrase))))
            return Number(hit.first, hit.after, value)
    if cues.hits(said, _compiled(*words["half_score"])):
        return None  # there are no halves
    numbers = grades(said, asked)
    changed = [n for hit in cues.find(said, "exchange") for n in numbers if n.first >= hit.after]
    if changed and len(numbers) > 1:
        return changed[-1]  # `a nota 5 está errada, muda pra 3`
    leads = cues.listed("score_lead")
    led = [
        n
        for n in numbers
        if any(
            said.words[i].said in leads
            for i in (
                *range(max(0, n.first - 4), n.first),
                *range(n.after, min(len(said.words), n.after + 2)),
            )
        )
    ]
    if led:
        return led[-1]
    if not asked:
        return None
    if numbers:
        return numbers[-1] if len(numbers) == 1 else _among(said, numbers)
    return None


def grades(said: Said, asked: bool = True) -> list[Number]:
    """Every number of 0 to 10 that can be a grade, in the order in which they stand."""
    numbers = [
        n
        for n in (
            *short(said, full(said)),
            *(_without_article(s) for s in spoken(said) if _can_be_grade(said, s, asked)),
        )
        if int(n.value) <= 10 and len(n.value) <= 2 and not _counts(said, n)
    ]
    numbers.sort(key=lambda number: number.first)
    return [n for i, n in enumerate(numbers) if not (i and _is_out_of(said, numbers[i - 1], n))]


def _counts(said: Said, number: Number) -> bool:
    """`quatro dias`: what follows says what is counted, and it is no star."""
    follows = said.words[number.after].meant if number.after < len(said.words) else ""
    return follows in cues.listed("units") - cues.listed("score_lead", "out_of", "leading_on")


def _is_out_of(said: Said, grade_: Number, most: Number) -> bool:
    """`4 de 5`, `4/5`: the second says only how many there are."""
    between = said.words[grade_.after : most.first]
    return len(between) == 1 and between[0].said in cues.listed("out_of")


def _among(said: Said, numbers: list[Number]) -> Number:
    """Of several: not the one that a no follows or leads."""
    kept = [
        n
        for n in numbers
        if not any(said.words[i].meant in cues.listed("no") for i in range(max(0, n.first - 1), n.first))
    ]
    kept = kept or numbers
    return kept[-1] if kept[0].first else _corrected(said, kept)


def _corrected(said: Said, kept: list[Number]) -> Number:
    """The grade that opens the message stands, unless a no takes it back."""
    no = cues.listed("no")
    between = said.words[kept[0].after : kept[-1].first]
    apart = [w.is_mark for w in between[:2]]
    taken_back = any(apart[:1]) and any(w.meant in no for w in between[:_CLOSE])
    taken_back |= apart == [False, True] and between[0].meant in no  # `4 não, 3`
    return kept[-1] if taken_back else kept[0]


def _without_article(number: Number) -> Number:
    """`um três` is a three."""
    two_digits = number.after - number.first == 2 and len(number.value) == 2
    return (
        Number(number.first + 1, number.after, number.value[1])
        if two_digits and number.value[0] == "1"
        else number
    )


def _can_be_grade(said: Said, number: Number, asked: bool) -> bool:
    """`um` and `uma` are articles where a word follows them; `os dois` is both, `duas coisas` are things."""
    before = said.words[number.first - 1].said if number.first else ""
    if number.value == "2" and before in cues.listed("of_both"):
        return False
    of_things = said.words[number.first].said in cues.listed("of_things")
    if not (number.value == "1" or of_things) or number.after >= len(said.words):
        return True
    follows = said.words[number.after]
    counted = cues.listed("score_lead", "small_words")  # `duas estrelas`, `duas de cinco`
    return follows.is_mark or (of_things and follows.meant in counted)


@lru_cache(maxsize=64)
def _compiled(*phrases: str) -> re.Pattern[str]:
    return cues.compiled(list(phrases))

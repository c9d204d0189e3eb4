"""A correction in a few words and without a verb for it (`bloco D`, `é 4417`): the part of
the known text that is nearest to it, and what comes in its place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from nlu.reading import cues
from nlu.reading.clauses import cut
from nlu.reading.exchange import kind_of, tells_of_another
from nlu.reading.literal import figures
from nlu.reading.words import Said, Word

_BRIEF = 9
"""Words up to which a correction stands by itself."""
_BESIDE = 3
"""Words between what is told and the word that it is told of."""
_LONGEST = 3
"""Words of what is told anew."""
_SURE_SHAPE = 3
"""Digits from which the only number of that shape is meant."""
_ALONE = 3
"""Letters from which what gives way is named by itself."""
_HOLLOW = ("asks_kindly", "apology", "thanks", "wrong", "exchange", "change", "sigh", "yes")
Pair = tuple[str, str]


@dataclass(frozen=True)
class Unit:
    """Words first to before after; kind: what it is one of (a number, a month …), "" for any other word."""

    first: int
    after: int
    text: str
    kind: str


def nearest(text: str, known: str) -> Pair | None:
    """(what of `known` goes, as it stands there; what comes); None where the message says anything more."""
    said, base = Said(text), Said(known)
    if not 0 < said.count <= _BRIEF or text.rstrip().endswith("?") or not base.words:
        return None
    hollow = _hollow(said)
    if any(word.meant in cues.listed("no", "without") for word in said.words):
        return None
    had = {word.said for word in base.words}
    told = _units(said, hollow)
    fresh = [one for one in told if not _stands(one, said, base, had)]
    anchors = [one for one in told if one not in fresh]
    if not fresh or tells_of_another(said):
        return None
    return _of_its_kind(said, base, fresh, anchors) or _in_its_frame(said, base, fresh, anchors)


def _hollow(said: Said) -> set[int]:
    """Words of courtesy and of correcting, and those that only lead to what is told."""
    small = cues.listed("lead_words", "only", "copulas", "names_a_kind", "but", "all_right")
    return cues.words_of(said, *_HOLLOW) | {i for i, w in enumerate(said.words) if w.meant in small}


def _units(said: Said, hollow: set[int]) -> list[Unit]:
    """The figures and the words that tell something, in their order."""
    found: list[Unit] = []
    at = {one.first: one for one in figures(said)}
    days = cues.listed("near_days")
    i = 0
    while i < len(said.words):
        if figure := at.get(i):
            found.append(Unit(i, figure.after, figure.text, "figure"))
            i = figure.after
            continue
        word = said.words[i]
        letter = _is_letter(said, i)
        if i not in hollow and (letter or cues.is_content(word)):
            kind = "letter" if letter else "day" if word.said in days else kind_of(word)
            found.append(Unit(i, i + 1, said.part(i, i + 1), kind))
        i += 1
    return found


def _is_letter(said: Said, i: int) -> bool:
    """The `C` of `bloco C`: written large, or at the end behind a noun."""
    word = said.words[i]
    typed = said.text[word.start : word.end]
    if len(word.said) != 1 or not word.said.isalpha() or not i:
        return False
    ends = i + 1 == len(said.words) or said.words[i + 1].is_mark
    return typed.isupper() or (ends and cues.is_content(said.words[i - 1]))


def _stands(one: Unit, said: Said, base: Said, had: set[str]) -> bool:
    if one.kind == "figure":
        return any(one.text == other.text for other in figures(base))
    if one.kind == "letter":
        return any(one.text.lower() == other.text.lower() for other in _units(base, set()))
    return said.words[one.first].said in had


def _of_its_kind(said: Said, base: Said, fresh: list[Unit], anchors: list[Unit]) -> Pair | None:
    """`bloco D`, `sala 16`, `foram dez dias`, `de maio`, `é 4417`."""
    new = fresh[0]
    if len(fresh) > 1 or not new.kind:
        return None
    alike = [one for one in _units(base, set()) if one.kind == new.kind and one.text != new.text]
    names = {said.words[one.first].said for one in anchors}
    if names:
        alike = [one for one in alike if names & _beside(base, one)]
        alike = [one for one in alike if new.kind != "figure" or _fits(one.text, new.text)]
    elif new.kind == "figure":
        alike = [one for one in alike if _letters(one.text) == _letters(new.text)]
        shaped = [one for one in alike if _shape(one.text) == _shape(new.text)]
        slips = [one for one in shaped if _is_slip(one.text, new.text)]
        digits = sum(letter.isdigit() for letter in new.text)
        alike = slips or (shaped if digits >= _SURE_SHAPE else [])
    elif new.kind == "letter":
        return None
    if len({one.text for one in alike}) != 1 or len(alike) != 1:
        return None
    old = alike[0]
    if old.after == old.first + 1 and len(old.text) < _ALONE and len(new.text) < _ALONE and old.first:
        before = base.words[old.first - 1]  # `bloco B`: no other `b` gives way
        return base.part(old.first - 1, old.after), f"{base.text[before.start : before.end]} {new.text}"
    return _part_of_it(old.text, new.text), new.text


def _fits(old: str, new: str) -> bool:
    """No code gives way to a bare number, nor a year to a day."""
    return _letters(old) == _letters(new) and (
        abs(len(old) - len(new)) < 2 or any(len(one) == len(new) for one in _components(old))
    )


def _part_of_it(old: str, new: str) -> str:
    """`11` takes the place of the `10` of `10/2026`."""
    parts = _components(old)
    alike = [one for one in parts if len(one) == len(new)]
    return alike[0] if len(parts) > 1 and new.isdigit() and len(alike) == 1 else old


def _components(figure: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in figure).split()


def _letters(figure: str) -> str:
    return "".join(letter for letter in figure if letter.isalpha()).lower()


def _shape(figure: str) -> str:
    return "".join("9" if letter.isdigit() else letter for letter in figure.lower())


def _is_slip(one: str, other: str) -> bool:
    """The same digits in another order, or one of them another."""
    differ = sum(a != b for a, b in zip(one, other, strict=True))
    return differ == 1 or Counter(one) == Counter(other)


def _beside(base: Said, one: Unit) -> set[str]:
    """The words of its clause near to it that may say what it counts."""
    clause = next((c for c in cut(base) if c.first <= one.first < c.after), None)
    first, after = (clause.first, clause.after) if clause else (0, len(base.words))
    near = base.words[max(first, one.first - _BESIDE) : min(after, one.after + _BESIDE - 1)]
    return {word.said for word in near if cues.is_content(word)}


def distance(one: str, other: str) -> int:
    """Letters put in, left out or written otherwise; two that changed places are one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]


def _in_its_frame(said: Said, base: Said, fresh: list[Unit], anchors: list[Unit]) -> Pair | None:
    """`setor de licitações` for `setor de compras`, `falei com a Joana` for `falei com o Jorge`."""
    first, after = fresh[0].first, fresh[-1].after
    if not anchors or anchors[-1].after > first or after - first > _LONGEST:
        return None
    if any(word.is_mark for word in said.words[anchors[0].first : after]):
        return None
    lead = said.words[anchors[-1].first].said
    joint = said.words[anchors[-1].after : first]
    places = [i for i, word in enumerate(base.words) if word.said == lead]
    if not joint or len(places) != 1:
        return None
    at = places[0] + 1
    there = base.words[at : at + len(joint)]
    old = at + len(joint)
    alike = len(there) == len(joint) and all(map(_same_joint, there, joint))
    if not alike or old >= len(base.words) or not cues.is_content(base.words[old]):
        return None
    if kind_of(base.words[old]) or fresh[0].kind:
        return None
    other = there[-1].said != joint[-1].said
    return base.part(old - other, old + 1), said.part(first - other, after)


def _same_joint(one: Word, other: Word) -> bool:
    groups = (cues.listed("belongs"), cues.listed("name_places"), cues.listed("bare_articles"))
    return one.said == other.said or any({one.said, other.said} <= group for group in groups)

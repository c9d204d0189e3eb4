"""E-mail addresses, written or dictated, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from nlu.reading import cues
from nlu.reading.words import Said, Word, fold_in_place

# Every repetition is bounded: a message of one endless word must not stall the server.
_WRITTEN = re.compile(
    r"(?<![\w.+@%-])[\w+%-](?:[\w.+%-]{0,62}[\w+%-])?@\s?(?:\w(?:[\w-]{0,61}\w)?\.){1,6}[a-z]{2,24}(?![\w@-])"
)
_BEFORE = 6  # words before an address that tell whose it is
_PARTS = 14  # words that a dictated address has at most on one side of its @


@dataclass(frozen=True)
class Address:
    """Words first to before after; own: told as the person's; others: as somebody else's."""

    first: int
    after: int
    value: str
    own: bool = False
    others: bool = False


def find(said: Said) -> list[Address]:
    """In order, without the service desk's own."""
    found = _written(said) + _spoken(said)
    known = set(cues.words()["own_addresses"])
    return [_whose(said, one) for one in sorted(found, key=lambda a: a.first) if one.value not in known]


def _written(said: Said) -> list[Address]:
    found = []
    for match in _WRITTEN.finditer(said.folded):
        inside = [i for i, word in enumerate(said.words) if match.start() <= word.start < match.end()]
        value = said.folded[match.start() : match.end()].replace(" ", "")
        found.append(Address(inside[0], inside[-1] + 1, value))
    return found


@lru_cache(maxsize=1)
def _marks() -> dict[str, str]:
    return {**cues.words()["spoken_marks"], "@": "@", ".": ".", "-": "-", "_": "_"}


def _spoken(said: Said) -> list[Address]:
    """`maria ponto silva arroba x ponto gov ponto br`: words joined by spoken marks around one @."""
    if not tried(said):
        return []
    marks = _marks()
    places = _without_pauses(said.words)
    words = [said.words[i] for i in places]
    found = []
    for at, word in enumerate(words):
        if marks.get(word.said) != "@" or (word.said == "@" and _joined(said, places[at])):
            continue
        first, local = _before(words, at)
        after, domain = _after(words, at)
        if local and "." in domain and _begins(words, first):
            found.append(Address(places[first], places[after - 1] + 1, f"{local}@{domain}"))
    return found


def _without_pauses(words: list[Word]) -> list[int]:
    """Places of the words without the commas around a spoken mark: `maria, arroba, x ponto br`."""
    marks = cues.words()["spoken_marks"]

    def is_pause(i: int) -> bool:
        near = (words[j].said for j in (i - 1, i + 1) if 0 <= j < len(words))
        return words[i].said == "," and any(said in marks for said in near)

    return [i for i in range(len(words)) if not is_pause(i)]


def _begins(words: list[Word], first: int) -> bool:
    """Whether it is clear where a dictated address begins: `maria jose arroba x` may be two people's."""
    before = words[first - 1] if first else None
    return (
        before is None or before.is_mark or bool({before.said, before.meant} & cues.listed("address_before"))
    )


def _joined(said: Said, at: int) -> bool:
    """Written in one piece: an address that the pattern has seen, or a broken one."""
    return bool(_WRITTEN.search(said.folded, max(0, said.words[at].start - 66), said.words[at].start + 200))


def _before(words: list[Word], at: int) -> tuple[int, str]:
    """(first word, local part) to the left of the @: words alternate with marks; after a word of the
    sentence it ends."""
    marks, position, parts = _marks(), at - 1, []
    expects_word = True
    while position >= 0 and at - position <= _PARTS:
        said = words[position].said
        mark = marks.get(said)
        if expects_word:
            if mark or words[position].is_mark:
                break
            parts.append(said)
            expects_word = False
        elif mark in {".", "-", "_"} and not (
            said == "." and words[position].end < words[position + 1].start
        ):
            parts.append(mark)
            expects_word = True
        else:
            break
        position -= 1
    if expects_word and parts:
        position += 1
        parts.pop()
    return position + 1, "".join(reversed(parts))


def _after(words: list[Word], at: int) -> tuple[int, str]:
    marks, position, parts = _marks(), at + 1, []
    expects_word = True
    while position < len(words) and position - at <= _PARTS:
        said = words[position].said
        mark = marks.get(said)
        if expects_word:
            if mark or words[position].is_mark:
                break
            parts.append(said)
            expects_word = False
        elif (
            mark in {".", "-"}
            and position + 1 < len(words)
            and not words[position + 1].is_mark
            and not (said == "." and words[position].end < words[position + 1].start)
        ):
            parts.append(mark)
            expects_word = True
        elif parts and "." not in parts and len(parts) < 4 and _dot_follows(words, position):
            parts.append(said)  # "padaria bage ponto com": a name of two words
        else:
            break
        position += 1
    return position, "".join(parts)


def _dot_follows(words: list[Word], position: int) -> bool:
    return (
        not words[position].is_mark
        and position + 1 < len(words)
        and _marks().get(words[position + 1].said) == "."
        and words[position + 1].said != "."
    )


def _whose(said: Said, address: Address) -> Address:
    lead = range(max(0, address.first - _BEFORE), address.first)
    own = any(hit.after - 1 in lead for hit in cues.find(said, "address_own"))
    other = any(hit.after - 1 in lead for hit in cues.find(said, "address_other"))
    return Address(address.first, address.after, fold_in_place(address.value), own, other and not own)


def tried(said: Said) -> bool:
    """Something that wants to be an address, right or wrong."""
    marks = _marks()
    return any(marks.get(word.said) == "@" for word in said.words)

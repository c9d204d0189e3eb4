"""Edits told literally: in quotation marks (`troca "a" por "b"`, `tira o "a" e o "b"`), or by a figure that
takes the place of the one like it (`troca o valor, é 1.248,50`).
"""

from __future__ import annotations

from dataclasses import dataclass

from nlu.reading import cues
from nlu.reading.words import QUOTES, Said

_CHANGES = ("exchange", "instead", "change", "read_as", "put_there")
_WRONG = (*_CHANGES, "wrong", "slip", "right_is")
_BEGINS = 12  # words among which `só` stands
_NEAR = 4  # words before a figure among which stands what it counts


@dataclass(frozen=True)
class Figure:
    """A number with what is written on to it (`923445/2021`, `1.284.930,50`): words first to before after."""

    first: int
    after: int
    text: str

    @property
    def shape(self) -> str:
        return "".join("9" if letter.isdigit() else letter for letter in self.text)


def exchanged(text: str, known: str) -> tuple[str, str] | None:
    """(what of `known` goes, as it stands there; what comes): of two quotations one stands there, or both do
    and the second is put for the first."""
    said = Said(text)
    if not any(cues.find(said, name) for name in _CHANGES):
        return None
    quoted = quotations(said)
    there = [(at, _there(part, known)) for at, part in quoted]
    old = [(at, part) for at, part in there if part]
    if len(quoted) != 2 or not old:
        return None
    if len(old) == 1:
        return old[0][1], next(part for at, part in quoted if at != old[0][0])
    instead = cues.find(said, "instead")
    last = bool(instead) and old[0][0] < instead[0].first < old[1][0]
    return (old[1][1], quoted[0][1]) if last else (old[0][1], quoted[1][1])


def after_only(text: str) -> str:
    """`só: a tela fica branca`, `fica só "a tela fica branca"`: the whole of it; "" where none is told so."""
    said = Said(text)
    for at in range(min(_BEGINS, len(said.words) - 2)):
        if said.words[at].meant not in cues.listed("only"):
            continue
        if said.words[at + 1].said == ":":
            return said.part(at + 2, len(said.words)).strip()
        if quoted := [part for opens, part in quotations(said) if opens == at + 1]:
            return quoted[0]
    return ""


def taken_out(text: str, known: str) -> list[str]:
    """Each quotation behind the verb, where all of them stand in the known text."""
    said = Said(text)
    verbs = cues.find(said, "remove")
    behind = [_there(part, known) for at, part in quotations(said) if verbs and at > verbs[0].first]
    return behind if behind and all(behind) else []


def refigured(text: str, known: str) -> tuple[str, str] | None:
    """The one figure of the known text that one told anew takes the place of: the one that is told beside it,
    the only one of its shape, or the one that counts the same."""
    said, base = Said(text), Said(known)
    if not any(cues.find(said, name) for name in _WRONG):
        return None
    had = figures(base)
    told = figures(said)
    fresh = [one for one in told if one.text not in {other.text for other in had}]
    if len(fresh) != 1:
        return None
    new = fresh[0]
    alike = [one for one in had if one.shape == new.shape]
    named = [one for one in alike if one.text in {other.text for other in told}]
    counted = [one for one in alike if _counts(base, one) & _counts(said, new)]
    changes = any(cues.find(said, name) for name in _WRONG if name != "put_there")
    for found in (named, counted, alike if changes else []):
        if len(found) == 1:
            return found[0].text, new.text
    return None


def figures(said: Said) -> list[Figure]:
    found: list[Figure] = []
    i = 0
    while i < len(said.words):
        if not any(letter.isdigit() for letter in said.words[i].said):
            i += 1
            continue
        first, after = i, i + 1
        while after < len(said.words) and said.words[after].start == said.words[after - 1].end:
            after += 1
        while not any(letter.isalnum() for letter in said.words[after - 1].said):
            after -= 1
        found.append(Figure(first, after, said.part(first, after)))
        i = after
    return found


def quotations(said: Said) -> list[tuple[int, str]]:
    """(the word that opens it, what stands in it) of each pair of quotation marks."""
    marks = [i for i, word in enumerate(said.words) if word.said in QUOTES]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    inner = [(a, said.text[said.words[a].end : said.words[b].start].strip()) for a, b in pairs]
    return [(at, part) for at, part in inner if part]


def _there(part: str, known: str) -> str:
    """The part as it stands in the known text, on whole words; "" where it does not."""
    wanted, base = [w.said for w in Said(part).words], Said(known)
    for at in range(len(base.words) - len(wanted) + 1):
        if [w.said for w in base.words[at : at + len(wanted)]] == wanted:
            return base.part(at, at + len(wanted))
    return ""


def _counts(said: Said, figure: Figure) -> set[str]:
    """The words before a figure that may say what it counts."""
    near = said.words[max(0, figure.first - _NEAR) : figure.first]
    return {word.meant for word in near if cues.is_content(word)}

"""The cue words of data/understanding/cues.yml, found in a message. Each word has its one home there."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.reading.words import Said, Word, covered, meant

_STEM = 6  # letters of a stem by which it is looked up
CUES = Path(__file__).resolve().parents[2] / "data" / "understanding" / "cues.yml"


class _WordsLoader(yaml.CSafeLoader):
    """Without YAML 1.1's booleans: `no` is a word here."""

    yaml_implicit_resolvers = {
        letter: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:bool"]
        for letter, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The file as it is; what is no list of cues (numbers, months, statuses) is read from here."""
    content: dict[str, Any] = yaml.load(CUES.read_text("utf-8"), Loader=_WordsLoader)
    return content


@lru_cache(maxsize=64)
def listed(*names: str) -> frozenset[str]:
    """The single words under these names, of the file itself or of its cues."""
    content = words()
    return frozenset(
        str(word) for name in names for word in (content[name] if name in content else content["cues"][name])
    )


def is_joiner(said: Said, i: int) -> bool:
    """`e`, and no `é`, though both are folded into one, nor that of `e-mail`."""
    word = said.words[i]
    alone = said.text[word.end : word.end + 1] != "-" and said.text[word.start].isascii()
    return alone and word.said == words()["number_joiner"]


def joins(said: Said, i: int) -> bool:
    """`e`, `mas`: what stands behind is said beside what stands before."""
    return is_joiner(said, i) or said.words[i].meant in listed("adversatives")


def is_content(word: Word) -> bool:
    """More than a mark or a small word."""
    small = listed("small_words")
    return not word.is_mark and word.said not in small and word.meant not in small


def past_lead(said: Said, first: int) -> int:
    """The first word from `first` that neither is a mark nor only leads to a text (`que`, `assim`)."""
    while first < len(said.words) and (
        said.words[first].is_mark
        or said.words[first].said in listed("text_lead")
        or said.words[first].meant in listed("text_lead")
    ):
        first += 1
    return first


def past_small(said: Said, first: int) -> int:
    """The first word from `first` that is an article or joins two (`o da Ana`)."""
    small = listed("articles", "belongs")
    while first < len(said.words) and said.words[first].said in small:
        first += 1
    return first


def is_copula(said: Said, word: Word) -> bool:
    """`é` as it was typed, and no `e`."""
    return said.text[word.start : word.end].lower() in listed("copulas")


def words_of(said: Said, *names: str) -> set[int]:
    """The words in which these cues stand."""
    return covered(hit for name in names for hit in find(said, name))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: compiled(phrases) for name, phrases in {**words()["cues"], **words()["rule_cues"]}.items()}


def compiled(phrases: list[str]) -> re.Pattern[str]:
    """Phrases as one pattern over Said.line; a `*` at the end of a word stands for any ending."""
    spelt = sorted({_spelt(str(phrase)) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(spelt)})(?!\S)")


_Behind = dict[str, frozenset[str]]
"""What may stand behind the first word of a cue, "" where that is all of it -> the cues that go on so."""


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, _Behind]:
    """First word of a cue, or the first letters of its stem and a `*`, and what may stand behind it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, phrases in {**words()["cues"], **words()["rule_cues"]}.items():
        for phrase in phrases:
            first, *rest = str(phrase).split()
            for spelling in _looked_up(first):
                beginning, *behind = spelling.split(" ")
                for second in behind[:1] or [
                    one.split(" ")[0] for word in rest[:1] for one in _looked_up(word)
                ]:
                    found[beginning][second].add(name)
                if not behind and not rest:
                    found[beginning][""].add(name)
    return {one: {two: frozenset(names) for two, names in seconds.items()} for one, seconds in found.items()}


def _looked_up(word: str) -> list[str]:
    """The spellings of a phrase's word; of a stem no more than is looked up."""
    if word.endswith("*") and word not in words()["spellings"]:
        return [word.rstrip("*")[:_STEM] + "*"]
    return words()["spellings"].get(word) or [meant(word)]


@lru_cache(maxsize=4096)
def _beginnings(word: str) -> tuple[str, ...]:
    """By which a word of a message is looked up, alone or behind another."""
    return word, *dict.fromkeys(word[:length] + "*" for length in range(1, _STEM + 1))


@lru_cache(maxsize=4096)
def _begun_by(word: str) -> tuple[_Behind, ...]:
    known = _by_beginning()
    return tuple(known[one] for one in _beginnings(word) if one in known)


def _possible(said: Said) -> set[str]:
    """The cues of which the first two words stand in the message: the rest need not be looked for."""
    if said.may_hold is None:
        none: frozenset[str] = frozenset()
        names: set[str] = set()
        line = said.line.split(" ")
        for word, follows in zip(line, [*line[1:], ""], strict=True):
            for behind in _begun_by(word):
                names |= behind.get("", none)
                for one in _beginnings(follows):
                    if one in behind:
                        names |= behind[one]
        said.may_hold = names
    return said.may_hold


def _spelt(phrase: str) -> str:
    parts = []
    for word in phrase.split():
        if alike := words()["spellings"].get(word):
            parts.append(f"(?:{'|'.join(re.escape(one) for one in alike)})")
            continue
        stem = word.endswith("*")
        parts.append(
            re.escape(meant(word.rstrip("*")) if not stem else word.rstrip("*"))
            + (r"\w{0,14}" if stem else "")
        )
    return " ".join(parts)


@dataclass(frozen=True)
class Hit:
    """Words `first` to before `after` of a message."""

    first: int
    after: int
    phrase: str


def find(said: Said, name: str) -> list[Hit]:
    pattern = _patterns()[name]
    return hits(said, pattern) if name in _possible(said) else []


def hits(said: Said, pattern: re.Pattern[str]) -> list[Hit]:
    found = []
    for match in pattern.finditer(said.line):
        first, last = said.owners[match.start()], said.owners[match.end() - 1]
        found.append(Hit(first, last + 1, match.group()))
    return found


def find_all(said: Said) -> dict[str, list[Hit]]:
    """Name of the cue -> where it stands; only those that do."""
    found = {}
    possible = _possible(said)
    for name, pattern in _patterns().items():
        if name in possible and (here := hits(said, pattern)):
            found[name] = here
    return found

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
    """`e`, and no `é`, though both are folded into one."""
    word = said.words[i]
    return word.said == words()["number_joiner"] and said.text[word.start].isascii()


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


@lru_cache(maxsize=1)
def _by_beginning() -> dict[str, frozenset[str]]:
    """First word of a cue, or the first letters of its stem and a `*` -> the cues that may begin so."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, phrases in {**words()["cues"], **words()["rule_cues"]}.items():
        for phrase in phrases:
            first = str(phrase).split()[0]
            if first.endswith("*") and first not in words()["spellings"]:
                found[first.rstrip("*")[:_STEM] + "*"].add(name)
                continue
            for spelling in words()["spellings"].get(first) or [meant(first)]:
                found[spelling.split(" ")[0]].add(name)
    return {beginning: frozenset(names) for beginning, names in found.items()}


def _possible(said: Said) -> set[str]:
    """The cues that a word of the message may begin: a tenth of them, so the rest need not be looked for."""
    known = _by_beginning()
    none: frozenset[str] = frozenset()
    names: set[str] = set()
    for word in set(said.line.split(" ")):
        names |= known.get(word, none)
        for length in range(1, _STEM + 1):
            names |= known.get(word[:length] + "*", none)
    return names


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
    return hits(said, _patterns()[name])


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

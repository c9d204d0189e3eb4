"""Which words of a text few people know, by how often Brazil writes them.

Known: written at least once in a million words (Zipf 3, below which van Heuven and others, 2014, speak of
words of low frequency) in wordfreq's Portuguese list of Wikipedia, subtitles, news, books and the web, up to
2021; or of the same stem as such a word; or a word of `known_words.txt` or of a service's name. Names and
acronyms are not judged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from pathlib import Path

import snowballstemmer

from ticket_store import catalogue

ONCE_IN_A_MILLION = 1e-6
SHORTEST = 4  # letters; a shorter word is an article, a unit or an abbreviation
WORD = re.compile(r"[A-Za-zÀ-ÿ]+")
PLURALS = (("ões", "ão"), ("s", ""))
OURS = Path(__file__).with_name("known_words.txt")
_stemmer = snowballstemmer.stemmer("portuguese")


def unknown_words(sentences: list[str]) -> list[str]:
    """As they are written, each once, in the text's order."""
    found: dict[str, None] = {}
    for sentence in sentences:
        words = WORD.findall(sentence)
        vocative = re.match(r"\W*[A-Za-zÀ-ÿ]+,", sentence) is not None
        for at, word in enumerate(words):
            name = word[1:] != word[1:].lower() or (word[0].isupper() and (at > 0 or vocative))
            if len(word) >= SHORTEST and not name and not _is_known(word.lower()):
                found[word.lower()] = None
    return list(found)


@lru_cache(maxsize=20_000)
def _is_known(word: str) -> bool:
    ones = [word.removesuffix(plural) + one for plural, one in PLURALS if word.endswith(plural)]
    return any(one in _ours() or is_common(one) for one in (word, *ones))


def is_common(word: str) -> bool:
    """word: in small letters. Whether Brazil writes it, or one of its stem, often."""
    words = _common()
    stem = _stemmer.stemWord(word)
    beginning = stem[:-1] if len(stem) > SHORTEST else stem
    at = bisect_left(words, beginning)
    while at < len(words) and words[at].startswith(beginning):
        if words[at] == word or _stemmer.stemWord(words[at]) == stem:
            return True
        at += 1
    return False


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    # Imported here: what judges no text need not have it in memory.
    from wordfreq import get_frequency_dict

    listed = get_frequency_dict("pt", wordlist="small")
    return tuple(sorted(word for word, share in listed.items() if share >= ONCE_IN_A_MILLION))


@lru_cache(maxsize=1)
def _ours() -> frozenset[str]:
    lines = (line.partition("#")[0] for line in OURS.read_text("utf-8").splitlines())
    names = (
        WORD.findall(" ".join((service.name, *service.aliases)).lower())
        for service in catalogue.load().services
    )
    return frozenset(line.strip() for line in lines if line.strip()).union(*names)

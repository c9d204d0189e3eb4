"""Plain language (Lei 15.263/2025): short sentences, readable, known words, no officialese; what the house's
gate asks of every text of ours, and the desk's pages say of a text that is being written.

Readable: the Flesch index as Martins, Ghiraldelo, Nunes and Oliveira (1996) fitted it to Portuguese, where 50
to 75 is what somebody with the first school years behind him reads. No package that is kept up knows it for
Portuguese, so it stands here. Its syllables are counted by vowels, which is right for about 19 words in 20.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ticket_store.known_words import unknown_words

LONGEST = 30  # words in a sentence
HARDEST = 40.0  # of one text with enough words to measure
MEASURED_FROM = 40  # words
OFFICIALESE = (
    "outrossim", "destarte", "supracitad", "supramencionad", "mediante", "doravante", "no que tange",
    "no tocante", "em face de", "via de regra", "haja vista", "bem como", "efetuar", "o mesmo que", "vossa",
    "a nível de", "através de", "cabe ressaltar", "vale ressaltar", "faz-se necessári", "encaminhe-se",
)  # fmt: skip
WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*")
VOWELS = re.compile("[aeiouáéíóúâêôãõàü]+")
NAMES = re.compile(r"https?://\S+|(?<!\S)[^\s/]*/\S+|(?<!\S)[^\s@]+@\S+|\{\w+\}|\b\w+(?:\.\w+)+\b")
STRONG = "aeoáéóâêô"


@dataclass(frozen=True)
class Fault:
    """about: the sentence, the word or the words; measure: its words, or the text's index."""

    kind: Literal["long", "hard", "stiff", "unknown"]
    about: str = ""
    measure: int = 0


def faults(text: str) -> list[Fault]:
    """What the gate finds in one text; nothing where it passes."""
    counted = [(sentence, len(WORD.findall(sentence))) for sentence in sentences(text)]
    found = [Fault("long", sentence, count) for sentence, count in counted if count > LONGEST]
    if (index := measured(text)) is not None and index < HARDEST:
        found.append(Fault("hard", measure=index))
    found += [Fault("stiff", word) for word in OFFICIALESE if word in text.lower()]
    unknown = unknown_words(sentences(text))
    return found + ([Fault("unknown", ", ".join(unknown))] if unknown else [])


def sentences(text: str) -> list[str]:
    """A line of a list or form is one as well."""
    parts = re.split(r"(?<=[.!?])\s+|\n+", NAMES.sub("X", text))
    return [part for part in parts if len(WORD.findall(part)) > 1]


def syllables(word: str) -> int:
    """ "saúde" has three, "acionamento" five: two strong vowels part, and so does an accented i or u."""
    groups = VOWELS.findall(word.lower())
    parted = sum((a in STRONG and b in STRONG) or b in "íú" for group in groups for a, b in pairwise(group))
    return max(1, len(groups) + parted)


def measured(text: str) -> int | None:
    """The index; None where the words are too few for one."""
    return round(readability(text)) if len(WORD.findall(text)) >= MEASURED_FROM else None


def readability(text: str) -> float:
    words = WORD.findall(" ".join(found := sentences(text)))
    return (
        248.835
        - 1.015 * len(words) / max(1, len(found))
        - 84.6 * sum(map(syllables, words)) / max(1, len(words))
    )

"""One spelling for what people type: accents, shouting, repeated letters, chat slang, numbers and addresses.

Pure functions; the component that carries the result through the pipeline is in normaliser.py.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import yaml

SLANG = Path(__file__).with_name("slang.yml")
LONGEST = 2000  # characters read; the channels cap at 1000, a mail's first lines may be longer

# Every repetition is bounded: a message of one endless word must not stall the server.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}")
_LINK = re.compile(r"(?:https?://|www\.)\S{1,300}")
_DIGITS = re.compile(r"\d[\d./:-]{0,30}\d|\d")
_WORD = re.compile(r"xx[a-z]+xx|[a-z]+(?:-[a-z]+)*|[?]")
_MARKS = r"[.,;:!\"“”'()\[\]…–—]{1,40}"
_SENTENCE_MARKS = re.compile(rf"{_MARKS}(?=\s|\?|$)|(?<=\s){_MARKS}|^{_MARKS}")
_REPEATED = re.compile(r"([a-z])\1{2,}")
_LAUGH = re.compile(r"\b(?:k{3,}|(?:ha|he|rs|hua|ah){2,}h?|rs)\b")


@lru_cache(maxsize=1)
def slang() -> dict[str, str]:
    """Folded word -> its expansion."""
    return {str(word): str(meaning) for word, meaning in yaml.safe_load(SLANG.read_text("utf-8")).items()}


def fold(text: str) -> str:
    """Lower case without accents; the length may change ("ﬁ" -> "fi")."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _repeated(match: re.Match[str]) -> str:
    letter = match.group(1)
    return letter * 2 if letter in "rs" and match.start() > 0 else letter


def unmarked(text: str) -> str:
    """`text` without the marks around its words, but for the question mark: it tells "caiu?" from "caiu".

    Whether somebody ends with a full stop must not decide what he meant. Marks alone stay as they are.
    """
    return " ".join(_SENTENCE_MARKS.sub(" ", text).split()) or text


def normalise(text: str) -> str:
    """The words of `text`, folded and expanded; xxemailxx, xxnumberxx and the like for what varies."""
    folded = fold(text[:LONGEST])
    folded = _EMAIL.sub(" xxemailxx ", folded)
    folded = _LINK.sub(" xxlinkxx ", folded)
    folded = _DIGITS.sub(_digits, folded)
    folded = _LAUGH.sub(" xxlaughxx ", folded)
    folded = _REPEATED.sub(_repeated, folded)
    table = slang()
    return " ".join(table.get(word, word) for word in _WORD.findall(folded))


def _digits(match: re.Match[str]) -> str:
    count = sum(character.isdigit() for character in match.group())
    return " xxnumberxx " if 9 <= count <= 11 else " xxdigitsxx " if count > 1 else " xxdigitxx "

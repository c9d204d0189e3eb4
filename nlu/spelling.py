"""What people meant to type: chat slang, missing accents and one slip a word, put right at the start.

Words of the training text are the ones corrected to; common Portuguese words are left as they are.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from nlu.normalise import LONGEST, fold, slang
from nlu.shared import shared
from nlu.slips import deletions, one_slip

_WORDS = re.compile(r"(\w+)")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_LEFT_ALONE = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}|(?:https?://|www\.)\S{1,300}")
_COMMON = 100  # occurrences in the frequency list from which a word counts as common
_SEEN = 3  # occurrences in the training text from which a word is one to correct to
_CORRECTED = 5  # letters; shorter words have too many neighbours
_ACCENTED = 0.3  # share of a word's occurrences with an accent from which the accent is the norm


class Speller:
    """fit, then restore. forms: folded word -> as written; counts: folded word -> times seen in training."""

    def __init__(self, forms: dict[str, str], counts: dict[str, int]) -> None:
        self._forms = forms
        self._counts = counts

    @classmethod
    def fit(cls, texts: Iterable[str], names: Iterable[str] = ()) -> Speller:
        """names: words always worth correcting to (the services'), however seldom they are typed. Of the same
        text it is made once: three parts of a training ask for it.
        """
        return _fitted(tuple(texts), tuple(names))

    @classmethod
    def _fit(cls, texts: Iterable[str], names: Iterable[str]) -> Speller:
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for word in _WORDS.findall(text.lower()):
                written[fold(word)][word] += 1
        for name in names:
            for word in _WORDS.findall(name.lower()):
                written[fold(word)][word] += _SEEN
        forms = dict(_common_words())
        forms.update({folded: _as_written(folded, counter) for folded, counter in written.items()})
        return cls(forms, {folded: sum(counter.values()) for folded, counter in written.items()})

    def restore(self, text: str) -> str:
        """`text` in lower case with slang, accents and slips put right; addresses stay as they are."""
        shortened = _REPEATED.sub(r"\1", text[:LONGEST].lower())
        pieces: list[str] = []
        position = 0
        for match in _LEFT_ALONE.finditer(shortened):
            pieces += [self._words(shortened[position : match.start()]), match.group()]
            position = match.end()
        return "".join([*pieces, self._words(shortened[position:])])

    def is_word(self, folded: str) -> bool:
        """Whether it is a common word, or one of the training text."""
        return folded in self._forms

    def save(self, folder: Path) -> None:
        saved = {"forms": self._forms, "counts": self._counts}
        (folder / "spelling.json").write_text(json.dumps(saved, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Speller:
        """One in a process, however many parts of a pipeline keep the same."""
        return shared(cls._read, folder)

    @classmethod
    def _read(cls, folder: Path) -> Speller:
        return cls(**json.loads((folder / "spelling.json").read_text("utf-8")))

    def _words(self, text: str) -> str:
        return "".join(self._word(piece) if piece[:1].isalpha() else piece for piece in _WORDS.split(text))

    def _word(self, word: str) -> str:
        folded = fold(word)
        if meaning := slang().get(folded):
            return " ".join(self._forms.get(part, part) for part in meaning.split(" "))
        if folded in self._forms:
            return self._forms[folded]
        if len(folded) < _CORRECTED or not folded.isalpha():
            return word
        meant = {
            known
            for shorter in deletions(folded)
            for known in self._near.get(shorter, ())
            if one_slip(folded, known)
        }
        if not meant:
            return word
        return self._forms[max(meant, key=lambda known: (known[0] == folded[0], self._counts[known], known))]

    @cached_property
    def _near(self) -> dict[str, list[str]]:
        near: dict[str, list[str]] = defaultdict(list)
        for word, count in self._counts.items():
            if count >= _SEEN and len(word) >= _CORRECTED - 1 and word.isalpha():
                for shorter in deletions(word):
                    near[shorter].append(word)
        return near


@lru_cache(maxsize=1)
def _fitted(texts: tuple[str, ...], names: tuple[str, ...]) -> Speller:
    return Speller._fit(texts, names)


def _as_written(folded: str, counter: Counter[str]) -> str:
    accented = [(count, word) for word, count in counter.items() if word != folded]
    if accented and max(accented)[0] >= _ACCENTED * sum(counter.values()):
        return max(accented)[1]
    return folded


def _common_words() -> dict[str, str]:
    """Folded -> as written, from pyspellchecker's frequency list of Portuguese; needed in training only."""
    from spellchecker import SpellChecker

    best: dict[str, tuple[int, str]] = {}
    for word, count in SpellChecker(language="pt").word_frequency.dictionary.items():
        if count >= _COMMON and word.isalpha() and fold(word) not in slang():
            best[fold(word)] = max(best.get(fold(word), (0, "")), (count, word))
    return {folded: word for folded, (_, word) in best.items()}

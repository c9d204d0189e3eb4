"""Whether a sentence asks something though no mark says so: a linear machine over its words, learnt from the
lines in which people ask for a short answer, and from the turns in which all that is said asks, or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import yaml

from ground.notation import ROOT, Turn
from nlu.reading import clauses, cues
from nlu.reading.clauses import Clause
from nlu.reading.words import Said

WAYS = ROOT / "ticket_store" / "ways_of_asking"
FILE = "asking"
LEAST = 3  # words of a clause that is looked at alone
_STEM = 4  # letters that a word begins with
_LONGEST = 400  # characters of a turn that is learnt from
_FALSE = 0.01  # of the sentences of unseen authors that ask nothing: so many may be taken for a question
_SOME = 3  # one line of so many teaches as much as all, in a third of the time
_EACH = 5  # of so many authors one is not learnt from: the level is set by what is found in his
# What may be asked, and in these turns is not known to be or not to be.
_OPEN = frozenset({"ask", "choose", "out_of_scope", "unclear"})
_LOOKS = frozenset({"check_ticket_status", "list_my_tickets", "service_status", "bot_challenge", "help"})


class Asking:
    """fit or load, then `where`."""

    def __init__(self, weights: dict[str, float], level: float) -> None:
        """level: of the mean weight (by the root of their number) from which it is a question."""
        self._weights = weights
        self._level = level

    @classmethod
    def fit(cls, turns: Iterable[Turn], ways: Path = WAYS) -> Asking:
        from sklearn.feature_extraction.text import CountVectorizer
        from sklearn.preprocessing import normalize
        from sklearn.svm import LinearSVC

        known = [(turn, asks) for turn in turns if (asks := _asks(turn)) is not None]
        kept = set(sorted({turn.author for turn, _ in known})[::_EACH])
        said = [(words, asks, turn.author in kept) for turn, asks in known for words in _learnt(turn, asks)]
        learnt = [(words, True) for words in _ways(ways)]
        learnt += [(words, asks) for words, asks, apart in said if not apart]
        table = CountVectorizer(analyzer=features, binary=True, dtype=np.float32, min_df=2)
        rows = normalize(table.fit_transform([words for words, _ in learnt]))
        machine = LinearSVC(tol=1e-2, random_state=0).fit(rows, [asks for _, asks in learnt])
        weights = dict(zip(table.get_feature_names_out(), machine.coef_[0].tolist(), strict=True))
        told = [cls(weights, 0).figure(words) for words, asks, apart in said if apart and not asks]
        return cls(weights, float(np.quantile(told, 1 - _FALSE)))

    def figure(self, words: Sequence[str]) -> float:
        known = [self._weights[one] for one in features(words) if one in self._weights]
        return sum(known) / len(known) ** 0.5 if known else 0.0

    def where(self, said: Said, cut: Sequence[Clause], first: int, after: int) -> int | None:
        """The first word of what is surely asked between two words, all of it or the last clause; None where
        nothing is."""
        found = {at: self.figure(words_of(said, at, after)) for at in begins(said, cut, first, after)}
        best = max(found, key=lambda at: found[at], default=first)
        return best if found.get(best, 0.0) > self._level else None

    def save(self, folder: Path) -> None:
        (folder / f"{FILE}.json").write_text(json.dumps(list(self._weights), ensure_ascii=False), "utf-8")
        np.save(folder / f"{FILE}.npy", np.array([self._level, *self._weights.values()], np.float32))

    @classmethod
    def load(cls, folder: Path) -> Asking:
        level, *weights = np.load(folder / f"{FILE}.npy", allow_pickle=False).tolist()
        names = json.loads((folder / f"{FILE}.json").read_text("utf-8"))
        return cls(dict(zip(names, weights, strict=True)), level)


def features(words: Sequence[str]) -> list[str]:
    """Its words, how they begin, its pairs, and which stand first and last; each once."""
    found = [f"={word}" for word in words] + [f"<{word[:_STEM]}" for word in words if len(word) > _STEM]
    found += [f"{one} {two}" for one, two in zip(["^", *words], [*words, "$"], strict=True)]
    found += [f"2{word}" for word in words[1:2]] + [f"-2{word}" for word in words[-2:-1]]
    return list(dict.fromkeys([*found, f"3{' '.join(words[:3])}"]))


def words_of(said: Said, first: int, after: int) -> list[str]:
    """As they are meant, without marks; a figure is any."""
    words = [word for word in said.words[first:after] if not word.is_mark]
    return [one for word in words for one in (["0"] if word.said.isdigit() else word.meant.split())]


def begins(said: Said, cut: Sequence[Clause], first: int, after: int) -> list[int]:
    """Where all begins, and the last clause, behind a comma, `e` or `mas`; what is no more than a few words
    nowhere."""
    own = [i for i in range(first, after) if not said.words[i].is_mark]
    if len(own) < LEAST:
        return []
    found = {clause.first for clause in cut if first < clause.first < after}
    found |= {i + 1 for i in range(first + 1, after) if cues.joins(said, i)}
    last = max((i for i in found if i <= own[-LEAST]), default=first)
    return sorted({first, last})


def _ways(folder: Path) -> Iterator[list[str]]:
    """Most of them ask, with a mark or without: without these more is told that is taken for a question."""
    for path in sorted(folder.glob("*.yml")):
        for lines in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader).values():
            for said in map(Said, map(str, lines[::_SOME])):
                yield from _of(said, clauses.sentences(said)[-1])


def _asks(turn: Turn) -> bool | None:
    """Whether all that is said asks, or nothing of it; None where that is not known."""
    said = [c for one in turn.readings for c in one]
    if all(c["command"] == "ask" for c in turn.readings[0]):
        return True
    open_ = any(c["command"] in _OPEN or {c.get("flow"), c.get("kind")} & _LOOKS for c in said)
    return None if open_ else False


def _learnt(turn: Turn, asks: bool) -> Iterator[list[str]]:
    """Of what asks, the sentences with a mark, or the last; of the rest those without."""
    if len(turn.text) > _LONGEST or not turn.text.strip():
        return
    said = Said(turn.text)
    sentences = clauses.sentences(said)
    marked = [one for one in sentences if (one.ends == "?") == asks]
    for one in marked or (sentences[-1:] if asks else []):
        yield from _of(said, one)


def _of(said: Said, one: Clause) -> Iterator[list[str]]:
    for first in begins(said, clauses.cut(said), one.first, one.after):
        yield words_of(said, first, one.after)

"""Which words of a message make up a text to keep: a conditional random field over words, led by the atoms.

Each word stands before a text, begins one, is in it or behind it: so the likeliest run of words is asked for,
and no word by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pycrfsuite

from ground.notation import TEXT_SLOTS, Command
from nlu.pending import kind
from nlu.reading import cues, text_signs
from nlu.reading.turn import Reading
from nlu.reading.words import QUOTES, Said, covered

BEFORE, BEGINS, KEPT, AFTER = "O", "B", "T", "A"
FILE = "texts.crfsuite"
_LONG = 40  # words from which a text at a text question is kept whole
_LIKELY = 8  # beginnings and ends that are tried
_OPENING = QUOTES | {"("}
_TO_US = (
    "put_there", "complement_verb", "for_the_team", "saying_that", "open_verb", "reopen_verb", "rate_verb",
    "cancel_verb", "check_verb", "change", "remove", "ticket", "field_text", "address_lead", "address_own",
    "field_email", "yes", "hedge", "sigh", "greeting", "thanks", "apology", "insult", "praise", "goodbye",
    "question", "why", "price", "wait", "stop", "person", "urgency_low", "urgency_high", "urgency_critical",
    "urgency_named", "kept_here", "asks_kindly", "score_named", "how_to", "skip", "told_before", "lead_in",
)  # fmt: skip
"""Cues of what is said to the assistant, and is no part of a story."""

Run = tuple[int, int]
"""Words from the first to before the second."""


def wanted(commands: Sequence[Command]) -> list[str]:
    """The texts that commands carry, in order."""
    found = []
    for command in commands:
        if command["command"] == "set" and command.get("slot") in TEXT_SLOTS:
            found.append(str(command["value"]))
        elif command["command"] == "edit" and command.get("text"):
            found.append(str(command["text"]))
    return found


def tags(said: Said, commands: Sequence[Command]) -> list[str] | None:
    """A tag for each word, where the texts stand in the message; None where one does not."""
    runs = []
    for text in wanted(commands):
        place = _find(said, Said(text))
        if place is None:
            return None
        runs.append((place, place + len(Said(text).words)))
    return _tagged(sorted(runs), len(said.words))


def _tagged(runs: Sequence[Run], count: int) -> list[str]:
    found = [BEFORE] * count
    for first, after in runs:
        found[first:] = [BEGINS, *[KEPT] * (after - first - 1), *[AFTER] * (count - after)]
    return found


def _find(said: Said, text: Said) -> int | None:
    length = len(text.words)
    wanted_words = [word.said for word in text.words]
    for start in range(len(said.words) - length + 1):
        if [word.said for word in said.words[start : start + length]] == wanted_words:
            return start
    return None


class TextModel:
    """fit, then spans."""

    def __init__(self, tagger: pycrfsuite.Tagger) -> None:
        self._tagger = tagger

    @classmethod
    def fit(cls, examples: Sequence[tuple[Reading, frozenset[str], list[str]]], folder: Path) -> TextModel:
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params({"c1": 0.1, "c2": 0.2, "max_iterations": 30, "feature.possible_transitions": True})
        for reading, atoms, marked in examples:
            if marked:
                signs = text_signs.words(reading)
                trainer.append(text_signs.rows(reading, atoms, signs), marked)
        trainer.train(str(folder / FILE))
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> TextModel:
        tagger = pycrfsuite.Tagger()
        tagger.open(str(folder / FILE))
        return cls(tagger)

    def spans(self, reading: Reading, atoms: frozenset[str]) -> list[Run]:
        """The run of words that is the text; several where several wishes tell something."""
        said = reading.said
        if said.count > _LONG and kind(reading.pending) == "text":
            return [(0, len(said.words))]
        if not said.words:
            return []
        self._tagger.set(text_signs.rows(reading, atoms, reading.word_signs))
        if sum(atom.startswith("start:") for atom in atoms) > 1:
            return _runs(self._tagger.tag())
        return [to_its_end(reading, self._likeliest(said))]

    def _likeliest(self, said: Said) -> Run:
        count = len(said.words)
        begins = [self._tagger.marginal(BEGINS, i) for i in range(count)]
        behind = [0.0, *(self._tagger.marginal(AFTER, i) for i in range(1, count)), 1.0]
        ends = [behind[i + 1] - behind[i] for i in range(count)]  # of a run that ends with this word
        firsts = sorted(filter(lambda i: _may_begin(said, i), range(count)), key=begins.__getitem__)
        lasts = sorted(range(count), key=ends.__getitem__)[-_LIKELY:]
        runs = [(first, last + 1) for first in firsts[-_LIKELY:] for last in lasts if first <= last]
        return max(runs, key=lambda run: self._tagger.probability(_tagged([run], count)), default=(0, count))


def to_its_end(reading: Reading, run: Run) -> Run:
    """A text ends where its clause does, and what is told in whole sentences behind it is told, too, until
    something is said to us: nothing of what is told is lost.
    """
    first, after = run
    begun = next((one.after for one in reading.sentences if one.first < after < one.after), after)
    for clause in reading.clauses:
        if clause.first <= after < clause.after <= begun and _only_tells(reading, after, clause.after):
            after = clause.after
    for sentence in reading.sentences:
        if sentence.first == after and sentence.ends != "?":
            words = range(sentence.first, sentence.after)
            telling = set(words) - covered(reading.services)
            if not _only_tells(reading, sentence.first, sentence.after) or not _tells(reading, telling):
                break
            after = sentence.after
    return first, after


def _only_tells(reading: Reading, first: int, after: int) -> bool:
    to_us = (hit for name in _TO_US for hit in reading.cues.get(name, ()))
    return not covered((*reading.addresses, *reading.full_numbers, *to_us)) & set(range(first, after))


def _tells(reading: Reading, words: set[int]) -> bool:
    return any(cues.is_content(reading.said.words[i]) for i in words)


def _may_begin(said: Said, i: int) -> bool:
    return not said.words[i].is_mark or said.words[i].said in _OPENING


def _runs(tagged: Sequence[str]) -> list[Run]:
    found: list[Run] = []
    for i, tag in enumerate(tagged):
        if tag == BEGINS or (tag == KEPT and (not found or found[-1][1] < i)):
            found.append((i, i + 1))
        elif tag == KEPT:
            found[-1] = (found[-1][0], i + 1)
    return found

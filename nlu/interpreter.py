"""A message in its place -> commands: the likeliest atoms get their values, then the rules of turns.md settle them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu import atoms as names
from nlu.atom_model import AtomModel, Options, Seen
from nlu.features import SentenceFeatures, WordFeatures
from nlu.intent_model import IntentModel
from nlu.normalise import normalise
from nlu.pending import KINDS, kind
from nlu.reading.notation import Command, Turn
from nlu.reading.services import Finder
from nlu.reading.texts import TextModel, tags
from nlu.reading.turn import Reading
from nlu.settle import settle
from nlu.signs import Signs

PENDINGS = sorted(KINDS)
KIND_NAMES = sorted(set(KINDS.values()))
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Interpretation:
    """commands; share: belief in them; alternatives: the two likeliest readings where it is unclear."""

    commands: list[Command]
    share: float
    unsure: bool
    alternatives: list[list[Command]]


class Interpreter:
    def __init__(self, intents: IntentModel, words: WordFeatures, sentences: SentenceFeatures, model: AtomModel,
                 texts: TextModel, finder: Finder) -> None:
        self._intents = intents
        self._words = words
        self._sentences = sentences
        self._model = model
        self._texts = texts
        self._finder = finder
        self._signs = Signs()

    @classmethod
    def fit(cls, turns: Sequence[Turn], restored: Sequence[str], intents: IntentModel, folder: Path,
            options: Options = Options(), encode: Any = None) -> Interpreter:
        """restored: the texts of the turns as spelling.Speller has them."""
        finder = Finder()
        readings = [Reading(turn.text, turn.state, finder) for turn in turns]
        words = WordFeatures().fit([normalise(text) for text in restored])
        sentences = SentenceFeatures(1.0)
        if (vectors := (encode or sentences.encode)(restored)) is not None:
            sentences.fit(vectors)
        seen = observe(readings, restored, intents, words, sentences, encode)
        labels = [label(turn) for turn in turns]
        model = AtomModel.fit(seen, [turn.pending for turn in turns], labels, options)
        examples = [
            (reading, label_[0], marked)
            for reading, turn, label_ in zip(readings, turns, labels, strict=True)
            if names_text(label_[0]) and (marked := tags(reading.said, turn.readings[0])) is not None
        ]
        texts = TextModel.fit(examples, folder)
        return cls(intents, words, sentences, model, texts, finder)

    def read(self, text: str, restored: str, state: dict[str, Any]) -> Interpretation:
        return self.read_all([(text, restored, state)])[0]

    def read_all(self, messages: Sequence[tuple[str, str, dict[str, Any]]], encode: Any = None) -> list[Interpretation]:
        readings = [Reading(text, state, self._finder) for text, _, state in messages]
        seen = observe(readings, [restored for _, restored, _ in messages], self._intents, self._words, self._sentences, encode)
        scores = self._model.scores(seen)
        return [self._decide(reading, row) for reading, row in zip(readings, scores, strict=True)]

    def _decide(self, reading: Reading, scores: np.ndarray) -> Interpretation:
        if not reading.said.words:
            return Interpretation([{"command": UNCLEAR}], 0.0, True, [])
        ranked = self._model.read(scores, reading.pending)
        candidates = []
        for one in ranked:
            spans = self._texts.spans(reading, one.atoms) if names_text(one.atoms) else []
            candidates.append((settle(reading, one.atoms, spans), one.share))
        commands, share = candidates[0]
        unsure = share < 0.5
        if not commands or share < needed(commands):
            others = [c for c, _ in candidates if c and c != [{"command": UNCLEAR}]][:2]
            return Interpretation([{"command": UNCLEAR}], share, True, others)
        return Interpretation(commands, share, unsure, [])

    def save(self, folder: Path) -> None:
        """The text model is in `folder` already: it was trained into it. Intents are kept in a folder of their own."""
        self._words.save(folder)
        self._sentences.save(folder)
        self._model.save(folder)
        (folder / "intents").mkdir(exist_ok=True)
        self._intents.save(folder / "intents")

    @classmethod
    def load(cls, folder: Path) -> Interpreter:
        return cls(IntentModel.load(folder / "intents"), WordFeatures.load(folder), SentenceFeatures.load(folder),
                   AtomModel.load(folder), TextModel.load(folder), Finder())


CHANGING = frozenset({"start", "stop", "affirm", "deny"})


def needed(commands: Sequence[Command]) -> float:
    """The belief from which commands are carried out: more for what cannot be taken back."""
    if any(command["command"] in CHANGING for command in commands):
        return 0.3
    return 0.2


def names_text(atoms: frozenset[str]) -> bool:
    return bool(atoms & {names.TEXT, "edit:add", "edit:replace"})


def label(turn: Turn) -> tuple[frozenset[str], frozenset[str]]:
    said = names.atoms(turn.readings[0])
    might = frozenset(atom for reading in turn.readings[1:] for atom in names.atoms(reading)) - said
    return said, might


def observe(readings: Sequence[Reading], restored: Sequence[str], intents: IntentModel, words: WordFeatures,
            sentences: SentenceFeatures, encode: Any = None) -> Seen:
    rows = words.transform([normalise(text) for text in restored])
    raw = (encode or sentences.encode)(list(restored))
    scaled = sentences.scale(raw) if sentences.fitted and raw is not None else np.zeros((len(readings), 1), np.float32)
    shares = np.sqrt(intents.probabilities(list(restored), raw))
    return Seen(
        rows * (1 / np.sqrt(3)), scaled.astype(np.float32), shares.astype(np.float32), Signs().rows(readings),
        np.array([PENDINGS.index(r.pending) if r.pending in KINDS else PENDINGS.index("none") for r in readings]),
        np.array([KIND_NAMES.index(kind(r.pending)) for r in readings]),
    )

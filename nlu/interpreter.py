"""A message in its place -> commands: the likeliest atoms get their values, then the rules of turns.md
settle them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nlu import atoms as names
from nlu import segments
from nlu.atom_model import AtomModel, Options, Seen
from nlu.atom_model import Reading as AtomReading
from nlu.features import SentenceFeatures, WordFeatures
from nlu.intent_model import FEW, IntentModel
from nlu.normalise import normalise, unmarked
from nlu.pending import KINDS, kind
from nlu.reading.notation import Command, Turn
from nlu.reading.services import Finder
from nlu.reading.texts import TextModel, tags
from nlu.reading.turn import Reading
from nlu.settle import settle
from nlu.signs import Signs
from nlu.spelling import Speller

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
    def __init__(
        self,
        intents: IntentModel,
        words: WordFeatures,
        sentences: SentenceFeatures,
        model: AtomModel,
        texts: TextModel,
        finder: Finder,
        restore: Any = str.lower,
    ) -> None:
        self._restore = restore
        self.intents = intents
        self._words = words
        self._sentences = sentences
        self._model = model
        self._texts = texts
        self._finder = finder
        self._signs = Signs()

    @classmethod
    def fit(
        cls,
        turns: Sequence[Turn],
        restored: Sequence[str],
        intents: IntentModel,
        folder: Path,
        options: Options = Options(),
        encode: Any = None,
        restore: Any = str.lower,
    ) -> Interpreter:
        """restored: the texts of the turns as spelling.Speller has them."""
        finder = Finder()
        readings = [Reading(turn.text, turn.state, finder) for turn in turns]
        words = WordFeatures().fit([normalise(text) for text in restored])
        sentences = SentenceFeatures(1.0)
        if (vectors := (encode or sentences.encode)([unmarked(text) for text in restored])) is not None:
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
        return cls(intents, words, sentences, model, texts, finder, restore)

    def read(self, text: str, restored: str, state: dict[str, Any]) -> Interpretation:
        return self.read_all([(text, restored, state)])[0]

    def read_all(
        self, messages: Sequence[tuple[str, str, dict[str, Any]]], encode: Any = None, restore: Any = None
    ) -> list[Interpretation]:
        """(text, restored, state) each; `restore`: for the parts of a message that is read in two."""
        found = self._whole(messages, encode)
        parts: list[tuple[int, segments.Split, dict[str, Any]]] = []
        for number, (text, _, state) in enumerate(messages):
            reading = Reading(text, state, self._finder)
            if reading.said.count <= _LONG:
                parts += [(number, split, state) for split in segments.splits(reading)]
        if not parts:
            return found
        spell = restore or self._restore
        asked = []
        for _, split, state in parts:
            first = {**state, "pending": "none"}
            asked += [
                (split.left, spell(split.left), state),
                (split.right, spell(split.right), first),
                (split.right, spell(split.right), state),
            ]
        read = self._whole(asked, encode)
        for at, (number, _, state) in enumerate(parts):
            left, anew, here = read[3 * at : 3 * at + 3]
            found[number] = _two_wishes(found[number], left, anew, here, state, parts[at][1])
        return found

    def _whole(
        self, messages: Sequence[tuple[str, str, dict[str, Any]]], encode: Any = None
    ) -> list[Interpretation]:
        readings = [Reading(text, state, self._finder) for text, _, state in messages]
        seen = observe(
            readings,
            [restored for _, restored, _ in messages],
            self.intents,
            self._words,
            self._sentences,
            encode,
        )
        scores = self._model.scores(seen)
        return [self._decide(reading, row) for reading, row in zip(readings, scores, strict=True)]

    def _decide(self, reading: Reading, scores: np.ndarray) -> Interpretation:
        if not reading.said.words:
            return Interpretation([{"command": UNCLEAR}], 0.0, True, [])
        if reading.said.count > LONG_TEXT and kind(reading.pending) == "text":
            whole = settle(reading, frozenset({names.TEXT}), [(0, len(reading.said.words))])
            return Interpretation(whole, 1.0, False, [])
        candidates = []
        for one in self._model.read(scores, reading.pending):
            one = self._completed(reading, one, scores)
            spans = self._texts.spans(reading, one.atoms) if names_text(one.atoms) else []
            candidates.append((settle(reading, one.atoms, spans), one.share, one.belief, one.left))
        commands, share, belief, left = candidates[0]
        for other, other_share, _, _ in candidates[1:]:
            if other == commands:
                share += other_share
        if (
            not commands
            or share < needed(commands)
            or belief < SURE_ENOUGH
            or left > LEFT_OUT
            or unheard(reading, commands)
        ):
            others = [c for c, _, _, _ in candidates if c and c != [{"command": UNCLEAR}]][:2]
            return Interpretation([{"command": UNCLEAR}], share, True, others)
        return Interpretation(commands, share, share < 0.5, [])

    def _completed(self, reading: Reading, one: AtomReading, scores: np.ndarray) -> AtomReading:
        """A ticket alone, named first in a conversation, is named for something: a question about it, or a
        wish.
        """
        if reading.pending != "none" or not one.atoms or not one.atoms <= {names.REFERENCE, names.THAT}:
            return one
        shown = reading.state.get("listed") or reading.state.get("last")
        asks = "question" in reading.cues or "deadline" in reading.cues
        more = self._model.likeliest(scores, "ask:ticket:", 0.15) if shown and asks else None
        if more is None and not shown:
            more = self._model.likeliest(scores, "start:", 0.15)
        return AtomReading(one.atoms | {more}, one.share, one.belief, one.left) if more else one

    def save(self, folder: Path) -> None:
        """The text model is in `folder` already: it was trained into it. Intents are kept in a folder of
        their own.
        """
        self._words.save(folder)
        self._sentences.save(folder)
        self._model.save(folder)
        (folder / "intents").mkdir(exist_ok=True)
        self.intents.save(folder / "intents")

    @classmethod
    def load(cls, folder: Path) -> Interpreter:
        """A part of a message is restored as the whole was."""
        speller = Speller.load(folder / "spelling") if (folder / "spelling").exists() else None
        return cls(
            IntentModel.load(folder / "intents"),
            WordFeatures.load(folder),
            SentenceFeatures.load(folder),
            AtomModel.load(folder),
            TextModel.load(folder),
            Finder(),
            speller.restore if speller else str.lower,
        )


_LONG = 45  # words up to which a message is looked at for a second wish
_SURE_PART = 0.5
_SURE_WISH = 0.65
_SURE_PERSON = 0.8


def _two_wishes(
    whole: Interpretation,
    left: Interpretation,
    anew: Interpretation,
    here: Interpretation,
    state: dict[str, Any],
    split: segments.Split,
) -> Interpretation:
    """The whole, unless both parts are surer: what is said first, and a wish of its own after it."""
    if left.share < _SURE_PART or left.commands == [{"command": UNCLEAR}]:
        return whole
    told = {_kind_of(command) for command in whole.commands}
    best = None
    for right in (anew, here):
        if right.share < _SURE_WISH or not segments.is_wish(right.commands):
            continue
        flows = {command.get("flow") for command in right.commands}
        if "open_ticket" in flows and not segments.asks_to_open(split.right) and whole.share >= 0.3:
            continue  # a problem told after something else belongs to it, unless a ticket is asked for
        if (
            flows == {"open_ticket"}
            and len(right.commands) == 1
            and kind(state.get("pending") or "none") == "yes_no"
        ):
            continue  # "no, I want my own" is the no
        if "talk_to_human" in flows and right.share < _SURE_PERSON:
            continue
        new = {_kind_of(command) for command in segments.together(left.commands, right.commands)}
        if new <= told and whole.share >= 0.3:
            continue
        if best is None or right.share > best.share:
            best = right
    if best is None:
        return whole
    if kind(state.get("pending") or "none") == "text" and not any(
        c["command"] == "start" for c in best.commands
    ):
        return whole
    if all(command["command"] == "social" for command in left.commands) and whole.share >= 0.3:
        return whole
    share = min(left.share, best.share)
    return Interpretation(segments.together(left.commands, best.commands), share, share < 0.7, [])


def _kind_of(command: Command) -> tuple[str, ...]:
    return tuple(str(command.get(key, "")) for key in ("command", "flow", "about", "slot"))


LONG_TEXT = 40
"""Words from which what is said at a text question is that text, whatever stands in it."""
HARMLESS = frozenset(
    {"ask", "social", "wait", "skip", "repeat", "back", "resend_code", "out_of_scope", "unclear"}
)
SURE_ENOUGH = 0.6
"""Belief in a yes, a no, a stop, a start or a text from which it is carried out (docs/turns.md)."""


LEFT_OUT = 0.35
"""Belief in a wish or a value that would be lost, from which it is asked back."""


def unheard(reading: Reading, commands: Sequence[Command]) -> bool:
    """Whether a ticket's full number is in the message and in nothing that is read from it."""
    if (
        not commands
        or reading.said.count > _LONG
        or any(c["command"] in {"stop", "wait", "unclear"} for c in commands)
    ):
        return False
    kept = str(commands)
    takes = any(c["command"] in {"start", "choose"} or c.get("slot") == "ticket" for c in commands)
    return (
        takes
        and len(reading.full_numbers) > 1
        and kind(reading.pending) != "ticket"
        and any(n.value not in kept for n in reading.full_numbers)
    )


def needed(commands: Sequence[Command]) -> float:
    """The share from which just these commands are read; what cannot be taken back must be believed, too."""
    return 0.1 if {command["command"] for command in commands} <= HARMLESS else 0.2


def names_text(atoms: frozenset[str]) -> bool:
    return bool(atoms & {names.TEXT, "edit:add", "edit:replace"})


def label(turn: Turn) -> tuple[frozenset[str], frozenset[str]]:
    said = names.atoms(turn.readings[0])
    might = frozenset(atom for reading in turn.readings[1:] for atom in names.atoms(reading)) - said
    return said, might


def observe(
    readings: Sequence[Reading],
    restored: Sequence[str],
    intents: IntentModel,
    words: WordFeatures,
    sentences: SentenceFeatures,
    encode: Any = None,
) -> Seen:
    signs = Signs()
    normalised = [normalise(text) for text in restored]
    rows = words.rows(normalised) if len(normalised) <= FEW else words.transform(normalised)
    raw = (encode or sentences.encode)([unmarked(text) for text in restored])
    scaled = (
        sentences.scale(raw)
        if sentences.fitted and raw is not None
        else np.zeros((len(readings), 1), np.float32)
    )
    shares = np.sqrt(intents.probabilities(list(restored), raw))
    return Seen(
        rows * (1 / np.sqrt(3)),
        scaled.astype(np.float32),
        shares.astype(np.float32),
        signs.rows(readings),
        np.array(
            [PENDINGS.index(r.pending) if r.pending in KINDS else PENDINGS.index("none") for r in readings]
        ),
        np.array([KIND_NAMES.index(kind(r.pending)) for r in readings]),
    )

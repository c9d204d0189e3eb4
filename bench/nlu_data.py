"""Annotated text for the NLU benchmarks (Rasa's environment): training data, held-out sets, samples."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.patterns import Span

ROOT = Path(__file__).resolve().parent.parent
TRAINING = ROOT / "data" / "nlu"
HELDOUT = ROOT / "tests" / "nlu" / "heldout.yml"
FINAL = ROOT / "tests" / "nlu" / "heldout_final.yml"


@dataclass(frozen=True)
class Example:
    text: str
    intent: str
    spans: tuple[Span, ...]


def load(path: Path) -> tuple[list[Example], TrainingData]:
    """Examples in a stable order, and what Rasa read them from. A retrieval intent faq/x becomes faq_x."""
    data = training_data_from_paths([str(path)], "pt")
    examples = [
        Example(
            message.get("text"),
            message.get("intent").replace("/", "_"),
            tuple(Span(e["start"], e["end"], e["entity"]) for e in message.get("entities", [])),
        )
        for message in data.intent_examples
    ]
    return sorted(set(examples), key=lambda e: (e.intent, e.text)), data


def sample(messages: Sequence[Message], per_intent: int, seed: int) -> TrainingData:
    """At most `per_intent` messages of each intent, chosen by `seed`."""
    by_intent: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_intent[message.get("intent")].append(message)
    chooser = random.Random(seed)
    chosen = []
    for intent in sorted(by_intent):
        found = sorted(by_intent[intent], key=lambda message: message.get("text"))
        chosen += chooser.sample(found, min(per_intent, len(found)))
    return TrainingData(training_examples=chosen)

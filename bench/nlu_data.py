"""Annotated text for the NLU benchmarks (Rasa's environment): training data, held-out sets."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData

from bench import ROOT
from nlu.patterns import Span

TRAINING = ROOT / "data" / "nlu"
HELDOUT = ROOT / "tests" / "nlu" / "heldout.yml"
FINAL = ROOT / "tests" / "nlu" / "heldout_final.yml"
FIRST = ROOT / "tests" / "nlu" / "first_messages.yml"
FRESH = ROOT / "tests" / "nlu" / "first_messages_fresh.yml"


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

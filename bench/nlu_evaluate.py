"""Cross-validation and held-out figures of our own pipeline, as JSON; Rasa's environment, not its graph.

`python -m bench.nlu_evaluate OUT.json [--final]`: --final also measures tests/nlu/heldout_final.yml, which is
done once, when every setting is frozen (tests/nlu/README.md).
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.model_selection import StratifiedKFold

from bench import ROOT, nlu_scores
from bench.nlu_data import FINAL, FIRST, FRESH, HELDOUT, TRAINING, Example, load
from nlu.extractor import service_names
from nlu.intent_model import IntentModel, Options
from nlu.read_turns import load as load_model
from nlu.spans import SpanModel
from nlu.spelling import Speller

FOLDS = 3


class Pipeline:
    """The components of config.yml, put together without Rasa's graph."""

    def __init__(self, examples: Sequence[Example], names: Sequence[str], options: Options, threshold: float):
        self._threshold = threshold
        self._speller = Speller.fit([example.text for example in examples], names)
        restored = [self._speller.restore(example.text) for example in examples]
        self._intents = IntentModel.fit(restored, [example.intent for example in examples], options)
        with tempfile.TemporaryDirectory() as folder:
            spans = [(example.text, example.spans) for example in examples]
            self._spans = SpanModel.fit(spans, names, Path(folder))

    @classmethod
    def trained(cls, model: Path) -> Pipeline:
        """The components as a packed Rasa model has them: nothing is trained."""
        found = cls.__new__(cls)
        _, found._threshold = settings()
        found._speller, interpreter = load_model(model)
        found._intents = interpreter.intents
        with tempfile.TemporaryDirectory() as folder, tarfile.open(model) as packed:
            packed.extractall(folder)
            found._spans = SpanModel.load(next(Path(folder).rglob("spans.json")).parent)
        return found

    def intents(self, texts: Sequence[str]) -> tuple[list[str], list[float]]:
        """(intent or out_of_scope where it falls back, probability of the likeliest)."""
        probabilities = self._intents.probabilities([self._speller.restore(text) for text in texts])
        best = probabilities.argmax(axis=1)
        shares = probabilities.max(axis=1)
        names = [
            self._intents.intents[i] if share >= self._threshold else nlu_scores.OUT_OF_SCOPE
            for i, share in zip(best, shares, strict=True)
        ]
        return names, [float(share) for share in shares]

    def entities(self, text: str) -> set[tuple]:
        return {(span.start, span.end, span.kind) for span in self._spans.find(text)}


def settings(config: Path = ROOT / "config.yml") -> tuple[Options, float]:
    """(options of the classifier, threshold of the fallback) as config.yml has them."""
    pipeline = {entry["name"]: entry for entry in yaml.safe_load(config.read_text("utf-8"))["pipeline"]}
    classifier = pipeline["nlu.classifier.LinearIntentClassifier"]
    chosen = {field.name: classifier[field.name] for field in fields(Options) if field.name in classifier}
    return Options(**chosen), float(pipeline["FallbackClassifier"]["threshold"])


def figures(examples: Sequence[Example], predicted: list[str], shares: list[float], found: list[set]) -> dict:
    truth = [example.intent for example in examples]
    return {
        "intents": nlu_scores.intents(truth, predicted),
        "entities": nlu_scores.entities(
            [{(s.start, s.end, s.kind) for s in example.spans} for example in examples], found
        ),
        "confusions": nlu_scores.confusions(truth, predicted),
        "shares": [[share, t == p] for share, t, p in zip(shares, truth, predicted, strict=True)],
        "truth": truth,
        "predicted": predicted,
    }


def cross_validate(examples: Sequence[Example], names: Sequence[str]) -> dict[str, Any]:
    """Stratified, shuffled by the seed of Options; `mistakes` are training lines, so they may be shown."""
    options, threshold = settings()
    labels = [example.intent for example in examples]
    predicted: list[str] = [""] * len(examples)
    shares = [0.0] * len(examples)
    found: list[set] = [set()] * len(examples)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=options.seed)
    for train, test in folds.split(np.zeros(len(labels)), labels):
        pipeline = Pipeline([examples[i] for i in train], names, options, threshold)
        guesses, sure = pipeline.intents([examples[i].text for i in test])
        for i, guess, share in zip(test, guesses, sure, strict=True):
            predicted[i], shares[i], found[i] = guess, share, pipeline.entities(examples[i].text)
    result = figures(examples, predicted, shares, found)
    result["mistakes"] = sorted(
        (
            (example.intent, guess, share, example.text)
            for example, guess, share in zip(examples, predicted, shares, strict=True)
            if example.intent != guess
        ),
        key=lambda mistake: -mistake[2],
    )
    result["entity_mistakes"] = [
        (kind, "missed" if missed else "wrong", example.text[start:end], example.text)
        for example, spans in zip(examples, found, strict=True)
        for missed, differing in (
            (True, {(s.start, s.end, s.kind) for s in example.spans} - spans),
            (False, spans - {(s.start, s.end, s.kind) for s in example.spans}),
        )
        for start, end, kind in sorted(differing)
    ]
    return result


def unseen(pipeline: Pipeline, final: bool = False) -> dict[str, Any]:
    """{"heldout", "first", "fresh"[, "final"]} -> figures; of first messages without entities, which are not
    marked.
    """
    result = {}
    for name, path in (("heldout", HELDOUT), *((("final", FINAL),) if final else ())):
        told, _ = load(path)
        guesses, shares = pipeline.intents([example.text for example in told])
        result[name] = figures(told, guesses, shares, [pipeline.entities(e.text) for e in told])
    for name, path in (("first", FIRST), ("fresh", FRESH)):
        told, _ = load(path)
        guesses, shares = pipeline.intents([example.text for example in told])
        result[name] = {**figures(told, guesses, shares, [set() for _ in told]), "entities": {}}
    return result


def evaluate(final: bool = False) -> dict[str, Any]:
    """What `unseen` says of a pipeline trained here, and {"cv"} -> its cross-validation."""
    examples, data = load(TRAINING)
    names = service_names(data)
    cv = cross_validate(examples, names)
    return {"cv": cv, **unseen(Pipeline(examples, names, *settings()), final)}


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(evaluate("--final" in sys.argv)), "utf-8")

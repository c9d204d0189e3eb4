"""Rasa component around interpreter.Interpreter: puts what is understood of a message beside Rasa's own keys.

The state comes from the slot `dialogue` of the tracker; without a tracker nothing is pending.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import asdict
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ground.understood import Understood
from nlu import phrases
from nlu.ahead import labelled_turns
from nlu.extractor import service_names
from nlu.intent_model import Options, fit_once
from nlu.interpretation import UNCLEAR
from nlu.interpreter import Interpreter
from nlu.normaliser import RESTORED, Normaliser
from nlu.spelling import Speller

logger = logging.getLogger(__name__)

DIALOGUE = "dialogue"
SEEN = ("pending", "known", "listed", "last")
BUTTON = "/"
EXTERNAL = "EXTERNAL_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Understanding(GraphComponent):
    """Trained on data/understanding/turns, which Rasa itself does not read."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Normaliser]

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, interpreter: Interpreter | None = None
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._interpreter = interpreter

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Understanding:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Understanding:
        """Raises ValueError when the model has no part of ours: a half model must not be served."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, Interpreter.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(TEXT) for example in training_data.training_examples if example.get(TEXT)]
        speller = Speller.fit(texts, service_names(training_data))
        intents = fit_once(
            [example.get(RESTORED) or speller.restore(example.get(TEXT)) for example in examples],
            [example.get(INTENT) for example in examples],
            Options(),
        )
        turns = [*labelled_turns(), *phrases.turns((e.get(TEXT), e.get(INTENT)) for e in examples)]
        restored = [speller.restore(turn.text) for turn in turns]
        with self._storage.write_to(self._resource) as folder:
            self._interpreter = Interpreter.fit(turns, restored, intents, folder, restore=speller.restore)
            self._interpreter.save(folder)
            (folder / "spelling").mkdir(exist_ok=True)
            speller.save(folder / "spelling")
        return self._resource

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        state = state_of(tracker)
        for message in messages:
            text = message.get(TEXT) or ""
            if self._interpreter is None or not text or is_ours(text, message):
                continue
            told = _understood(self._interpreter, text, message.get(RESTORED) or text, state)
            for name, value in asdict(told).items():
                message.set(name, value, add_to_output=True)
        return messages


def _understood(interpreter: Interpreter, text: str, restored: str, state: dict[str, Any]) -> Understood:
    """A rule that fails costs no message: it is not understood, and where it failed is logged, not what was
    said."""
    try:
        return interpreter.understood(text, restored, state)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.error("reading failed: %s at %s:%s", type(error).__name__, place.name, place.lineno)
        return Understood(commands=[{"command": UNCLEAR}], unsure=True)


def is_ours(text: str, message: Message) -> bool:
    """A button's payload, or what our own channels send: the engine knows those."""
    intent = (message.get(INTENT) or {}).get("name") if isinstance(message.get(INTENT), dict) else None
    return text.startswith((BUTTON, EXTERNAL)) or (intent or "").startswith(EXTERNAL)


def state_of(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    """What turns.md calls pending, known, listed and last; nothing pending where no dialogue has begun."""
    dialogue = tracker.get_slot(DIALOGUE) if tracker is not None and DIALOGUE in tracker.slots else None
    if not isinstance(dialogue, dict):
        return {"pending": "none"}
    return {key: dialogue[key] for key in SEEN if dialogue.get(key)} or {"pending": "none"}

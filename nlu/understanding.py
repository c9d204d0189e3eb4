"""Rasa component around interpreter.Interpreter: puts `commands` on what Rasa hands on of a message.

The state comes from the slot `dialogue` of the tracker; without a tracker nothing is pending.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import own_name, phrases
from nlu.ahead import labelled_turns
from nlu.extractor import service_names
from nlu.in_place import OPENS
from nlu.intent_model import Options, fit_once
from nlu.interpretation import UNCLEAR, Interpretation
from nlu.interpreter import Interpreter
from nlu.normaliser import RESTORED, Normaliser
from nlu.reading import cues, names
from nlu.reading.services import OTHER
from nlu.reading.words import Said
from nlu.spelling import Speller

logger = logging.getLogger(__name__)

COMMANDS = "commands"
CONFIDENCE = "confidence_of_commands"
ALTERNATIVES = "alternatives"
UNSURE = "unsure"
"""Also set by the classifier of intents; of commands it says more."""
NAME = "system_name"
"""What the person calls a system, where one is asked; empty where no name is told."""
ONLY = "only"
"""Whether news are wanted nowhere else than where the command says."""
HALVES = "halves"
"""What each of two tickets begins with, where a text is to be parted."""
OWN_NAME = "own_name"
"""The name that an answer tells, without the words around it; None where it tells none."""
CALLED = "called"
"""The name of whom the address that is asked for is; None where none is told."""
SAYS_NOTHING = "says_nothing"
"""Whether an answer tells no more than that something is wrong."""
IN_PASSING = "in_passing"
"""Whether the system named with a new problem is only where it happens."""
AGREES = "agrees"
"""Whether a yes to the summary stands beside the one change of it."""
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
            read = _read(self._interpreter, text, message.get(RESTORED) or text, state)
            message.set(COMMANDS, read.commands, add_to_output=True)
            message.set(CONFIDENCE, round(read.share, 4), add_to_output=True)
            message.set(UNSURE, read.unsure, add_to_output=True)
            message.set(ALTERNATIVES, read.alternatives, add_to_output=True)
            for beside, told in self._interpreter.beside(text, read.commands, state).items():
                if told:
                    message.set(beside, told, add_to_output=True)
            if halves := self._interpreter.halves(read.commands, state):
                message.set(HALVES, halves, add_to_output=True)
            if self._interpreter.agrees(text, read.commands, state):
                message.set(AGREES, True, add_to_output=True)
            if any(command.get("flow") == "notices" for command in read.commands):
                message.set(ONLY, nowhere_else(text), add_to_output=True)
            if {"command": "correct", "slot": "service", "value": OTHER} in read.commands:
                message.set(NAME, names.corrected(text) or "", add_to_output=True)
            elif state.get("pending") == "service":
                message.set(NAME, names.instead(text) or names.told(text) or "", add_to_output=True)
            elif name := self._interpreter.unknown_system(text, read.commands):
                message.set(NAME, name, add_to_output=True)
            if state.get("pending") == "description":
                message.set(SAYS_NOTHING, self._interpreter.says_nothing(text), add_to_output=True)
            if OPENS in read.commands:
                message.set(IN_PASSING, self._interpreter.in_passing(text), add_to_output=True)
            if state.get("pending") == "email":
                message.set(CALLED, self._interpreter.called(text), add_to_output=True)
            if state.get("pending") == "information":
                message.set(OWN_NAME, own_name.answered(text), add_to_output=True)
            elif state.get("pending") == "draft":
                message.set(OWN_NAME, own_name.told(text), add_to_output=True)
        return messages


def _read(interpreter: Interpreter, text: str, restored: str, state: dict[str, Any]) -> Interpretation:
    """A rule that fails costs no message: it is not understood, and where it failed is logged, not what was
    said."""
    try:
        return interpreter.read(text, restored, state)
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        logger.error("reading failed: %s at %s:%s", type(error).__name__, place.name, place.lineno)
        return Interpretation([{"command": UNCLEAR}], 0.0, True, [])


def nowhere_else(text: str) -> bool:
    """`só por e-mail`, `não quero mais aqui`: and not `nos dois, não só no e-mail`."""
    said = Said(text)
    return bool(cues.find(said, "nowhere_else")) and not cues.find(said, "both_places")


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

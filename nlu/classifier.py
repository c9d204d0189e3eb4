"""Rasa component around intent_model.IntentModel."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.intent_model import IntentModel, Options, fit_once
from nlu.normaliser import RESTORED, Normaliser

RANKING_LENGTH = 10
UNSURE = "unsure"
"""In what Rasa hands on of a message: True when two intents were nearly as likely."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(GraphComponent, IntentClassifier):
    """Options in config.yml: the fields of intent_model.Options.

    And unsure_margin: the difference between the two likeliest below which a message counts as unsure.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        return [Normaliser]

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._options = _options(config)
        self._unsure_margin = float(config["unsure_margin"])
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**asdict(Options()), "unsure_margin": 0.0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Raises ValueError when the model has no part of ours: a half model must not be served."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        texts = [example.get(RESTORED) for example in examples]
        self._model = fit_once(texts, [example.get(INTENT) for example in examples], self._options)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = self._ranking(message.get(RESTORED) or "")
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking[:RANKING_LENGTH], add_to_output=True)
            message.set(UNSURE, self._is_unsure(ranking), add_to_output=True)
        return messages

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        if self._model is None or not text.strip():
            return [{"name": None, "confidence": 0.0}]
        return [{"name": name, "confidence": share} for name, share in self._model.rank(text)]

    def _is_unsure(self, ranking: list[dict[str, Any]]) -> bool:
        if len(ranking) < 2:
            return False
        return ranking[0]["confidence"] - ranking[1]["confidence"] < self._unsure_margin


def _options(config: dict[str, Any]) -> Options:
    return Options(**{field.name: config[field.name] for field in fields(Options) if field.name in config})

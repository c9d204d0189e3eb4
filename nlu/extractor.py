"""Rasa component around spans.SpanModel: ticket numbers, e-mails, services, expressions of urgency."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.ahead import begin_lessons
from nlu.own_process import OwnProcess
from nlu.patterns import Span
from nlu.spans import SpanModel


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ServiceDeskExtractor(GraphComponent, EntityExtractorMixin):
    """The value of an entity is what was typed; the ticket store knows what it stands for."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: SpanModel | None = None
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ServiceDeskExtractor:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ServiceDeskExtractor:
        """Raises ValueError when the model has no part of ours: a half model must not be served."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, SpanModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [
            (example.get(TEXT), [Span(e["start"], e["end"], e["entity"]) for e in example.get(ENTITIES, [])])
            for example in training_data.training_examples
            if example.get(TEXT)
        ]
        with self._storage.write_to(self._resource) as folder:
            names = service_names(training_data)
            field = OwnProcess(lambda: SpanModel.learn(examples, names, folder))
            begin_lessons(training_data, names)
            field.result()
            self._model = SpanModel.load(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT)
            if not text or self._model is None:
                continue
            found = [
                {
                    "entity": span.kind,
                    "start": span.start,
                    "end": span.end,
                    "value": text[span.start : span.end],
                }
                for span in self._model.find(text)
            ]
            message.set(
                ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name(found), add_to_output=True
            )
        return messages


def service_names(training_data: TrainingData) -> list[str]:
    """The lookup `service` of data/nlu/vocabulary.yml."""
    names: list[str] = []
    for table in training_data.lookup_tables:
        if table["name"] == "service":
            names += table["elements"] if isinstance(table["elements"], list) else []
    return names

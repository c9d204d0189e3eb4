"""Who speaks next: a plain question of the FAQ is answered at once, the rest is one call of the engine.

Looks at the last message only, so a turn costs the same however long the conversation is."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

STATE_SLOT = "dialogue"
TURN = "action_turn"
FAQ = "faq_"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class FlowPolicy(Policy):
    """Learns nothing."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"priority": 7}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FlowPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Any = None, **kwargs: Any
    ) -> PolicyPrediction:
        action = ACTION_LISTEN_NAME
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            action = answer_of(tracker) or TURN
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities, is_no_user_prediction=True)


def answer_of(tracker: DialogueStateTracker) -> str | None:
    """The response to a message that asks one thing about the CSS only, where nothing is under way.

    None for everything else, also for the same question twice in a row, which the engine answers otherwise.
    """
    message = tracker.latest_message
    parsed = (message.parse_data or {}) if isinstance(message, UserUttered) else {}
    commands = parsed.get("commands") or []
    state = tracker.get_slot(STATE_SLOT) or {}
    if len(commands) != 1 or parsed.get("unsure") or state.get("pending", "none") != "none":
        return None
    if state.get("handoff") or state.get("frames") or state.get("last"):
        return None  # of what is under way, or of the ticket spoken of, there may be a nearer answer
    about = str(commands[0].get("about") or "")
    if commands[0].get("command") != "ask" or not about.startswith(FAQ) or "which" in commands[0]:
        return None
    response = f"utter_{about}"
    return None if _said_last(tracker) == response else response


def _said_last(tracker: DialogueStateTracker) -> str | None:
    said = (event for event in reversed(tracker.events) if isinstance(event, (BotUttered, UserUttered)))
    next(said, None)  # the message that is being answered
    before = next(said, None)
    return before.metadata.get("utter_action") if isinstance(before, BotUttered) else None

"""Who speaks next when no rule says so: nobody while an attendant has the conversation, and a turn always
ends."""

from __future__ import annotations

import re
from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.classifier import UNSURE

HANDOFF_SLOT = "handoff"
HEAR = "action_hear_live"
NOT_UNDERSTOOD = "action_not_understood"
EXTERNAL = "EXTERNAL_"
CHECK = "check_ticket_status_form"
# "E o outro?", "quando fica pronto?" after a ticket was told: no classifier can know what it is about.
THE_OTHER = re.compile(
    r"^\W*(?:e\s+)?(?:(?:como\s+(?:est[aá]|t[aá])\s+)?(?:o|a|os|as|do|da)\s+)?outr[oa]s?"
    r"(?:\s+(?:chamados?|tickets?|acionamentos?|solicita[cç][oõãa]o?(?:es)?))?\W*$",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"^\W*(?:e\s+)?(?:quando|que\s+dia|at[eé]\s+quando)\s+(?:[eé]\s+que\s+)?(?:ele\s+|isso\s+)?"
    r"(?:fica|vai\s+ficar|sai|resolve\w*|ser[aá]|vai\s+ser|v[aã]o\s+resolver|termina)(?:\s+(?:pronto"
    r"|resolvido|isso|ele))?\W*$",
    re.IGNORECASE,
)
KEEP_FOR_REVIEW = "action_keep_for_review"
# What answers a message by itself, beside the responses of domain.yml.
ANSWERING = (
    "action_affirm",
    "action_deny",
    "action_repeat",
    "action_correct_information",
    "action_resend_code",
    "action_talk_to_human",
)
CHOOSE_NOTICES = "action_choose_notices"
# "Quero ser avisado só por e-mail", "pode avisar aqui no chat também": asked too seldom to be an intent.
NOTICES = re.compile(
    r"\b(?:avis\w+|novidades?|not[ií]cias?|notifica\w+)\b.*\b(?:(?:s[oó]|apenas|somente)\s+(?:por|pelo"
    r"|no)\s+e-?mail"
    r"|(?:aqui|chat|por\s+aqui)(?:\s+tamb[eé]m)?)\W*$",
    re.IGNORECASE,
)
# Below every rule's confidence: only what no rule decides is decided here.
LAST_WORD = 0.01


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """Learns nothing. Beside RulePolicy, whose own fallback would interrupt every follow-up action."""

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
    ) -> TurnPolicy:
        return cls(config, model_storage, resource, execution_context)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Any = None, **kwargs: Any
    ) -> PolicyPrediction:
        heard = tracker.latest_action_name == ACTION_LISTEN_NAME
        if heard and tracker.get_slot(HANDOFF_SLOT) and not _is_external(tracker):
            return self._say(HEAR, 1.0, domain, whatever_was_said=True)
        if heard and _asks_for_a_known_one(tracker):
            return self._say(CHECK, 1.0, domain, whatever_was_said=True)
        if heard and _chooses_notices(tracker):
            return self._say(CHOOSE_NOTICES, 1.0, domain, whatever_was_said=True)
        if _was_answered_in_doubt(tracker):
            return self._say(KEEP_FOR_REVIEW, 1.0, domain)
        return self._say(NOT_UNDERSTOOD if heard else ACTION_LISTEN_NAME, LAST_WORD, domain)

    def _say(
        self, action: str, confidence: float, domain: Domain, whatever_was_said: bool = False
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = confidence
        return self._prediction(probabilities, is_no_user_prediction=whatever_was_said)


def _asks_for_a_known_one(tracker: DialogueStateTracker) -> bool:
    text = _free_text(tracker)
    return bool(tracker.get_slot("last_ticket") and (THE_OTHER.match(text) or WHEN.match(text)))


def _was_answered_in_doubt(tracker: DialogueStateTracker) -> bool:
    """A message that could nearly as well have meant something else was answered.

    A form sees to it itself: an action after it would have Rasa run the form again.
    """
    message, last = tracker.latest_message, tracker.latest_action_name or ""
    answered = (last.startswith(UTTER_PREFIX) or last in ANSWERING) and tracker.active_loop_name is None
    return answered and isinstance(message, UserUttered) and bool((message.parse_data or {}).get(UNSURE))


def _chooses_notices(tracker: DialogueStateTracker) -> bool:
    return bool(NOTICES.search(_free_text(tracker)))


def _free_text(tracker: DialogueStateTracker) -> str:
    """What was typed; "" while a form waits for an answer, which is then the likelier reading."""
    message = tracker.latest_message
    free = isinstance(message, UserUttered) and tracker.active_loop_name is None
    return (message.text or "") if free else ""


def _is_external(tracker: DialogueStateTracker) -> bool:
    message = tracker.latest_message
    return isinstance(message, UserUttered) and (message.intent_name or "").startswith(EXTERNAL)

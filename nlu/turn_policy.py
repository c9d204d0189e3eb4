"""Who speaks next when no rule says so: nobody while an attendant has the conversation, and a turn always
ends."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from nlu import turn_signs
from nlu.classifier import ALSO_ASKED, FAQ, UNSURE

HANDOFF_SLOT = "handoff"
HEAR = "action_hear_live"
NOT_UNDERSTOOD = "action_not_understood"
EXTERNAL = "EXTERNAL_"
CHECK = "check_ticket_status_form"
CANCEL = "cancel_ticket_form"
OPEN = "open_ticket_form"
RESOLVED = "utter_news_resolved"
NO_ANSWER = ("talk_to_human", "stop", "repeat", "help", "list_my_tickets", "resend_code")
COURTESY_WORDS = 3
VENTING = ("insult", "thank", "praise", "greet", "goodbye")
SECOND_SHARE = 0.15  # probability from which a doubtful message's second question is answered, too
GREET, GREET_AGAIN = "utter_greet", "utter_greet_again"
KEEP_FOR_REVIEW = "action_keep_for_review"
CHOOSE_NOTICES = "action_choose_notices"
TEAM_QUESTIONS = ("utter_news_waiting_on_requester", "utter_ticket_question")
# What answers a message by itself, beside the responses of domain.yml.
ANSWERING = (
    "action_affirm",
    "action_deny",
    "action_repeat",
    "action_correct_information",
    "action_resend_code",
    "action_talk_to_human",
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
        if tracker.latest_action_name == ACTION_LISTEN_NAME:
            if tracker.get_slot(HANDOFF_SLOT) and not _is_external(tracker):
                return self._say(HEAR, 1.0, domain, whatever_was_said=True)
            if action := _by_wording(tracker):
                return self._say(action, 1.0, domain, whatever_was_said=True)
            return self._say(NOT_UNDERSTOOD, LAST_WORD, domain)
        if _was_answered(tracker) and (action := _after_the_answer(tracker)):
            return self._say(action, 1.0, domain)
        return self._say(ACTION_LISTEN_NAME, LAST_WORD, domain)

    def _say(
        self, action: str, confidence: float, domain: Domain, whatever_was_said: bool = False
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        probabilities[domain.index_for_action(action)] = confidence
        return self._prediction(probabilities, is_no_user_prediction=whatever_was_said)


def _by_wording(tracker: DialogueStateTracker) -> str | None:
    """The action that the words themselves ask for, in the light of what was said before."""
    text = _free_text(tracker)
    known = tracker.get_slot("last_ticket") or tracker.get_slot("ticket_choices")
    if known and turn_signs.cancels_a_known_ticket(text):
        return CANCEL
    if known and turn_signs.asks_for_a_known_ticket(text):
        return CHECK
    if turn_signs.chooses_notices(text):
        return CHOOSE_NOTICES
    asked = _said_last(tracker)
    if text and asked in TEAM_QUESTIONS and _answers_the_team(tracker, text):
        return NOT_UNDERSTOOD  # which takes it to the ticket
    if asked == RESOLVED and (form := turn_signs.is_it_solved(text)):
        return form
    if not known and turn_signs.looks_for_a_menu(text):
        return NOT_UNDERSTOOD
    if turn_signs.tells_a_problem(text) and _vents_about_a_service(tracker):
        return OPEN
    return GREET_AGAIN if text and _greets_again(tracker) else None


def _vents_about_a_service(tracker: DialogueStateTracker) -> bool:
    """Anger or courtesy that names a system: the problem in it is what counts."""
    message = tracker.latest_message
    if not isinstance(message, UserUttered) or message.intent_name not in VENTING:
        return False
    return any(entity.get("entity") == "service" for entity in message.entities)


def _answers_the_team(tracker: DialogueStateTracker, text: str) -> bool:
    """Whatever does not plainly ask for something else."""
    message = tracker.latest_message
    intent = message.intent_name if isinstance(message, UserUttered) else None
    if "?" in text or turn_signs.speaks_of_a_ticket(text) or intent in NO_ANSWER:
        return False
    return intent not in VENTING or len(text.split()) > COURTESY_WORDS


def _said_last(tracker: DialogueStateTracker) -> str | None:
    """The response of domain.yml that the bot said last; None when the last words were the person's."""
    said = (event for event in reversed(tracker.events) if isinstance(event, (BotUttered, UserUttered)))
    next(said, None)  # the message that is being answered
    before = next(said, None)
    return before.metadata.get("utter_action") if isinstance(before, BotUttered) else None


def _greets_again(tracker: DialogueStateTracker) -> bool:
    """The long greeting, with its notice of the LGPD, is said once a conversation."""
    message = tracker.latest_message
    greets = isinstance(message, UserUttered) and message.intent_name == "greet"
    return greets and any(
        isinstance(event, ActionExecuted) and event.action_name == GREET for event in tracker.events
    )


def _was_answered(tracker: DialogueStateTracker) -> bool:
    """Outside of forms: an action after a form's would have Rasa run the form again."""
    last = tracker.latest_action_name or ""
    return (last.startswith(UTTER_PREFIX) or last in ANSWERING) and tracker.active_loop_name is None


def _after_the_answer(tracker: DialogueStateTracker) -> str | None:
    """The response to a message's other question; or, when it was answered in doubt, what keeps it."""
    message = tracker.latest_message
    parsed = (message.parse_data or {}) if isinstance(message, UserUttered) else {}
    if (second := _second_answer(parsed)) and tracker.latest_action_name != second:
        return second
    return KEEP_FOR_REVIEW if parsed.get(UNSURE) else None


def _second_answer(parsed: dict[str, Any]) -> str | None:
    """ "Qual o horário e como acompanho?" asks two things; a doubtful question is answered either way."""
    if also := parsed.get(ALSO_ASKED):
        return f"{UTTER_PREFIX}{also}"
    ranking = parsed.get("intent_ranking") or []
    if (
        not parsed.get(UNSURE)
        or len(ranking) < 2
        or not all((one["name"] or "").startswith(FAQ) for one in ranking[:2])
    ):
        return None
    return f"{UTTER_PREFIX}{ranking[1]['name']}" if ranking[1]["confidence"] >= SECOND_SHARE else None


def _free_text(tracker: DialogueStateTracker) -> str:
    """What was typed; "" while a form waits for an answer, which is then the likelier reading."""
    message = tracker.latest_message
    free = isinstance(message, UserUttered) and tracker.active_loop_name is None
    return (message.text or "") if free else ""


def _is_external(tracker: DialogueStateTracker) -> bool:
    message = tracker.latest_message
    return isinstance(message, UserUttered) and (message.intent_name or "").startswith(EXTERNAL)

"""Who speaks next when no rule says so (run in Rasa's environment)."""

from pathlib import Path

import pytest
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.turn_policy import TurnPolicy

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load(str(ROOT / "domain.yml"))


def predict(domain: Domain, *events: Event) -> tuple[str, PolicyPrediction]:
    policy = TurnPolicy(
        TurnPolicy.get_default_config(), None, Resource("turn"), ExecutionContext(GraphSchema({}), "test")
    )
    tracker = DialogueStateTracker.from_events("web-1", list(events), slots=domain.slots)
    prediction = policy.predict_action_probabilities(tracker, domain)
    best = max(range(len(prediction.probabilities)), key=prediction.probabilities.__getitem__)
    return domain.action_names_or_texts[best], prediction


def said(text: str, intent: str = "greet", unsure: bool = False) -> list[Event]:
    parsed = {"intent": {"name": intent, "confidence": 1.0}, "entities": [], "unsure": unsure}
    return [ActionExecuted("action_listen"), UserUttered(text, parsed["intent"], parse_data=parsed)]


def test_while_a_person_has_the_conversation_every_message_goes_there(domain: Domain) -> None:
    action, prediction = predict(domain, SlotSet("handoff", "taken"), *said("oi"))
    assert action == "action_hear_live"
    assert prediction.is_no_user_prediction


def test_our_own_triggers_are_not_the_persons_words(domain: Domain) -> None:
    action, _ = predict(domain, SlotSet("handoff", "taken"), *said("EXTERNAL: visit", "EXTERNAL_visit"))
    assert action != "action_hear_live"


def test_a_turn_that_no_rule_goes_on_with_ends(domain: Domain) -> None:
    action, prediction = predict(domain, *said("oi"), ActionExecuted("action_open_ticket"))
    assert action == "action_listen"
    assert prediction.max_confidence < 0.1


def test_an_answer_given_in_doubt_is_kept_for_review_once(domain: Domain) -> None:
    answered = [*said("prazo", unsure=True), ActionExecuted("utter_faq_resolution_deadline")]
    action, prediction = predict(domain, *answered)
    assert (action, prediction.max_confidence) == ("action_keep_for_review", 1.0)
    assert predict(domain, *answered, ActionExecuted("action_keep_for_review"))[0] == "action_listen"


@pytest.mark.parametrize(
    "events",
    [
        [*said("prazo"), ActionExecuted("utter_faq_resolution_deadline")],
        [*said("hein", unsure=True), ActionExecuted("action_not_understood")],
        [*said("siafi", unsure=True), ActiveLoop("open_ticket_form"), ActionExecuted("utter_thank")],
    ],
    ids=["sure", "kept already", "in a form"],
)
def test_nothing_else_is_kept_by_the_policy(domain: Domain, events: list[Event]) -> None:
    assert predict(domain, *events)[0] == "action_listen"


def test_what_no_rule_answers_was_not_understood(domain: Domain) -> None:
    assert predict(domain, *said("hm"))[0] == "action_not_understood"


@pytest.mark.parametrize(
    "text", ["e o outro?", "E os outros", "outro", "e a outra solicitação?", "como está o outro?"]
)
def test_the_other_one_is_a_ticket_once_one_was_told(domain: Domain, text: str) -> None:
    known = SlotSet("last_ticket", "2026-0000001")
    assert predict(domain, known, *said(text, "bot_challenge"))[0] == "check_ticket_status_form"
    assert predict(domain, *said(text, "bot_challenge"))[0] != "check_ticket_status_form"


def test_the_other_one_is_left_to_a_form_that_waits_for_an_answer(domain: Domain) -> None:
    known, waiting = SlotSet("last_ticket", "2026-0000001"), ActiveLoop("open_ticket_form")
    assert predict(domain, known, waiting, *said("outro"))[0] != "check_ticket_status_form"

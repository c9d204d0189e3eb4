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


def said(
    text: str, intent: str = "greet", unsure: bool = False, ranking: tuple = (), also: str | None = None
) -> list[Event]:
    parsed = {
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [],
        "unsure": unsure,
        "also_asked": also,
        "intent_ranking": [{"name": name, "confidence": share} for name, share in ranking],
    }
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


def test_two_questions_in_one_message_are_both_answered_then_kept_for_review(domain: Domain) -> None:
    ranking = (("faq_opening_hours", 0.45), ("faq_how_to_track", 0.40), ("help", 0.1))
    asked = said("qual o horário e como acompanho?", "faq_opening_hours", unsure=True, ranking=ranking)
    once = [*asked, ActionExecuted("utter_faq_opening_hours")]
    assert predict(domain, *once)[0] == "utter_faq_how_to_track"
    twice = [*once, ActionExecuted("utter_faq_how_to_track")]
    assert predict(domain, *twice)[0] == "action_keep_for_review"


def test_a_second_question_is_answered_though_the_first_was_clear(domain: Domain) -> None:
    asked = said("qual o horário e como acompanho?", "faq_opening_hours", also="faq_how_to_track")
    once = [*asked, ActionExecuted("utter_faq_opening_hours")]
    assert predict(domain, *once)[0] == "utter_faq_how_to_track"
    assert predict(domain, *once, ActionExecuted("utter_faq_how_to_track"))[0] == "action_listen"


def test_the_long_greeting_is_said_once(domain: Domain) -> None:
    assert predict(domain, *said("oi"))[1].max_confidence < 0.1
    assert predict(domain, *said("oi"), ActionExecuted("utter_greet"), *said("opa"))[0] == "utter_greet_again"


def test_a_request_that_might_have_been_meant_is_not_carried_out_beside_an_answer(domain: Domain) -> None:
    ranking = (("faq_how_to_evaluate", 0.45), ("rate_service", 0.40))
    asked = said("avaliação", "faq_how_to_evaluate", unsure=True, ranking=ranking)
    assert predict(domain, *asked, ActionExecuted("utter_faq_how_to_evaluate"))[0] == "action_keep_for_review"


def test_a_digit_alone_is_no_grade_until_a_ticket_was_spoken_of(domain: Domain) -> None:
    assert predict(domain, *said("2", "rate_service"))[0] == "action_not_understood"
    known = SlotSet("last_ticket", "2026-0000001")
    assert predict(domain, known, *said("2", "rate_service"))[1].max_confidence < 0.1


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
    "text",
    [
        "e o outro?",
        "E os outros",
        "outro",
        "e a outra solicitação?",
        "como está o outro?",
        "e o primeiro?",
        "qual o prazo dele?",
    ],
)
def test_the_other_one_is_a_ticket_once_one_was_told(domain: Domain, text: str) -> None:
    known = SlotSet("last_ticket", "2026-0000001")
    assert predict(domain, known, *said(text, "bot_challenge"))[0] == "check_ticket_status_form"
    assert predict(domain, *said(text, "bot_challenge"))[0] != "check_ticket_status_form"


def test_the_other_one_is_left_to_a_form_that_waits_for_an_answer(domain: Domain) -> None:
    known, waiting = SlotSet("last_ticket", "2026-0000001"), ActiveLoop("open_ticket_form")
    assert predict(domain, known, waiting, *said("outro"))[0] != "check_ticket_status_form"

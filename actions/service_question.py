"""The answer to "qual é o sistema ou serviço?", also when it is the problem that is told instead."""

from actions import descriptions
from actions.corrections import take_extras
from actions.draft import DESCRIPTION, OTHER, add_to_description, set_service, take_service
from actions.services import is_other, names_of
from actions.slots import find_own_email
from actions.turn import Turn
from ticket_store import catalogue

ATTEMPT = "service_attempt"


def read_service(turn: Turn) -> None:
    take_extras(turn)
    text = turn.said.text
    if is_other(text):
        set_service(turn, OTHER, turn.get(ATTEMPT) or turn.wording("utter_label_other_service"))
        turn.progress()
    elif take_service(turn, asked=True):
        turn.progress()
        described = descriptions.from_first_sentence(text, tuple(names_of(catalogue.load())))
        if described and turn.said.words > 4 and not turn.get(DESCRIPTION):
            turn.set(DESCRIPTION, described)
    elif find_own_email(text):
        turn.progress()
    elif turn.said.intent == "open_ticket" and not descriptions.content_words(descriptions.clean(text)):
        turn.fail("utter_request_service")  # "abrir", said again
    elif turn.said.words > 4 and not turn.get(ATTEMPT) and add_to_description(turn):
        # The problem instead of the system's name; told twice, the triage finds out the system.
        turn.set(ATTEMPT, turn.wording("utter_label_other_service"))
        turn.question("utter_problem_noted")
        turn.progress()
    elif turn.said.words > 4 and turn.get(DESCRIPTION) and add_to_description(turn):
        set_service(turn, OTHER, turn.wording("utter_label_other_service"))
        turn.progress()
    else:
        if text.strip() and turn.said.words <= 8:
            turn.set(ATTEMPT, text.strip()[:80])
        turn.fail("utter_service_unknown")

"""The answer to the summary: a yes registers, anything else changes something or is asked about."""

import re

from actions import descriptions
from actions.corrections import ask_change, correct, corrects, take_new_values
from actions.draft import ADDS, BUT, CONFIRMATION, CORRECTION, add_to_description
from actions.form import SURE, aside
from actions.slots import fold, is_no, is_yes, tries_an_email
from actions.turn import Turn

# "Talvez": sounds like a yes to the classifier, and registers nothing.
DOUBT = re.compile(r"^(?:talvez|hu+m+|sera|sei la|acho|depois|(?:ok )?vou (?:pensar|conferir|ver))\b")
FIRST_SENTENCE = re.compile(r"^([^.!,;?\n]+)[.!,;\n]\s*(.+\?)\s*$", re.DOTALL)


def read_confirmation(turn: Turn) -> None:
    said = turn.said
    if "reabr" in fold(said.text) and "nao" not in fold(said.text):
        turn.say("utter_topic_switched")
        turn.end("switched", followup="reopen_ticket_form")
    elif is_yes(said.text) and "?" not in said.text:
        confirm(turn)
    elif confirms_and_asks(said.text):
        if answer := aside(said.intent):
            turn.say(answer)
        confirm(turn)
    elif adds(turn) or take_new_values(turn):
        turn.progress()
    elif corrects(turn):
        correct(turn)
    elif is_no(said.text) or said.intent == "deny":
        turn.set(CONFIRMATION, None)
        ask_change(turn)
    elif DOUBT.search(fold(said.text)):
        turn.fail("utter_confirmation_unclear")
    elif (
        said.intent == "affirm"
        and "?" not in said.text
        and said.confidence >= SURE
        and not BUT.search(fold(said.text))
    ):
        confirm(turn)
    elif tries_an_email(said.text):
        turn.fail("utter_email_invalid")
    elif said.intent == "open_ticket" and not descriptions.content_words(descriptions.clean(said.text)):
        confirm(turn)  # "pode abrir o chamado"
    elif said.intent in ("open_ticket", "add_ticket_information") and add_to_description(turn):
        turn.progress()
    else:
        turn.fail("utter_confirmation_unclear")


def adds(turn: Turn) -> bool:
    """ "Está certo, mas faltou dizer que é no Chrome": one more line of the description."""
    text = turn.said.text
    return bool(ADDS.search(fold(text))) and "?" not in text and add_to_description(turn)


def confirms_and_asks(text: str) -> bool:
    """ "Sim. Qual o prazo?" """
    found = FIRST_SENTENCE.match(text.strip())
    if not found or not is_yes(found[1]):
        return False
    rest = fold(found[2])
    return not BUT.search(rest) and not CORRECTION.search(rest)


def confirm(turn: Turn) -> None:
    turn.set(CONFIRMATION, "yes")
    turn.end("done")

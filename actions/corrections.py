"""What was given wrongly while a ticket is put together, and taking the right value."""

from actions import descriptions
from actions.draft import (
    CHANGE,
    CONFIRMATION,
    CORRECTION,
    DESCRIPTION,
    EMAIL,
    RIGHT,
    SERVICE,
    is_short_refusal,
    mentioned_fields,
    service_in,
    take_description,
    take_service,
    urgency_in,
)
from actions.services import is_other
from actions.slots import find_email, find_own_email, fold, is_no, is_yes
from actions.turn import Turn


def take_extras(turn: Turn) -> bool:
    """His address or an urgency, in whatever message it comes. True when there was one.

    A colleague's address in the story is taken only where an address was asked or is corrected.
    """
    asked = turn.requested in (EMAIL, CHANGE)
    address = (find_email if asked else find_own_email)(turn.said.text)
    urgency = urgency_in(turn)
    if address:
        turn.set(EMAIL, address)
    if urgency:
        turn.set("urgency", urgency)
    return bool(address or urgency)


def corrects(turn: Turn) -> bool:
    """Whether the message says that something given before is wrong."""
    said = turn.said
    if turn.requested == SERVICE and is_other(said.text):
        return False  # "não sei o nome do sistema" answers the question for it
    understood = said.intent == "correct_information" and said.confidence >= 0.4
    worded = bool(CORRECTION.search(fold(said.text)))
    if turn.requested == DESCRIPTION:
        # A problem may be that something is wrong: only a short remark that speaks of an answer corrects it.
        named = mentioned_fields(said.text) or service_in(turn) or find_own_email(said.text)
        return worded and bool(named) and said.words <= (10 if understood else 5)
    return understood or worded


def take_new_values(turn: Turn) -> bool:
    """An address, urgency, description or service that the message gives replaces the old one. True when it
    gives any."""
    taken = take_extras(turn)
    if corrects(turn) or is_short_refusal(turn.said.text):
        # "O problema é que não vejo o contracheque" is about the problem, whatever service it names.
        asked = mentioned_fields(turn.said.text) == [SERVICE]
        taken = take_description(turn) or take_service(turn, asked=asked) or taken
    return taken


def correct(turn: Turn) -> None:
    """ "Errei o e-mail", "na verdade é no SEI": takes the new value if it came along, else asks for it
    again."""
    if take_new_values(turn):
        turn.progress()
        return
    fields = mentioned_fields(turn.said.text)
    known = [f for f in fields if turn.get(f)]
    if known:
        clear(turn, known[0])
    elif fields or not any(turn.get(f) for f in (SERVICE, DESCRIPTION, EMAIL)):
        turn.progress()  # what was wrong is not known yet, or is being asked right now
    else:
        ask_change(turn)


def read_change(turn: Turn) -> None:
    """The answer to "o que você quer mudar?"."""
    text = turn.said.text
    fields = mentioned_fields(text)
    # "O e-mail" names a field here, though there is a service of that name.
    may_name_service = not fields or fields == [SERVICE]
    if (
        take_new_values(turn)
        or take_description(turn)
        or (may_name_service and take_service(turn, asked=True))
    ):
        turn.progress()
    elif fields:
        clear(turn, fields[0])
    elif changes_nothing(turn):
        turn.progress()
    elif (words := descriptions.clean(text)) and turn.said.words > 4 and descriptions.is_long_enough(words):
        turn.set(DESCRIPTION, words)
        turn.progress()
    else:
        turn.fail("utter_request_open_ticket_change")
        turn.set("open_ticket_changing", True)


def changes_nothing(turn: Turn) -> bool:
    text = turn.said.text
    nothing = is_no(text) or is_yes(text) or fold(text) in ("nada", "nenhum", "nenhuma")
    return nothing or turn.said.intent == "deny" or bool(RIGHT.search(fold(text)))


def clear(turn: Turn, field: str) -> None:
    """The field is asked again, and the summary after it."""
    turn.progress()
    turn.forget(field, CONFIRMATION)
    if field == SERVICE:
        turn.forget("service_name")


def ask_change(turn: Turn) -> None:
    turn.progress()
    turn.set("open_ticket_changing", True)

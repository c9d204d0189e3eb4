"""Opening a ticket: service, description, e-mail, a summary to confirm; anything can be said at once or
corrected later."""

import re
import uuid

from actions import carried_draft, descriptions
from actions.before_opening import ask_first, declines, read_incident, read_similar
from actions.corrections import correct, corrects, read_change, take_extras
from actions.draft import (
    CHANGE,
    CONFIRMATION,
    CORRECTION,
    DESCRIPTION,
    DRAFT,
    EMAIL,
    INCIDENT,
    LABEL,
    OTHER,
    RIGHT,
    SERVICE,
    SIMILAR,
    add_to_description,
    service_in,
    take_service,
    urgency_in,
)
from actions.form import SURE, Form
from actions.service_question import read_service
from actions.services import is_other, names_of
from actions.slots import (
    find_email,
    find_own_email,
    find_ticket_number,
    fold,
    is_no,
    is_yes,
    looks_like_email,
    tries_an_email,
)
from actions.summary_question import confirms_and_asks, read_confirmation
from actions.turn import Turn
from ticket_store import catalogue
from ticket_store.masking import hide_passwords

SHORT_DESCRIPTION = "short_description"
NO_EMAIL = re.compile(r"\b(?:nao (?:tenho|uso|possuo)|sem)\b(?: \w+){0,2} e-?mail\b")
# "Já registrou?" at the summary is about this ticket; who leaves it for another one names one.
NAMES_A_TICKET = re.compile(r"\b(?:chamad|acionament|ticket|protocolo|solicitac|registros|pedidos?|20\d\d)")
A_REGISTERED_ONE = re.compile(r"\b(?:chamado|acionamento)\b.*\b(?:antig|outro|velho|anterior|ontem|passad)")
REFUSES = re.compile(r"^nao (?:quero )?registr\w+")
SHORT_REMARK, SHORT_URGENCY = 3, 8  # words


class ValidateOpenTicketForm(Form):
    """Asks what is missing, in this order, and ends "done" once the summary is confirmed."""

    stopped = "utter_open_ticket_stopped"
    gave_up = "utter_open_ticket_gave_up"
    free_text = (DESCRIPTION,)

    def name(self) -> str:
        return "validate_open_ticket_form"

    async def start(self, turn: Turn) -> None:
        await super().start(turn)
        turn.set(CONFIRMATION, None)
        if any(turn.get(slot) for slot in (SERVICE, DESCRIPTION)):
            turn.say("utter_open_ticket_resumed")
        # One key a form: a repeated confirmation, or a turn that Rasa runs again, finds the same ticket.
        turn.set("submission_key", turn.get("submission_key") or uuid.uuid4().hex)

    def forget(self, turn: Turn) -> None:
        turn.forget(*DRAFT)

    def wants_to_stop(self, turn: Turn) -> bool:
        said = turn.said
        if turn.requested in (INCIDENT, SIMILAR, carried_draft.OFFER) and declines(turn):
            return False
        if turn.requested in (CONFIRMATION, CHANGE) and REFUSES.match(fold(said.text)):
            return True
        if turn.requested in (CONFIRMATION, CHANGE) and RIGHT.search(fold(said.text)):
            return False  # "deixa, tá certo"
        if said.intent == "cancel_ticket" and said.confidence >= SURE and not find_ticket_number(said.text):
            if A_REGISTERED_ONE.search(fold(said.text)):
                return False  # "quero cancelar um chamado antigo" is another topic
            return turn.requested != DESCRIPTION or not descriptions.is_long_enough(said.text)
        return not says_how_urgent(turn) and super().wants_to_stop(turn)

    def may_switch(self, turn: Turn) -> bool:
        said = turn.said
        if turn.requested in (CONFIRMATION, EMAIL) and said.words <= SHORT_REMARK:
            return bool(NAMES_A_TICKET.search(fold(said.text)))
        # At the summary, "coloca também que ..." is about this ticket.
        return not (turn.requested == CONFIRMATION and said.intent == "add_ticket_information")

    def answers(self, turn: Turn) -> bool:
        text = turn.said.text
        match turn.requested:
            case "email":
                return tries_an_email(text) or has_no_email(text) or says_how_urgent(turn)
            case "service":
                return turn.said.words <= 8 and (service_in(turn, asked=True) is not None or is_other(text))
            case "open_ticket_confirmation":
                return (
                    is_yes(text)
                    or is_no(text)
                    or confirms_and_asks(text)
                    or tries_an_email(text)
                    or says_how_urgent(turn)
                    or corrects(turn)
                )
            case "open_ticket_incident" | "open_ticket_similar" | carried_draft.OFFER:
                return (
                    is_yes(text)
                    or declines(turn)
                    or turn.said.intent in ("affirm", "deny", "open_ticket", "add_ticket_information")
                )
            case "open_ticket_change":
                return True
        return corrects(turn)

    async def read(self, turn: Turn) -> None:
        if turn.requested is None:
            if not await carried_draft.begin(turn):
                self.take_all(turn)
        elif turn.requested == carried_draft.OFFER:
            await carried_draft.answer(turn)
        elif turn.requested == CHANGE:
            read_change(turn)
        elif turn.requested == INCIDENT:
            read_incident(turn)
        elif turn.requested == SIMILAR:
            read_similar(turn)
        elif turn.requested == CONFIRMATION:
            read_confirmation(turn)
        elif (
            turn.requested == EMAIL
            and tries_an_email(turn.said.text)
            and not CORRECTION.search(fold(turn.said.text))
        ):
            self.read_email(turn)
        elif corrects(turn):
            correct(turn)
        elif turn.requested == SERVICE:
            read_service(turn)
        elif turn.requested == DESCRIPTION:
            self.read_description(turn)
        else:
            self.read_email(turn)
        if turn.changed(DESCRIPTION):  # what the store would mask is not shown in the summary either
            turn.set(DESCRIPTION, hide_passwords(turn.get(DESCRIPTION) or "") or None)

    def take_all(self, turn: Turn) -> None:
        """The first sentence: whatever it holds is not asked again."""
        take_extras(turn)
        take_service(turn)
        described = descriptions.from_first_sentence(turn.said.text, tuple(names_of(catalogue.load())))
        if described:
            turn.set(DESCRIPTION, described)

    def read_description(self, turn: Turn) -> None:
        take_extras(turn)
        text = descriptions.clean(LABEL.sub("", turn.said.text, count=1))
        known = turn.get(SERVICE) != OTHER
        told = ", ".join(t for t in (turn.get(SHORT_DESCRIPTION), turn.said.text.strip()) if t)
        if descriptions.is_long_enough(text):
            described = text
        elif known and descriptions.names_a_symptom(turn.said.text):  # "não abre" says enough
            described = f"Serviço {turn.get('service_name')}: {turn.said.text.strip()}"
        elif turn.get(SHORT_DESCRIPTION) and descriptions.content_words(told):
            described = told
        elif find_own_email(turn.said.text):
            turn.progress()
            return
        else:
            turn.set(SHORT_DESCRIPTION, turn.said.text.strip()[:200] or None)
            turn.fail("utter_description_too_short")
            return
        turn.set(DESCRIPTION, described)
        if not known and not turn.get("service_attempt"):
            take_service(turn)
        turn.progress()

    def read_email(self, turn: Turn) -> None:
        if find_email(turn.said.text):
            take_extras(turn)
            turn.progress()
        elif has_no_email(turn.said.text):
            turn.fail("utter_no_email")
        elif looks_like_email(turn.said.text):
            turn.fail("utter_email_invalid")
        elif says_how_urgent(turn):
            take_extras(turn)
            turn.progress()
        elif tells_more(turn.said.text) and add_to_description(turn):
            turn.say("utter_description_completed")
            turn.progress()
        else:
            turn.fail("utter_email_needed")

    async def keep(self, turn: Turn) -> None:
        await carried_draft.keep(turn)

    async def ask(self, turn: Turn) -> str | None:
        if carried_draft.is_open(turn) and (asked := await carried_draft.ask(turn)):
            return asked
        if turn.get("open_ticket_changing"):
            turn.forget("open_ticket_changing")
            if not turn.answered:
                turn.say("utter_request_open_ticket_change")
            return CHANGE
        missing = next((slot for slot in (SERVICE, DESCRIPTION, EMAIL) if not turn.get(slot)), CONFIRMATION)
        if (first := await ask_first(turn, missing)) or turn.ended:
            return first
        if turn.answered:
            return missing
        if missing == CONFIRMATION:
            summary = "utter_request_open_ticket_confirmation"
            urgency = turn.get("urgency")
            if urgency:
                priority = catalogue.load().priority_for(urgency).name
                turn.say(f"{summary}_urgent", urgency_name=priority)
            else:
                turn.say(summary)
        else:
            other = missing == DESCRIPTION and turn.get(SERVICE) == OTHER
            turn.say("utter_request_description_other" if other else f"utter_request_{missing}")
        return missing


def has_no_email(text: str) -> bool:
    """ "Não tenho e-mail"; "não tenho acesso ao e-mail" is a problem."""
    return bool(NO_EMAIL.search(fold(text))) and not looks_like_email(text)


def tells_more(text: str) -> bool:
    """A detail of the problem where the address was asked ("dá erro 1045")."""
    return "?" not in text and (len(text.split()) > SHORT_REMARK or descriptions.names_a_symptom(text))


def says_how_urgent(turn: Turn) -> bool:
    """A short remark about nothing but the urgency ("preciso disso pra hoje")."""
    return turn.said.words <= SHORT_URGENCY and urgency_in(turn) is not None

"""Opening a ticket: service, description, e-mail, a summary to confirm; anything can be said at once or
corrected later."""

import re
import uuid

from actions import carried_draft, descriptions
from actions.before_opening import ask_first, declines, read_incident, read_similar
from actions.draft import (
    BUT,
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
    is_short_refusal,
    mentioned_fields,
    service_in,
    set_service,
    take_description,
    take_service,
    urgency_in,
)
from actions.form import SURE, Form
from actions.services import is_other, names_of
from actions.slots import (
    find_email,
    find_ticket_number,
    fold,
    is_no,
    is_yes,
    looks_like_email,
    tries_an_email,
)
from actions.turn import Turn
from ticket_store import catalogue

# "Talvez" at the summary: sounds like a yes to the classifier, and registers nothing.
DOUBT = re.compile(r"^(?:talvez|hu+m+|sera|sei la|depois|(?:ok )?vou (?:pensar|conferir|ver))\b")


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
        if turn.requested in (CONFIRMATION, CHANGE) and RIGHT.search(fold(said.text)):
            return False  # "deixa, tá certo"
        if said.intent == "cancel_ticket" and said.confidence >= SURE and not find_ticket_number(said.text):
            return turn.requested != DESCRIPTION or not descriptions.is_long_enough(said.text)
        return super().wants_to_stop(turn)

    def may_switch(self, turn: Turn) -> bool:
        # At the summary, "coloca também que ..." is about this ticket.
        return not (turn.requested == CONFIRMATION and turn.said.intent == "add_ticket_information")

    def answers(self, turn: Turn) -> bool:
        text = turn.said.text
        match turn.requested:
            case "email":
                return tries_an_email(text)
            case "service":
                return turn.said.words <= 8 and (service_in(turn, asked=True) is not None or is_other(text))
            case "open_ticket_confirmation":
                return is_yes(text) or is_no(text) or self.corrects(turn)
            case "open_ticket_incident" | "open_ticket_similar" | carried_draft.OFFER:
                return (
                    is_yes(text)
                    or declines(turn)
                    or turn.said.intent in ("affirm", "deny", "open_ticket", "add_ticket_information")
                )
            case "open_ticket_change":
                return True
        return self.corrects(turn)

    def corrects(self, turn: Turn) -> bool:
        said = turn.said
        if turn.requested == SERVICE and is_other(said.text):
            return False  # "não sei o nome do sistema" answers the question for it
        understood = said.intent == "correct_information" and said.confidence >= 0.4
        worded = bool(CORRECTION.search(fold(said.text)))
        if turn.requested == DESCRIPTION:
            # A problem may be that something is wrong: only a short remark that speaks of an answer corrects
            # it.
            named = mentioned_fields(said.text) or service_in(turn) or find_email(said.text)
            return understood and worded and said.words <= 10 and bool(named)
        return understood or worded

    async def read(self, turn: Turn) -> None:
        if turn.requested is None:
            if not await carried_draft.begin(turn):
                self.take_all(turn)
        elif turn.requested == carried_draft.OFFER:
            await carried_draft.answer(turn)
        elif turn.requested == CHANGE:
            self.read_change(turn)
        elif turn.requested == INCIDENT:
            read_incident(turn)
        elif turn.requested == SIMILAR:
            read_similar(turn)
        elif turn.requested != CONFIRMATION and self.corrects(turn):
            self.correct(turn)
        else:
            {SERVICE: self.read_service, DESCRIPTION: self.read_description, EMAIL: self.read_email}.get(
                turn.requested, self.read_confirmation
            )(turn)

    def take_all(self, turn: Turn) -> None:
        """The first sentence: whatever it holds is not asked again."""
        self.take_extras(turn)
        take_service(turn)
        described = descriptions.from_first_sentence(turn.said.text, tuple(names_of(catalogue.load())))
        if described:
            turn.set(DESCRIPTION, described)

    def take_extras(self, turn: Turn) -> bool:
        """An address or an urgency, in whatever message it comes. True when there was one."""
        address, urgency = find_email(turn.said.text), urgency_in(turn)
        if address:
            turn.set(EMAIL, address)
        if urgency:
            turn.set("urgency", urgency)
        return bool(address or urgency)

    def read_service(self, turn: Turn) -> None:
        self.take_extras(turn)
        text = turn.said.text
        if take_service(turn, asked=True):
            turn.progress()
            described = descriptions.from_first_sentence(text, tuple(names_of(catalogue.load())))
            if described and turn.said.words > 4 and not turn.get(DESCRIPTION):
                turn.set(DESCRIPTION, described)
        elif is_other(text):
            set_service(turn, OTHER, turn.get("service_attempt") or turn.wording("utter_label_other_service"))
            turn.progress()
        elif find_email(text):
            turn.progress()
        elif turn.said.intent == "open_ticket" and not descriptions.content_words(descriptions.clean(text)):
            turn.fail("utter_request_service")  # "abrir", said again
        elif turn.said.words > 4 and not turn.get("service_attempt") and add_to_description(turn):
            # The problem instead of the system's name; told twice, the triage finds out the system.
            turn.set("service_attempt", turn.wording("utter_label_other_service"))
            turn.question("utter_problem_noted")
            turn.progress()
        elif turn.said.words > 4 and turn.get(DESCRIPTION) and add_to_description(turn):
            set_service(turn, OTHER, turn.wording("utter_label_other_service"))
            turn.progress()
        else:
            if text.strip() and turn.said.words <= 8:
                turn.set("service_attempt", text.strip()[:80])
            turn.fail("utter_service_unknown")

    def read_description(self, turn: Turn) -> None:
        self.take_extras(turn)
        text = descriptions.clean(LABEL.sub("", turn.said.text, count=1))
        if descriptions.is_long_enough(text):
            turn.set(DESCRIPTION, text)
            if turn.get(SERVICE) == OTHER and not turn.get("service_attempt"):
                take_service(turn)
            turn.progress()
        elif find_email(turn.said.text):
            turn.progress()
        else:
            turn.fail("utter_description_too_short")

    def read_email(self, turn: Turn) -> None:
        if address := find_email(turn.said.text):
            turn.set(EMAIL, address)
            turn.progress()
        elif looks_like_email(turn.said.text):
            turn.fail("utter_email_invalid")
        elif turn.said.intent in ("open_ticket", "add_ticket_information") and add_to_description(turn):
            turn.say("utter_description_completed")
            turn.progress()
        else:
            turn.fail("utter_email_needed")

    def read_confirmation(self, turn: Turn) -> None:
        said = turn.said
        if is_yes(said.text):
            self.confirm(turn)
        elif self.take_new_values(turn):
            turn.progress()
        elif self.corrects(turn):
            self.correct(turn)
        elif is_no(said.text) or said.intent == "deny":
            turn.set(CONFIRMATION, None)
            self.ask_change(turn)
        elif DOUBT.search(fold(said.text)):
            turn.fail("utter_confirmation_unclear")
        elif said.intent == "affirm" and said.confidence >= SURE and not BUT.search(fold(said.text)):
            self.confirm(turn)
        elif tries_an_email(said.text):
            turn.fail("utter_email_invalid")
        elif said.intent == "open_ticket" and not descriptions.content_words(descriptions.clean(said.text)):
            self.confirm(turn)  # "pode abrir o chamado"
        elif said.intent in ("open_ticket", "add_ticket_information") and add_to_description(turn):
            turn.progress()
        else:
            turn.fail("utter_confirmation_unclear")

    def confirm(self, turn: Turn) -> None:
        turn.set(CONFIRMATION, "yes")
        turn.end("done")

    def take_new_values(self, turn: Turn) -> bool:
        """An address, urgency, description or service that the message gives replaces the old one. True when
        it
        gives any."""
        taken = self.take_extras(turn)
        if self.corrects(turn) or is_short_refusal(turn.said.text):
            # "O problema é que não vejo o contracheque" is about the problem, whatever service it names.
            asked = mentioned_fields(turn.said.text) == [SERVICE]
            taken = take_description(turn) or take_service(turn, asked=asked) or taken
        return taken

    def correct(self, turn: Turn) -> None:
        """ "Errei o e-mail", "na verdade é no SEI": takes the new value if it came along, else asks for it
        again."""
        if self.take_new_values(turn):
            turn.progress()
            return
        fields = mentioned_fields(turn.said.text)
        known = [f for f in fields if turn.get(f)]
        if known:
            self.reopen(turn, known[0])
        elif fields or not any(turn.get(f) for f in (SERVICE, DESCRIPTION, EMAIL)):
            turn.progress()  # what was wrong is not known yet, or is being asked right now
        else:
            self.ask_change(turn)

    def read_change(self, turn: Turn) -> None:
        text = turn.said.text
        fields = mentioned_fields(text)
        # "O e-mail" names a field here, though there is a service of that name.
        may_name_service = not fields or fields == [SERVICE]
        if (
            self.take_new_values(turn)
            or take_description(turn)
            or (may_name_service and take_service(turn, asked=True))
        ):
            turn.progress()
        elif fields:
            self.reopen(turn, fields[0])
        elif (
            turn.said.intent == "deny"
            or is_no(text)
            or fold(text) in ("nada", "nenhum", "nenhuma")
            or RIGHT.search(fold(text))
            or is_yes(text)
        ):
            turn.progress()
        elif (
            (words := descriptions.clean(text)) and turn.said.words > 4 and descriptions.is_long_enough(words)
        ):
            turn.set(DESCRIPTION, words)
            turn.progress()
        else:
            turn.fail("utter_request_open_ticket_change")
            turn.set("open_ticket_changing", True)

    def reopen(self, turn: Turn, field: str) -> None:
        turn.progress()
        turn.forget(field, CONFIRMATION)
        if field == SERVICE:
            turn.forget("service_name")

    def ask_change(self, turn: Turn) -> None:
        turn.progress()
        turn.set("open_ticket_changing", True)

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

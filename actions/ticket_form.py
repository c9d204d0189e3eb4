"""A form about a registered ticket: who asks (proof by code), which ticket, then what the topic needs."""

import re
from typing import Any, ClassVar

from actions import carried_draft, descriptions, proof, store
from actions.form import Form
from actions.memory import told_resolved
from actions.services import find_service
from actions.slots import find_email, find_ticket_number, fold, is_yes, looks_like_email
from actions.tickets import find, readable, show
from actions.turn import Turn
from actions.words import status_name
from ticket_store import catalogue, errors, numbers

NUMBER = "ticket_number"
# How a text for the ticket sounds to the classifier, when something else was asked.
TELLING = ("open_ticket", "add_ticket_information", "reopen_ticket", "out_of_scope", "nlu_fallback")
UNKNOWN = re.compile(r"\b(nao (?:sei|lembro|tenho|me lembro)|esqueci|perdi|qualquer um|sei la)\b")
# "Cancela esse", "e quando fica pronto?": the ticket that was spoken of last.
THAT_ONE = re.compile(
    r"\b(?:ess[ea]|este|dess[ea]|dest[ea]|ness[ea]|nest[ea]|del[ea]|nel[ea]|ele|ela)\b|^(?:e )?quando\b"
)
OTHER = re.compile(r"\b(?:outr[oa]s?|o resto|os demais)\b(?! (?:e-?mail|endereco|codigo))")
# After a number that was not found no other ticket is taken unasked: what was told was meant for that one.
MISSED = "ticket_number_missed"
OF_A_SERVICE = re.compile(
    r"\b(?:chamad\w+|acionament\w+|ticket|solicitac\w+|protocolo|pedido|atendimento|problema|o|a)"
    r" (?:d[oae]|sobre(?: [oa])?|referente a[o]?) (.+)"
)
AGE = {"mais antigo": -1, "mais velho": -1, "mais novo": 0, "mais recente": 0}
ALL_OF_THEM = re.compile(r"\b(?:os dois|as duas|ambos|ambas|todos|todas|os tres|as tres)\b")
# A service named with the request ("avaliar o chamado da VPN"): which ticket, once they may be seen.
SERVICE_MEANT = "service_meant"
PLACE_IN_LIST = re.compile(r"^(?:[on] |numero |opcao )*(\d{1,2})$")
ORDINALS = {
    "primeir": 0,
    "segund": 1,
    "terceir": 2,
    "quart": 3,
    "quint": 4,
    "sext": 5,
    "setim": 6,
    "oitav": 7,
    "ultim": -1,
}


class TicketForm(Form):
    """Subclasses say which tickets fit and what else is needed once the ticket is known."""

    stopped = "utter_stopped"
    # Reading what was opened in this very conversation needs no code; changing a ticket always does.
    always_proved: ClassVar[bool] = True

    # Slots of what the topic needs besides the ticket: cleared at the start and when it is given up.
    details: ClassVar[tuple[str, ...]] = ()

    carries_to: ClassVar[str | None] = None

    def fits(self, ticket: Any) -> bool:
        """Whether the topic makes sense for this ticket."""
        return True

    async def start(self, turn: Turn) -> None:
        await super().start(turn)
        turn.forget(NUMBER, MISSED, proof.SENT_TO, SERVICE_MEANT, *self.details)
        # Another form may have sent the person here with the ticket and the text already told.
        if find_ticket_number(turn.said.text) is None:  # a number that was typed wins
            turn.set(NUMBER, turn.get("carried_number"))
        if self.carries_to and turn.get("carried_text"):
            turn.set(self.carries_to, turn.get("carried_text"))
        turn.forget("carried_number", "carried_text")

    def forget(self, turn: Turn) -> None:
        turn.forget(NUMBER, proof.SENT_TO, "ticket_choices", SERVICE_MEANT, *self.details)

    def answers(self, turn: Turn) -> bool:
        if turn.requested == NUMBER:
            return (
                find_ticket_number(turn.said.text, bare=True) is not None
                or self.choice(turn) is not None
                or bool(ALL_OF_THEM.search(fold(turn.said.text)))
            )
        if turn.requested == proof.EMAIL and find_ticket_number(turn.said.text, bare=True):
            return True
        return proof.is_answer(turn)

    async def read(self, turn: Turn) -> None:
        if turn.requested in (proof.EMAIL, proof.CODE):
            if (
                turn.requested == proof.EMAIL
                and not find_email(turn.said.text)
                and self.take_number(turn, bare=True)
            ):
                turn.say("utter_number_noted")
                turn.progress()
                return
            if not proof.is_answer(turn) and self.take_detail_early(turn):
                turn.progress()
                return
            await proof.read(turn)
        elif turn.requested == NUMBER:
            await self.read_number(turn)
        elif turn.requested is None:
            if self.topic != "list_my_tickets" and await carried_draft.is_meant(turn):
                turn.end("switched", followup="open_ticket_form")
            elif not turn.get(NUMBER):  # else the message was the answer that led here
                self.take_first(turn)
        else:
            self.read_detail(turn)

    def may_switch(self, turn: Turn) -> bool:
        if self.carries_to and turn.requested in (NUMBER, proof.EMAIL, proof.CODE) and tells_detail(turn):
            return False
        # What goes into the ticket may sound like any topic ("ainda não resolveram").
        return turn.requested not in self.free_text or not descriptions.is_long_enough(turn.said.text)

    def wants_to_stop(self, turn: Turn) -> bool:
        all_of_them = turn.requested == NUMBER and ALL_OF_THEM.search(fold(turn.said.text))
        return not all_of_them and super().wants_to_stop(turn)

    def take_detail_early(self, turn: Turn) -> bool:
        """Takes what the topic will need and is said before it is asked. True when there was something."""
        return False

    def read_detail(self, turn: Turn) -> None:
        """Reads the answer to one of the topic's own questions."""
        raise NotImplementedError

    def take_first(self, turn: Turn) -> None:
        """The first sentence may hold the number and the address."""
        if address := find_email(turn.said.text):
            turn.set(proof.EMAIL, address)
        if self.take_number(turn, bare=True):
            return
        last = turn.get("last_ticket")
        answers_button = bool(self.details) and not turn.said.text  # only what changes a ticket has details
        if chosen := self.choice(turn):
            turn.set(NUMBER, chosen)
        elif last and (
            answers_button or told_resolved(turn.tracker) or THAT_ONE.search(fold(turn.said.text))
        ):
            turn.set(NUMBER, last)  # "avaliar" below the news of a ticket is about that one
        elif of := OF_A_SERVICE.search(fold(turn.said.text)):
            service = find_service(catalogue.load(), " ".join(of[1].split()[:4]))
            turn.set(SERVICE_MEANT, service.code if service else None)

    def take_number(self, turn: Turn, bare: bool) -> bool:
        typed = find_ticket_number(turn.said.text, bare) or (
            next(iter(turn.said.surfaces(NUMBER)), None) if turn.requested in (None, NUMBER) else None
        )
        if not typed:
            return False
        try:
            turn.set(NUMBER, numbers.normalise(typed, numbers.year_of(store.now())))
        except errors.InvalidTicketNumber:
            return False
        return True

    async def read_number(self, turn: Turn) -> None:
        text = fold(turn.said.text)
        if find_email(turn.said.text) or proof.wants_other_address(turn):
            await proof.read(turn)
        elif chosen := self.choice(turn):
            turn.set(NUMBER, chosen)
            turn.progress()
        elif self.take_number(turn, bare=True):
            turn.progress()
        elif ALL_OF_THEM.search(text):
            turn.question("utter_one_at_a_time")
        elif self.take_detail_early(turn) or UNKNOWN.search(text) or OTHER.search(text):
            turn.progress()
        else:
            turn.fail("utter_ticket_number_invalid")

    def choice(self, turn: Turn) -> str | None:
        """ "O segundo", "2", "o do SIAFI": one of the tickets that were just listed."""
        choices = turn.get("ticket_choices") or []
        text = fold(turn.said.text)
        if not choices or turn.said.words > 10:
            return None
        if turn.requested == NUMBER and len(choices) == 1 and (is_yes(text) or THAT_ONE.search(text)):
            return choices[0]["number"]
        if turn.requested == NUMBER and (place := PLACE_IN_LIST.match(text)):
            number = int(place[1])
            ending = [c["number"] for c in choices if int(c["number"].rpartition("-")[2]) == number]
            by_place = choices[number - 1]["number"] if 0 < number <= len(choices) else None
            return ending[0] if ending else by_place
        for words, index in AGE.items():  # the newest is listed first
            if words in text:
                return choices[index]["number"]
        for stem, index in ORDINALS.items():
            if re.search(rf"\b{stem}[oa]\b", text) and index < len(choices):
                return choices[index]["number"]
        named = find_service(catalogue.load(), turn.said.text, turn.said.surfaces("service"), asked=True)
        of_service = [c for c in choices if named and c["service"] == named.code]
        return of_service[0]["number"] if len(of_service) == 1 else None

    async def ask(self, turn: Turn) -> str | None:
        needed = await proof.is_needed(turn)
        number = turn.get(NUMBER)
        if needed and (self.always_proved or not await self.readable_here(turn, number)):
            return await proof.ask(turn)
        if not number:
            return await self.choose(turn)
        try:
            ticket = await find(turn, number)
        except errors.TicketNotFound:
            turn.forget(NUMBER)
            turn.set(MISSED, True)
            turn.fail("utter_ticket_not_found", ticket_number=number)
            return NUMBER
        if not self.fits(ticket):
            turn.say(
                f"utter_{self.topic}_does_not_fit",
                ticket_number=ticket.number,
                status_name=status_name(turn, ticket.status),
            )
            turn.end("gave_up")
            return None
        return await self.ask_details(turn, ticket)

    async def ask_details(self, turn: Turn, ticket: Any) -> str | None:
        """Once the ticket is known: asks what the topic still needs, or ends "done"."""
        turn.end("done")
        return None

    async def readable_here(self, turn: Turn, number: str | None) -> bool:
        """Without proof of the address: the ticket (or some ticket) may be read in this conversation."""
        if number:
            try:
                await find(turn, number)
            except errors.TicketNotFound:
                return False
            return True
        return bool(await readable(turn))

    async def choose(self, turn: Turn) -> str | None:
        """Takes the ticket when only one fits; else lists those that do and asks which."""
        if turn.failed:
            return NUMBER
        tickets = [t for t in await readable(turn) if self.fits(t)]
        if OTHER.search(fold(turn.said.text)) and turn.get("last_ticket"):
            tickets = [t for t in tickets if t.number != turn.get("last_ticket")]
            if not tickets:
                turn.say("utter_no_other_ticket")
                turn.end("gave_up")
                return None
        if not tickets:
            turn.say(f"utter_{self.topic}_none", email=turn.get(proof.EMAIL) or "")
            turn.end("gave_up")
            return None
        if meant := turn.get(SERVICE_MEANT):
            turn.forget(SERVICE_MEANT)
            of_service = [t for t in tickets if t.service_code == meant]
            if not of_service:
                turn.set(MISSED, True)
                service = catalogue.load().service(meant)
                turn.say("utter_no_ticket_of_service", service_name=service.name if service else meant)
            tickets = of_service or tickets
        if len(tickets) == 1 and not turn.get(MISSED):
            turn.set(NUMBER, tickets[0].number)
            return await self.ask(turn)
        if not turn.answered:
            show(turn, tickets)
            turn.say("utter_request_ticket_choice")
        return NUMBER


def tells_detail(turn: Turn) -> bool:
    """A text for the ticket, said while the address, the code or the number is asked."""
    said = turn.said
    return (
        said.intent in TELLING
        and said.words > 3
        and "?" not in said.text
        and descriptions.is_long_enough(said.text)
        and not descriptions.REQUEST.search(said.text)
        and not looks_like_email(said.text)
    )


def keep_early(turn: Turn, slot: str) -> bool:
    """Keeps such a text in `slot`, below what is there. True when it is one."""
    if not tells_detail(turn):
        return False
    turn.set(slot, descriptions.joined(turn.get(slot), turn.said.text.strip()))
    turn.say("utter_detail_noted")
    return True

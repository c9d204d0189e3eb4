"""Reopening a resolved ticket: the reason, then a confirmation. Thanks never lead here."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import descriptions, store
from actions.confirmed_form import CONFIRMATION, ConfirmedForm
from actions.services import names_of
from actions.slots import TICKET_NUMBER
from actions.ticket_form import NUMBER, keep_early
from actions.turn import Turn
from actions.words import status_name
from ticket_store import catalogue, errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import RESOLVED
from ticket_store.views import TicketView

REASON = "ticket_reason"
# "Quero reabrir o chamado, não resolveu": these say that it failed, not how.
BARE = frozenset(
    """reabrir reabre reabra reaberto reabertura resolveu resolvido resolvida solucao discordo concordo voltou
    continua ainda foi""".split()  # noqa: SIM905
)


class ValidateReopenTicketForm(ConfirmedForm):
    free_text = (REASON,)
    details = (CONFIRMATION, REASON)
    carries_to = REASON

    def name(self) -> str:
        return "validate_reopen_ticket_form"

    def fits(self, ticket: TicketView) -> bool:
        return ticket.status == RESOLVED and (
            ticket.reopen_until is None or store.now() < ticket.reopen_until
        )

    def take_first(self, turn: Turn) -> None:
        super().take_first(turn)
        turn.set(REASON, reason_in(turn.said.text))

    def take_detail_early(self, turn: Turn) -> bool:
        return keep_early(turn, REASON)

    def read_detail(self, turn: Turn) -> None:
        if turn.requested != REASON:
            super().read_detail(turn)
        elif descriptions.is_long_enough(turn.said.text):
            turn.set(REASON, turn.said.text.strip()[: descriptions.MAXIMUM_LENGTH])
            turn.progress()
        else:
            turn.fail("utter_reason_too_short")

    async def ask_details(self, turn: Turn, ticket: TicketView) -> str | None:
        if turn.get(REASON):
            return await self.ask_confirmation(turn, ticket)
        if not turn.answered:
            turn.say("utter_request_reopen_reason", ticket_number=ticket.number)
        return REASON


class ActionReopenTicket(Action):
    def name(self) -> str:
        return "action_reopen_ticket"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.unfinished(NUMBER, REASON, CONFIRMATION):
            return turn.events()
        number = turn.get(NUMBER)

        def work(session: Any, now: datetime) -> None:
            operations.reopen(
                session,
                ticket_number=number,
                reason=turn.get(REASON),
                author=Author.requester(),
                dedupe_key=turn.said.message_id,
                now=now,
            )

        try:
            await store.call(work)
        except errors.TransitionRefused as refused:
            turn.say(
                "utter_reopen_ticket_does_not_fit",
                ticket_number=number,
                status_name=status_name(turn, refused.current),
            )
        else:
            turn.say("utter_ticket_reopened", ticket_number=number)
        turn.set("last_ticket", number)
        turn.forget(NUMBER, CONFIRMATION, REASON)
        return turn.events()


def reason_in(text: str) -> str | None:
    """What is still wrong, when the first sentence tells it."""
    words = [
        w
        for w in descriptions.content_words(TICKET_NUMBER.sub(" ", text), tuple(names_of(catalogue.load())))
        if w not in BARE
    ]
    tells = len(words) >= 3 or (len(text.split()) >= 4 and descriptions.names_a_symptom(text))
    return text.strip()[: descriptions.MAXIMUM_LENGTH] if tells else None

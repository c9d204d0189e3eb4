"""Cancelling a ticket that is no longer needed, after a confirmation."""

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.confirmed_form import CONFIRMATION, ConfirmedForm
from actions.ticket_form import NUMBER
from actions.turn import Turn
from actions.words import status_name
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import OPEN
from ticket_store.views import TicketView

REASON = "ticket_reason"
BECAUSE = re.compile(
    r"\b(?:porque|pois|pq|por que|j[aá] que|uma vez que)\s+(.{5,500})$|\b(j[aá] (?:resolvi|consegui"
    r"|voltou|funcionou|est[aá]|t[aá])\b.{0,300})",
    re.IGNORECASE | re.DOTALL,
)


class ValidateCancelTicketForm(ConfirmedForm):
    details = (CONFIRMATION, REASON)

    def name(self) -> str:
        return "validate_cancel_ticket_form"

    def fits(self, ticket: TicketView) -> bool:
        return ticket.status in OPEN

    def take_first(self, turn: Turn) -> None:
        super().take_first(turn)
        if because := BECAUSE.search(turn.said.text):
            turn.set(REASON, (because[1] or because[2]).strip())

    async def ask_details(self, turn: Turn, ticket: TicketView) -> str | None:
        return await self.ask_confirmation(turn, ticket)


class ActionCancelTicket(Action):
    def name(self) -> str:
        return "action_cancel_ticket"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.unfinished(NUMBER, CONFIRMATION):
            return turn.events()
        number = turn.get(NUMBER)

        def work(session: Any, now: datetime) -> None:
            operations.cancel(
                session, ticket_number=number, author=Author.requester(), reason=turn.get(REASON), now=now
            )

        try:
            await store.call(work)
        except errors.TransitionRefused as refused:
            turn.say(
                "utter_cancel_ticket_does_not_fit",
                ticket_number=number,
                status_name=status_name(turn, refused.current),
            )
        else:
            turn.say("utter_ticket_cancelled", ticket_number=number)
        turn.set("last_ticket", number)
        turn.forget(NUMBER, CONFIRMATION, REASON)
        return turn.events()

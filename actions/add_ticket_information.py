"""Complementing a registered ticket."""

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import store
from actions.information import asks_to_add, enough, told_along
from actions.memory import team_asked
from actions.slots import fold
from actions.ticket_form import NUMBER, TicketForm, keep_early
from actions.turn import Turn
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import FINISHED
from ticket_store.views import TicketView

INFORMATION = "ticket_information"
# "Não, deixa, não precisa" instead of the information.
REFUSES = re.compile(
    r"^(?:nao\b[\s,]*)+(?:(?:deixa|precisa|quero|obrigad[oa]|nada|mais|nao|pra la)\b[\s,]*)*$"
)


class ValidateAddTicketInformationForm(TicketForm):
    free_text = (INFORMATION,)
    details = (INFORMATION,)
    carries_to = INFORMATION

    def name(self) -> str:
        return "validate_add_ticket_information_form"

    def fits(self, ticket: TicketView) -> bool:
        return ticket.status not in FINISHED

    def take_first(self, turn: Turn) -> None:
        super().take_first(turn)
        answers = team_asked(turn.tracker) and not asks_to_add(turn.said.text)
        answer = enough(turn.said.text) if answers else None
        if answer and not turn.get(NUMBER):
            turn.set(NUMBER, turn.get("last_ticket"))
        turn.set(INFORMATION, told_along(turn.said.text) or answer)

    def take_detail_early(self, turn: Turn) -> bool:
        return keep_early(turn, INFORMATION)

    def read_detail(self, turn: Turn) -> None:
        if REFUSES.match(fold(turn.said.text)):
            self.forget(turn)
            turn.say("utter_nothing_changed")
            turn.end("stopped")
        elif text := enough(turn.said.text):
            turn.set(INFORMATION, text)
            turn.progress()
        else:
            turn.fail("utter_information_too_short")

    async def ask_details(self, turn: Turn, ticket: TicketView) -> str | None:
        if turn.get(INFORMATION):
            turn.end("done")
            return None
        if not turn.answered:
            turn.say("utter_request_ticket_information", ticket_number=ticket.number)
        return INFORMATION


class ActionAddTicketInformation(Action):
    """Writes it in the ticket's history; the same message again writes nothing twice."""

    def name(self) -> str:
        return "action_add_ticket_information"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.unfinished(NUMBER, INFORMATION):
            return turn.events()
        number, text = turn.get(NUMBER), turn.get(INFORMATION)

        def work(session: Any, now: datetime) -> None:
            operations.comment(
                session,
                ticket_number=number,
                text=text,
                author=Author.requester(),
                dedupe_key=turn.said.message_id,
                now=now,
            )

        try:
            await store.call(work)
        except errors.TicketFinished:
            turn.say("utter_ticket_finished", ticket_number=number)
        else:
            turn.say("utter_information_added", ticket_number=number, ticket_information=text)
        turn.set("last_ticket", number)
        turn.forget(NUMBER, INFORMATION)
        return turn.events()

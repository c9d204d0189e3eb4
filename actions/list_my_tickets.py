"""All tickets of a proved address."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import carried_draft, proof
from actions.ticket_form import TicketForm
from actions.tickets import readable, show
from actions.turn import Turn


class ValidateListMyTicketsForm(TicketForm):
    """Needs only the proof."""

    def name(self) -> str:
        return "validate_list_my_tickets_form"

    async def ask(self, turn: Turn) -> str | None:
        if await proof.is_needed(turn):
            return await proof.ask(turn)
        turn.end("done")
        return None


class ActionListMyTickets(Action):
    def name(self) -> str:
        return "action_list_my_tickets"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.unfinished():
            return turn.events()
        tickets = await readable(turn)
        if tickets:
            show(turn, tickets)
        else:
            turn.say("utter_list_my_tickets_none", email=turn.get("email"))
        await carried_draft.offer(turn)
        return turn.events()

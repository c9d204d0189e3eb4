"""Where one ticket stands: by its number, or the only one there is, or the one chosen from a list."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import carried_draft
from actions.ticket_form import NUMBER, TicketForm
from actions.tickets import find, tell
from actions.turn import Turn
from ticket_store import errors


class ValidateCheckTicketStatusForm(TicketForm):
    always_proved = False

    def name(self) -> str:
        return "validate_check_ticket_status_form"


class ActionCheckTicketStatus(Action):
    """Tells the chosen ticket by reading it again."""

    def name(self) -> str:
        return "action_check_ticket_status"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.unfinished("ticket_number"):
            return turn.events()
        number = turn.get(NUMBER)
        try:
            await tell(turn, await find(turn, number))
        except errors.TicketNotFound:
            turn.say("utter_ticket_not_found", ticket_number=number)
        turn.forget(NUMBER)
        await carried_draft.offer(turn)
        return turn.events()

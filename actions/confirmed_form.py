"""A change to a ticket that takes effect only after "sim"."""

import re
from typing import ClassVar

from actions.slots import fold, is_no, is_yes
from actions.ticket_form import TicketForm
from actions.turn import Turn
from ticket_store.views import TicketView

CONFIRMATION = "ticket_confirmation"
PLAINLY = re.compile(
    r"^(?:(?:sim|isso|pode|quero|confirmo)\W+)*(?:cancel(?:a|ar|e)|reabr(?:e|ir|a))"
    r"(?: (?:sim|mesmo|ele|por favor|o (?:chamado|acionamento)))*$"
)


class ConfirmedForm(TicketForm):
    """Asks `utter_request_<topic>_confirmation` last; "não" ends it and says that nothing changed.

    What cannot be undone is done on a plain yes only: "talvez" and "cancelar? eu não pedi isso" sound so.
    """

    stopped = "utter_nothing_changed"
    details: ClassVar[tuple[str, ...]] = (CONFIRMATION,)

    def answers(self, turn: Turn) -> bool:
        if turn.requested == CONFIRMATION:
            return (
                is_yes(turn.said.text)
                or is_no(turn.said.text)
                or turn.said.intent in ("affirm", "deny", self.topic)
            )
        return super().answers(turn)

    def read_detail(self, turn: Turn) -> None:
        said = turn.said
        if is_no(said.text) or said.intent == "deny":
            self.forget(turn)
            turn.say(self.stopped)
            turn.end("stopped")
        elif self.is_confirmed(turn):
            turn.set(CONFIRMATION, "yes")
            turn.progress()
        else:
            turn.fail("utter_change_unclear")

    def is_confirmed(self, turn: Turn) -> bool:
        said = turn.said
        if not said.text:  # a button
            return said.intent in ("affirm", self.topic)
        return is_yes(said.text) or bool(PLAINLY.match(fold(said.text)))

    async def ask_confirmation(self, turn: Turn, ticket: TicketView) -> str | None:
        if turn.get(CONFIRMATION):
            turn.end("done")
            return None
        if not turn.answered:
            turn.say(
                f"utter_request_{self.topic}_confirmation",
                ticket_number=ticket.number,
                service_name=ticket.service_name,
            )
        return CONFIRMATION

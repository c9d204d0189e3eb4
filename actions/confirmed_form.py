"""A change to a ticket that takes effect only after "sim"."""

import re
from typing import ClassVar

from actions.slots import fold, is_no, is_yes
from actions.ticket_form import TicketForm
from actions.turn import Turn
from ticket_store.views import TicketView

CONFIRMATION = "ticket_confirmation"
PLAINLY = re.compile(
    r"^(?:(?:sim|isso|pode|podem|quero|confirmo|ta|ok|entao|tudo bem|o|a)\W+)*"
    r"(?:cancel(?:a|ar|e|amento)|reabr(?:e|ir|a)|reabertura)"
    r"(?:\W+(?:sim|mesmo|ele|esse|logo|entao|ja|agora|por favor|por gentileza|pode"
    r"|o (?:chamado|acionamento)))*$"
)
YES_AND_WHY = re.compile(r"^(?:sim|pode sim)\b(?!.*(?:\?|\b(?:mas|porem|espera|calma|nao (?:cancel|reabr))))")
DENIES = re.compile(
    r"^(?:nao|n|espera|melhor nao|deixa|mantem|mantenha)\b|\bnao (?:quero |precisa )?(?:cancel|reabr)\w+"
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
                or self.is_confirmed(turn)
                or bool(DENIES.search(fold(turn.said.text)))
            )
        return super().answers(turn)

    def read_detail(self, turn: Turn) -> None:
        said = turn.said
        denies = DENIES.search(fold(said.text)) and "?" not in said.text
        if denies or is_no(said.text) or (said.intent == "deny" and not self.is_confirmed(turn)):
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
        plain = fold(said.text)
        asks = "?" in said.text
        return is_yes(said.text) or bool(not asks and (PLAINLY.match(plain) or YES_AND_WHY.match(plain)))

    def wants_to_stop(self, turn: Turn) -> bool:
        # "Pode cancelar" answers the question whether to cancel.
        confirms = turn.requested == CONFIRMATION and self.is_confirmed(turn)
        return not confirms and super().wants_to_stop(turn)

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

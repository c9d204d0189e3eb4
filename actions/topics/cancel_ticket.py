"""Cancelling a registered ticket, after a sure yes."""

from datetime import datetime
from typing import Any

from actions import store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.topics import after_a_ticket
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import CANCELLED, OPEN
from ticket_store.views import TicketView

instead = after_a_ticket.instead


def fits(ticket: TicketView, now: datetime) -> bool:
    return ticket.status in OPEN


async def summary(talk: Talk, frame: Frame) -> None:
    before = talk.state.closed
    if before and after_a_ticket.is_of(before, frame.flow, frame.values["ticket_number"]):
        frame.values.setdefault("reason", before.values.get("reason"))  # told, and it was only asked about
    if reason := frame.values.get("reason"):
        talk.say("utter_ticket_cancelled_reason", ticket_reason=reason)
    talk.say("utter_request_cancel_ticket_confirmation")


async def recover(talk: Talk, frame: Frame) -> bool:
    """Whether it is cancelled already, though the answer was lost: then that is said."""
    if frame.slot != "confirm_cancel":
        return False
    ticket = await tickets.settled(talk, frame.values["ticket_number"])
    if ticket is None or ticket.status != CANCELLED:
        return False
    talk.close(frame)
    talk.say("utter_ticket_cancelled", ticket_number=ticket.number)
    return True


async def do_cancel(talk: Talk, frame: Frame) -> None:
    number = frame.values["ticket_number"]

    def work(session: Any, now: datetime) -> None:
        reason = frame.values.get("reason")
        operations.cancel(
            session,
            ticket_number=number,
            author=Author.requester(),
            reason=reason,
            dedupe_key=talk.message.key("cancel"),
            now=now,
        )

    try:
        await store.call(work)
    except errors.TransitionRefused as refused:
        status = tickets.status_name(talk, refused.current)
        talk.say("utter_cancel_ticket_does_not_fit", ticket_number=number, status_name=status)
    else:
        talk.say("utter_ticket_cancelled", ticket_number=number)
        tickets.remember(talk, await tickets.find(talk, number))
        if talk.message.why:  # told with the yes, it was shown nowhere
            talk.say("utter_ticket_cancelled_reason", ticket_reason=frame.values["reason"])

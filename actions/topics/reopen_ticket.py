"""Reopening a resolved ticket, with what is still wrong and after a sure yes."""

from datetime import datetime
from typing import Any

from actions import store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.topics import after_a_ticket
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import OPEN, RESOLVED
from ticket_store.views import TicketView

instead = after_a_ticket.instead


def fits(ticket: TicketView, now: datetime) -> bool:
    return ticket.status == RESOLVED and (ticket.reopen_until is None or now < ticket.reopen_until)


async def summary(talk: Talk, frame: Frame) -> None:
    talk.say("utter_request_reopen_ticket_confirmation", ticket_reason=frame.values["reason"])


async def recover(talk: Talk, frame: Frame) -> bool:
    """Whether it is open again already, though the answer was lost: then that is said."""
    if frame.slot != "confirm_reopen":
        return False
    ticket = await tickets.settled(talk, frame.values["ticket_number"])
    if ticket is None or ticket.status not in OPEN:
        return False
    talk.close(frame)
    talk.say("utter_ticket_reopened", ticket_number=ticket.number)
    return True


async def do_reopen(talk: Talk, frame: Frame) -> None:
    number = frame.values["ticket_number"]

    def work(session: Any, now: datetime) -> None:
        operations.reopen(
            session,
            ticket_number=number,
            reason=frame.values["reason"],
            author=Author.requester(),
            dedupe_key=talk.message.key("reopen"),
            now=now,
        )

    try:
        await store.call(work)
    except errors.TransitionRefused as refused:
        status = tickets.status_name(talk, refused.current)
        talk.say("utter_reopen_ticket_does_not_fit", ticket_number=number, status_name=status)
    else:
        rating = [f for f in talk.state.frames if f.flow == "rate_service"]
        for one in (f for f in rating if f.values.get("ticket_number") == number):
            talk.close(one)  # "que nota? caiu de novo": no grade is asked now
        talk.say("utter_ticket_reopened", ticket_number=number)
        tickets.remember(talk, await tickets.find(talk, number))
        if talk.message.why:  # told with the yes, it was shown nowhere
            talk.say("utter_ticket_reopened_reason", ticket_reason=frame.values["reason"])

"""Complementing a registered ticket; the answer to what the team asked goes the same way."""

from datetime import datetime
from typing import Any

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import FINISHED
from ticket_store.views import TicketView


def fits(ticket: TicketView, now: datetime) -> bool:
    return ticket.status not in FINISHED


async def do_add(talk: Talk, frame: Frame) -> None:
    number, text = frame.values["ticket_number"], frame.values["information"]

    def work(session: Any, now: datetime) -> None:
        operations.comment(
            session,
            ticket_number=number,
            text=text,
            author=Author.requester(),
            dedupe_key=talk.message.key(text),
            now=now,
        )

    try:
        await store.call(work)
    except errors.TicketFinished:
        talk.say("utter_ticket_finished", ticket_number=number)
    else:
        talk.say("utter_information_added", ticket_number=number, ticket_information=text)

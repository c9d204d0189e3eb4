"""What a conversation may read of the store, and how it is shown."""

from datetime import datetime
from typing import Any

from actions import store
from actions.turn import Turn
from actions.words import in_words, moment, status_name
from ticket_store import identity, queries
from ticket_store.views import TicketView

SHOWN = 10


async def find(turn: Turn, number: str) -> TicketView:
    """The ticket, if this conversation may read it. Raises TicketNotFound, the same for absent and someone
    else's."""

    def work(session: Any, now: datetime) -> TicketView:
        emails = identity.proven_emails(session, conversation_id=turn.conversation_id, now=now)
        return queries.find_ticket(
            session, ticket_number=number, conversation_id=turn.conversation_id, emails=emails
        )

    return await store.read(work)


async def readable(turn: Turn) -> list[TicketView]:
    """Every ticket that this conversation may read, the newest first."""

    def work(session: Any, now: datetime) -> list[TicketView]:
        emails = identity.proven_emails(session, conversation_id=turn.conversation_id, now=now)
        return list(queries.list_tickets(session, emails=emails, conversation_id=turn.conversation_id))

    return await store.read(work)


def show(turn: Turn, tickets: list[Any]) -> None:
    """Lists tickets and remembers them, so that "o segundo" can be understood."""
    shown = tickets[:SHOWN]
    lines = "\n".join(
        turn.wording(
            "utter_label_ticket_line",
            ticket_number=t.number,
            service_name=t.service_name,
            status_name=status_name(turn, t.status),
        )
        for t in shown
    )
    turn.say(
        "utter_ticket_list" if len(tickets) <= SHOWN else "utter_ticket_list_more",
        lines=lines,
        shown=len(shown),
        total=len(tickets),
    )
    turn.set("ticket_choices", [{"number": t.number, "service": t.service_code} for t in shown])
    if len(tickets) == 1:
        turn.set("last_ticket", tickets[0].number)


async def tell(turn: Turn, ticket: TicketView) -> None:
    """Says where a ticket stands; a deadline only when its ANS gives one."""
    values = {
        "ticket_number": ticket.number,
        "service_name": ticket.service_name,
        "status_name": status_name(turn, ticket.status),
        "opened": moment(ticket.opened_at),
        "updated": moment(ticket.updated_at),
    }
    if ticket.due_at:
        turn.say("utter_ticket_status_due", due=in_words(ticket.due_at), **values)
    else:
        turn.say("utter_ticket_status", **values)
    if ticket.solution and ticket.status in ("resolved", "closed"):
        turn.say("utter_ticket_solution", solution=ticket.solution)
    if ticket.status == "waiting_on_requester":
        events = await store.read(lambda session, now: queries.history(session, ticket_number=ticket.number))
        asked = [e.text for e in events if e.kind == "waiting_on_requester" and e.text]
        if asked:
            turn.say("utter_ticket_question", question=asked[-1])
    turn.set("last_ticket", ticket.number)

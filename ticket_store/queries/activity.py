"""What moved last in each ticket of a list, and what its requester said that nobody has answered or read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from ticket_store.bell import FROM_THE_REQUESTER
from ticket_store.model import Event, TicketRead
from ticket_store.views import TicketView


@dataclass(frozen=True)
class Activity:
    """Of a person, not of the system. unread: messages of the requester that are news to this attendant."""

    at: datetime
    kind: str
    author_kind: str
    author_name: str | None
    unread: int


def activity(session: Session, *, tickets: Sequence[TicketView], agent_id: int) -> dict[str, Activity]:
    """By ticket number."""
    numbers = {ticket.id: ticket.number for ticket in tickets}
    last = (
        select(func.max(Event.id))
        .where(Event.ticket_id.in_(numbers), Event.author_kind != "system")
        .group_by(Event.ticket_id)
    )
    unread = _unread(session, list(numbers), agent_id)
    return {
        numbers[event.ticket_id]: Activity(
            event.at, event.kind, event.author_kind, event.author_name, unread.get(event.ticket_id, 0)
        )
        for event in session.scalars(select(Event).where(Event.id.in_(last)))
    }


def _unread(session: Session, ids: list[int], agent_id: int) -> dict[int, int]:
    answer = aliased(Event)
    answered = (
        select(func.max(answer.id))
        .where(answer.ticket_id == Event.ticket_id, answer.author_kind == "agent", answer.internal.is_(False))
        .correlate(Event)
        .scalar_subquery()
    )
    read = (
        select(TicketRead.event_id)
        .where(TicketRead.ticket_id == Event.ticket_id, TicketRead.agent_id == agent_id)
        .correlate(Event)
        .scalar_subquery()
    )
    rows = session.execute(
        # A text and its files are several events of one moment: one message.
        select(Event.ticket_id, func.count(Event.at.distinct()))
        .where(
            Event.ticket_id.in_(ids),
            Event.author_kind == "requester",
            Event.kind.in_(FROM_THE_REQUESTER),
            Event.id > func.coalesce(answered, 0),
            Event.id > func.coalesce(read, 0),
        )
        .group_by(Event.ticket_id)
    )
    return {ticket_id: count for ticket_id, count in rows}

"""Tickets that have to do with one another, and attendants who follow one that is not theirs."""

from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store.authors import Author
from ticket_store.database import insert_missing
from ticket_store.errors import SameTicket, TicketNotFound
from ticket_store.model import Ticket, TicketFollower, TicketLink
from ticket_store.operations.recording import locked, record

# As seen from the ticket; each stands on the other one as its mirror.
Tie = Literal["related", "blocks", "blocked_by"]
MIRROR: dict[Tie, Tie] = {"related": "related", "blocks": "blocked_by", "blocked_by": "blocks"}


def link_tickets(
    session: Session, *, ticket_number: str, other_number: str, tie: Tie, author: Author, now: datetime
) -> None:
    """In the place of what tied them before. Raises TicketNotFound, SameTicket."""
    ticket, other = _both(session, ticket_number, other_number)
    first, second = (other, ticket) if tie == "blocked_by" else (ticket, other)
    kind = "related" if tie == "related" else "blocks"
    before = _between(session, ticket, other)
    if before and before.kind == kind and (kind == "related" or before.from_id == first.id):
        return
    if before:
        session.delete(before)
        session.flush()
    session.add(TicketLink(from_id=first.id, to_id=second.id, kind=kind, at=now))
    _tell(session, ticket, other, "linked", tie, author, now)


def unlink_tickets(
    session: Session, *, ticket_number: str, other_number: str, author: Author, now: datetime
) -> None:
    """Nothing where they are not tied. Raises TicketNotFound, SameTicket."""
    ticket, other = _both(session, ticket_number, other_number)
    tied = _between(session, ticket, other)
    if tied is None:
        return
    tie: Tie = "related"
    if tied.kind == "blocks":
        tie = "blocks" if tied.from_id == ticket.id else "blocked_by"
    session.delete(tied)
    _tell(session, ticket, other, "unlinked", tie, author, now)


def follow_ticket(session: Session, *, ticket_number: str, agent_id: int, now: datetime) -> None:
    """Raises TicketNotFound."""
    insert_missing(session, TicketFollower, ticket_id=_id(session, ticket_number), agent_id=agent_id, at=now)


def leave_ticket(session: Session, *, ticket_number: str, agent_id: int) -> None:
    """He is told no more. Raises TicketNotFound."""
    his = (TicketFollower.ticket_id == _id(session, ticket_number), TicketFollower.agent_id == agent_id)
    session.execute(delete(TicketFollower).where(*his))


def carry_followers(session: Session, duplicate: Ticket, kept: Ticket) -> None:
    """Who followed the duplicate follows the one that stays."""
    for one in session.scalars(select(TicketFollower).where(TicketFollower.ticket_id == duplicate.id)).all():
        insert_missing(session, TicketFollower, ticket_id=kept.id, agent_id=one.agent_id, at=one.at)


def _both(session: Session, ticket_number: str, other_number: str) -> tuple[Ticket, Ticket]:
    if ticket_number == other_number:
        raise SameTicket
    # Always locked in the same order: two that cross each other must not wait for one another for ever.
    by_number = {number: locked(session, number) for number in sorted((ticket_number, other_number))}
    return by_number[ticket_number], by_number[other_number]


def _between(session: Session, ticket: Ticket, other: Ticket) -> TicketLink | None:
    return session.get(TicketLink, (ticket.id, other.id)) or session.get(TicketLink, (other.id, ticket.id))


def _tell(
    session: Session, ticket: Ticket, other: Ticket, kind: str, tie: Tie, author: Author, now: datetime
) -> None:
    record(session, ticket, kind, author, now, internal=True, data={"tie": tie, "other": other.number})
    data = {"tie": MIRROR[tie], "other": ticket.number}
    record(session, other, kind, author, now, internal=True, data=data)


def _id(session: Session, ticket_number: str) -> int:
    ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == ticket_number))
    if ticket_id is None:
        raise TicketNotFound
    return ticket_id

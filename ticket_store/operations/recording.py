"""What every verb does: fetch the ticket under a lock, move its status, and write the line in its history."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import bell, lifecycle
from ticket_store.authors import Author
from ticket_store.errors import EmptyText, TextTooLong, TicketFinished, TicketNotFound
from ticket_store.model import AuditEntry, Event, Ticket

MAX_TEXT = 8000


def locked(session: Session, ticket_number: str) -> Ticket:
    """The ticket, held to the end of the transaction. Raises TicketNotFound."""
    found = session.scalar(
        select(Ticket)
        .where(Ticket.number == ticket_number)
        .with_for_update(of=Ticket)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise TicketNotFound
    return found


def unfinished(ticket: Ticket) -> None:
    """Raises TicketFinished when it is closed or cancelled."""
    if ticket.status in lifecycle.FINISHED:
        raise TicketFinished(ticket.number, ticket.status)


def words(text: str | None, limit: int = MAX_TEXT) -> str:
    """The text without its edges. Raises EmptyText, TextTooLong(limit)."""
    stripped = (text or "").replace("\x00", "").strip()  # PostgreSQL takes no NUL
    if not stripped:
        raise EmptyText
    if len(stripped) > limit:
        raise TextTooLong(limit)
    return stripped


def said(text: str | None, author: Author, limit: int = MAX_TEXT) -> str:
    """`words`, without the password that a requester wrote among his: no page or mail repeats it.

    Raises EmptyText, TextTooLong(limit).
    """
    return hide_passwords(words(text, limit)) if author.kind == "requester" else words(text, limit)


def record(
    session: Session,
    ticket: Ticket,
    kind: str,
    author: Author,
    now: datetime,
    *,
    to_status: str | None = None,
    text: str | None = None,
    internal: bool = False,
    data: dict[str, Any] | None = None,
    dedupe_key: str | None = None,
) -> Event:
    """Moves the ticket to `to_status` (if it is another one), writes the event and the audit line of an
    agent, and tells the people at the desk whom it concerns.

    Raises TransitionRefused.
    """
    before = ticket.status
    if to_status and to_status != before:
        ticket.status = lifecycle.move(before, to_status)
    ticket.updated_at = now
    if author.kind == "requester" or ticket.status not in lifecycle.OPEN:
        ticket.snoozed_until = None  # what he says is not put off, and what is over is not either
    event = Event(
        ticket_id=ticket.id,
        at=now,
        kind=kind,
        author_kind=author.kind,
        author_name=author.name,
        agent_id=author.agent_id,
        text=text,
        internal=internal,
        from_status=before if ticket.status != before else None,
        to_status=ticket.status if ticket.status != before else None,
        data=data or {},
        dedupe_key=dedupe_key,
    )
    session.add(event)
    if author.agent_id is not None:
        session.add(
            AuditEntry(
                at=now, agent_id=author.agent_id, action=kind, target=f"ticket:{ticket.number}", data={}
            )
        )
    session.flush()
    bell.ring(session, ticket, event)
    return event


def repeated(session: Session, ticket: Ticket, dedupe_key: str | None) -> Event | None:
    """The event that this very request already wrote, if any."""
    if dedupe_key is None:
        return None
    return session.scalar(select(Event).where(Event.ticket_id == ticket.id, Event.dedupe_key == dedupe_key))

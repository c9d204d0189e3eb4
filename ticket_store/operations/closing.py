"""The end of a ticket, and its return: resolved, closed by itself, cancelled, reopened."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import in_force, lifecycle, limits, outbox
from ticket_store.authors import SYSTEM, Author
from ticket_store.errors import LinkSpent, TransitionRefused
from ticket_store.model import Event, Ticket
from ticket_store.notices import tell_requester, tell_systems
from ticket_store.operations import deadlines
from ticket_store.operations.recording import locked, record, repeated, said, words

CLOSE_AFTER_DAYS = 10


def resolve(
    session: Session,
    *,
    ticket_number: str,
    solution: str,
    author: Author,
    now: datetime,
    close_after_days: int = CLOSE_AFTER_DAYS,
) -> Ticket:
    """Notifies the solution; from now to closes_at he may rate it or reopen.

    close_after_days: unless a page of the administration says another number.

    Raises TicketNotFound, EmptyText, TextTooLong, TransitionRefused.
    """
    ticket = locked(session, ticket_number)
    solution = words(solution)
    lifecycle.move(ticket.status, lifecycle.RESOLVED)
    deadlines.respond(ticket, now)
    deadlines.meet(ticket, deadlines.RESOLUTION, now)
    ticket.solution, ticket.resolved_at = solution, now
    ticket.resolution_count += 1
    ticket.closes_at = now + timedelta(days=limits.of(session, limits.CLOSE_AFTER_DAYS, close_after_days))
    data = {"resolution": ticket.resolution_count}
    event = record(
        session, ticket, "resolved", author, now, to_status=lifecycle.RESOLVED, text=solution, data=data
    )
    tell_requester(session, ticket, "resolved", event, now, text=solution)
    tell_systems(session, ticket, "ticket.resolved", event, now)
    return ticket


def close_due(session: Session, *, now: datetime, limit: int = 200) -> list[str]:
    """Closes what was resolved and not reopened in time; returns the numbers.

    Calling it again closes nothing twice.
    """
    due = (
        select(Ticket)
        .where(Ticket.status == lifecycle.RESOLVED, Ticket.closes_at <= now)
        .order_by(Ticket.closes_at)
        .limit(limit)
        .with_for_update(of=Ticket, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    closed = []
    for ticket in session.scalars(due).unique():
        assert ticket.closes_at
        data = {"closes_at": ticket.closes_at.isoformat()}
        ticket.closes_at, ticket.finished_at = None, now
        event = record(session, ticket, "closed", SYSTEM, now, to_status=lifecycle.CLOSED, data=data)
        tell_requester(session, ticket, "closed", event, now)
        tell_systems(session, ticket, "ticket.closed", event, now)
        closed.append(ticket.number)
    return closed


def take_closing_back(
    session: Session, *, ticket: Ticket, event: Event, author: Author, now: datetime
) -> None:
    """Resolved again, to close when it would have, but not before a day from now; a mail of the closing that
    has not left does not leave. operations.undo looks whether it may be.
    """
    ticket.status = lifecycle.take_back(ticket.status)
    ticket.finished_at = None
    ticket.closes_at = max(datetime.fromisoformat(event.data["closes_at"]), now + timedelta(days=1))
    event.internal = True  # its requester's history tells of no end that was none
    outbox.withdraw(session, ticket=ticket, to=ticket.requester.email, only="closed")
    back = record(session, ticket, "closing_undone", author, now, internal=True)
    tell_systems(session, ticket, "ticket.resolved", back, now)


def cancel(
    session: Session,
    *,
    ticket_number: str,
    author: Author,
    now: datetime,
    reason: str | None = None,
    dedupe_key: str | None = None,
) -> Ticket:
    """Nobody needs it any more. dedupe_key: the same one again changes nothing.

    Raises TicketNotFound, TextTooLong, TransitionRefused.
    """
    ticket = locked(session, ticket_number)
    if repeated(session, ticket, dedupe_key):
        return ticket
    text = said(reason, author) if reason and reason.strip() else None
    lifecycle.move(ticket.status, lifecycle.CANCELLED)
    deadlines.drop(ticket, now)
    ticket.finished_at = now
    event = record(
        session,
        ticket,
        "cancelled",
        author,
        now,
        to_status=lifecycle.CANCELLED,
        text=text,
        dedupe_key=dedupe_key,
    )
    tell_requester(session, ticket, "cancelled", event, now, text=text, proven=author.proven)
    tell_systems(session, ticket, "ticket.cancelled", event, now)
    return ticket


def reopen(
    session: Session,
    *,
    ticket_number: str,
    reason: str,
    author: Author,
    now: datetime,
    resolution: int | None = None,
    dedupe_key: str | None = None,
) -> Ticket:
    """Back to its team, taken by nobody, with a new resolution deadline; the survey link of that resolution
    dies.

    resolution: the one in the survey link, None outside it.
    Raises TicketNotFound, EmptyText, TextTooLong, LinkSpent,
    TransitionRefused (not resolved, or its window is over).
    """
    ticket = locked(session, ticket_number)
    if repeated(session, ticket, dedupe_key):
        return ticket
    if resolution is not None and (
        resolution != ticket.resolution_count or ticket.status != lifecycle.RESOLVED
    ):
        raise LinkSpent
    reason = said(reason, author)
    if ticket.status != lifecycle.RESOLVED or ticket.closes_at is None or now >= ticket.closes_at:
        raise TransitionRefused(ticket.status, lifecycle.IN_PROGRESS)
    ticket.agent, ticket.resolved_at, ticket.closes_at = None, None, None
    ticket.reopen_count += 1
    ticket.ages_at = in_force.known(session).ages_at(ticket.priority, now)
    deadlines.start_resolution(ticket, now)
    data = {"resolution": ticket.resolution_count}
    event = record(
        session,
        ticket,
        "reopened",
        author,
        now,
        to_status=lifecycle.IN_PROGRESS,
        text=reason,
        data=data,
        dedupe_key=dedupe_key,
    )
    tell_requester(session, ticket, "reopened", event, now, text=reason, proven=author.proven)
    tell_systems(session, ticket, "ticket.reopened", event, now)
    return ticket

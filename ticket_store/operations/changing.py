"""What an attendant puts right on an open ticket: title, priority, service, tags, and when he looks again.

Each change is an event that only the desk sees, with what was there before; changing nothing writes none.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import in_force, lifecycle
from ticket_store.authors import SYSTEM, Author
from ticket_store.errors import (
    SnoozeRefused,
    TagTooLong,
    TextTooLong,
    TransitionRefused,
    UnknownPriority,
    UnknownService,
)
from ticket_store.model import Service, Ticket, TicketTag
from ticket_store.notices import service_name
from ticket_store.operations import deadlines
from ticket_store.operations.recording import locked, record, unfinished

MAX_TITLE = 120
MAX_TAG = 30
MAX_TAGS = 12
LONGEST_SNOOZE = timedelta(days=180)


def retitle(session: Session, *, ticket_number: str, title: str, author: Author, now: datetime) -> Ticket:
    """An empty one takes the title away. Raises TicketNotFound, TicketFinished, TextTooLong."""
    ticket = _changeable(session, ticket_number)
    new = " ".join(title.replace("\x00", "").split()) or None
    if new and len(new) > MAX_TITLE:
        raise TextTooLong(MAX_TITLE)
    before, ticket.title = ticket.title, new
    return _changed(session, ticket, "title_changed", author, now, before, new)


def change_priority(
    session: Session, *, ticket_number: str, priority: str, author: Author, now: datetime
) -> Ticket:
    """Its running promises become those of the new priority, with the time that has passed already.

    Raises TicketNotFound, TicketFinished, UnknownPriority(code).
    """
    ticket = _changeable(session, ticket_number)
    known = in_force.known(session)
    if priority not in {one.code for one in known.priorities}:
        raise UnknownPriority(priority)
    before = ticket.priority
    if priority != before:
        ticket.priority = priority
        ticket.ages_at += known.ages_at(priority, now) - known.ages_at(before, now)
        deadlines.promise_anew(ticket, known, now)
    return _changed(session, ticket, "priority_changed", author, now, before, priority)


def change_service(
    session: Session,
    *,
    ticket_number: str,
    service_code: str,
    author: Author,
    now: datetime,
    text: str | None = None,
) -> Ticket:
    """Its team stays. text: the name of one that the catalogue has not, instead of a code.

    Raises TicketNotFound, TicketFinished, UnknownService(code).
    """
    ticket = _changeable(session, ticket_number)
    service = None if text else session.get(Service, service_code)
    if not text and (service is None or not service.active):
        raise UnknownService(service_code)
    before, code = service_name(ticket), ticket.service_code
    if code == service_code and not text:
        return ticket
    ticket.service, ticket.service_text = service, text
    data = {"from": before, "to": service.name if service else text, "from_code": code}
    record(session, ticket, "service_changed", author, now, internal=True, data=data)
    return ticket


def tag(
    session: Session, *, ticket_number: str, tags: Collection[str], author: Author, now: datetime
) -> Ticket:
    """These and no others. Raises TicketNotFound, TicketFinished, TagTooLong(limit)."""
    ticket = _changeable(session, ticket_number)
    wanted = list(dict.fromkeys(filter(None, map(tag_name, tags))))[:MAX_TAGS]
    if any(len(name) > MAX_TAG for name in wanted):
        raise TagTooLong(MAX_TAG)
    had = {one.tag for one in ticket.tags}
    added, removed = sorted(set(wanted) - had), sorted(had - set(wanted))
    if added or removed:
        ticket.tags = [one for one in ticket.tags if one.tag in wanted] + [
            TicketTag(tag=name) for name in added
        ]
        data = {"added": added, "removed": removed}
        record(session, ticket, "tagged", author, now, internal=True, data=data)
    return ticket


def tag_name(text: str) -> str:
    """'  #Folha de  PAGAMENTO' -> 'folha de pagamento'."""
    return " ".join(text.replace("\x00", "").replace("#", " ").casefold().split())


def snooze(session: Session, *, ticket_number: str, until: datetime, author: Author, now: datetime) -> Ticket:
    """Out of the queue until then, or until its requester writes or a promise breaks; promises run on.

    Raises TicketNotFound, SnoozeRefused (not ahead, or too far), TransitionRefused (it is not open).
    """
    ticket = locked(session, ticket_number)
    if ticket.status not in lifecycle.OPEN:
        raise TransitionRefused(ticket.status, lifecycle.IN_PROGRESS)
    if not now < until <= now + LONGEST_SNOOZE:
        raise SnoozeRefused
    ticket.snoozed_until = until
    record(session, ticket, "snoozed", author, now, internal=True, data={"until": until.isoformat()})
    return ticket


def wake(session: Session, *, ticket_number: str, author: Author, now: datetime) -> Ticket:
    """Back in the queue before its time. Raises TicketNotFound."""
    ticket = locked(session, ticket_number)
    if ticket.snoozed_until is not None:
        data = {"until": ticket.snoozed_until.isoformat()}
        ticket.snoozed_until = None
        record(session, ticket, "woken", author, now, internal=True, data=data)
    return ticket


def wake_due(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Those whose time has come, told to whoever has them; returns how many. For about every minute."""
    due = (
        select(Ticket)
        .where(Ticket.snoozed_until <= now, Ticket.status.in_(lifecycle.OPEN))
        .order_by(Ticket.snoozed_until)
        .limit(limit)
        .with_for_update(of=Ticket, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    tickets = list(session.scalars(due).unique())
    for ticket in tickets:
        ticket.snoozed_until = None
        record(session, ticket, "woken", SYSTEM, now, internal=True)
    return len(tickets)


def _changeable(session: Session, ticket_number: str) -> Ticket:
    ticket = locked(session, ticket_number)
    unfinished(ticket)
    return ticket


def _changed(
    session: Session, ticket: Ticket, kind: str, author: Author, now: datetime, before: Any, after: Any
) -> Ticket:
    if before != after:
        record(session, ticket, kind, author, now, internal=True, data={"from": before, "to": after})
    return ticket

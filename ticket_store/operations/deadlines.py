"""The promises of a ticket's ANS: started, paused while the requester must answer, met, and watched."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import Session, object_session

from ticket_store import catalogue, in_force, sla
from ticket_store.authors import SYSTEM
from ticket_store.catalogue import Calendar, Catalogue
from ticket_store.model import Deadline, Ticket
from ticket_store.notices import tell_team
from ticket_store.operations.recording import record

FIRST_RESPONSE, RESOLUTION = "first_response", "resolution"


def start_deadlines(session: Session, ticket: Ticket, known: Catalogue, now: datetime) -> None:
    """Copies the requester's ANS to the ticket (a later change of the catalogue moves no promise) and
    starts its clocks.

    Without an ANS there is no deadline.
    """
    agreement = known.agreement_for(ticket.requester.email)
    if agreement is None:
        return
    target = agreement.targets[ticket.priority]
    ticket.agreement_code, ticket.calendar_code = agreement.code, agreement.calendar
    ticket.first_response_minutes, ticket.resolution_minutes = target.first_response, target.resolution
    _start(ticket, FIRST_RESPONSE, target.first_response, now)
    start_resolution(ticket, now)
    session.flush()


def start_resolution(ticket: Ticket, now: datetime) -> None:
    """A (new) resolution deadline: at opening and at each reopening."""
    if ticket.resolution_minutes is not None:
        _start(ticket, RESOLUTION, ticket.resolution_minutes, now)


def meet(ticket: Ticket, kind: str, now: datetime) -> None:
    """The promise is kept, or was broken: either way its clock stops. Late is a breach, watched or not."""
    for deadline in _running(ticket):
        if deadline.kind == kind:
            if deadline.paused_at is None and now > deadline.due_at:
                deadline.breached_at = deadline.breached_at or deadline.due_at
            deadline.met_at, deadline.paused_at, deadline.remaining_seconds = now, None, None


def respond(ticket: Ticket, now: datetime) -> None:
    """The requester heard from the desk for the first time."""
    if ticket.first_response_at is None:
        ticket.first_response_at = now
        meet(ticket, FIRST_RESPONSE, now)


def drop(ticket: Ticket, now: datetime) -> None:
    """Cancelled: nothing is promised any more, and nothing counts as kept."""
    for deadline in _running(ticket):
        deadline.dropped_at, deadline.paused_at, deadline.remaining_seconds = now, None, None


def pause(ticket: Ticket, now: datetime) -> None:
    """Keeps the business time that is left. What is already overdue stays so."""
    for deadline in _running(ticket):
        if deadline.paused_at is None and now < deadline.due_at:
            deadline.paused_at = now
            deadline.remaining_seconds = sla.seconds_between(_calendar(ticket), now, deadline.due_at)


def resume(ticket: Ticket, now: datetime) -> None:
    """Gives back, from `now` on, the business time that was left."""
    for deadline in _running(ticket):
        if deadline.paused_at is not None and deadline.remaining_seconds is not None:
            calendar = _calendar(ticket)
            left = deadline.remaining_seconds
            deadline.due_at = sla.due_after(calendar, now, left)
            deadline.warn_at = sla.warn_at(calendar, now, left, deadline.target_minutes * 60)
            deadline.paused_at = deadline.remaining_seconds = None


def promise_anew(ticket: Ticket, known: Catalogue, now: datetime) -> None:
    """Its priority changed: what still runs is due by the ANS's target of the new one; the business time
    that has passed counts.

    A promise that was broken already stays so. Without an ANS nothing is promised now either.
    """
    agreement = next((a for a in known.agreements if a.code == ticket.agreement_code), None)
    if agreement is None or ticket.priority not in agreement.targets:
        return
    target = agreement.targets[ticket.priority]
    ticket.first_response_minutes, ticket.resolution_minutes = target.first_response, target.resolution
    minutes = {FIRST_RESPONSE: target.first_response, RESOLUTION: target.resolution}
    for deadline in _running(ticket):
        _retarget(deadline, minutes[deadline.kind], _calendar(ticket), now)


def _retarget(deadline: Deadline, minutes: int, calendar: Calendar, now: datetime) -> None:
    more = (minutes - deadline.target_minutes) * 60
    deadline.target_minutes = minutes
    if deadline.paused_at is not None:
        deadline.remaining_seconds = max(0, (deadline.remaining_seconds or 0) + more)
        return
    left = sla.seconds_between(calendar, now, deadline.due_at) - sla.seconds_between(
        calendar, deadline.due_at, now
    )
    if left + more > 0:
        deadline.due_at = sla.due_after(calendar, now, left + more)
        deadline.warn_at = sla.warn_at(calendar, now, left + more, minutes * 60)
        deadline.warned_at = deadline.warned_at if deadline.warn_at <= now else None
    else:
        deadline.due_at = min(now, sla.due_after(calendar, deadline.started_at, minutes * 60))
        deadline.warn_at = min(deadline.warn_at, deadline.due_at)


def watch_deadlines(session: Session, *, now: datetime, limit: int = 200) -> int:
    """Warns the team once before a deadline and once after it, by mail and in the history.

    Returns how many it told.

    To be called about every minute; calling it again tells nothing twice.
    """
    found = list(session.scalars(to_tell(now, limit)))
    # Asked again under the lock: another watch may have told of it meanwhile.
    near = (
        select(Deadline)
        .where(
            Deadline.id.in_(found),
            *_ticking(),
            (Deadline.warned_at.is_(None) & (Deadline.warn_at <= now))
            | (Deadline.breached_at.is_(None) & (Deadline.due_at <= now)),
        )
        .order_by(Deadline.due_at)
        .with_for_update(skip_locked=True)
    )
    told = 0
    for deadline in session.scalars(near):
        late = deadline.due_at <= now
        kind = "deadline_breach" if late else "deadline_warning"
        if late:
            deadline.breached_at = deadline.due_at
        # A breach makes a warning pointless: one mail, not two, after the watch was down.
        deadline.warned_at = deadline.warned_at or now
        facts = {"deadline": deadline.kind, "due_at": deadline.due_at.isoformat()}
        record(session, deadline.ticket, kind, SYSTEM, now, internal=True, data=facts)
        tell_team(session, deadline.ticket, kind, deadline, now)
        told += 1
    return told


def to_tell(now: datetime, limit: int) -> Select[Any]:
    """The deadlines that are near and late, of those that nobody was told of: each by its own index."""
    near = (
        select(Deadline.id, Deadline.due_at)
        .where(*_ticking(), Deadline.warned_at.is_(None), Deadline.warn_at <= now)
        .order_by(Deadline.warn_at)
        .limit(limit)
        .subquery()
    )
    late = (
        select(Deadline.id, Deadline.due_at)
        .where(*_ticking(), Deadline.breached_at.is_(None), Deadline.due_at <= now)
        .order_by(Deadline.due_at)
        .limit(limit)
        .subquery()
    )
    both = union(select(near), select(late)).subquery()
    return select(both.c.id).order_by(both.c.due_at).limit(limit)


def _start(ticket: Ticket, kind: str, minutes: int, now: datetime) -> None:
    calendar, seconds = _calendar(ticket), minutes * 60
    ticket.deadlines.append(
        Deadline(
            kind=kind,
            target_minutes=minutes,
            started_at=now,
            due_at=sla.due_after(calendar, now, seconds),
            warn_at=sla.warn_at(calendar, now, seconds, seconds),
        )
    )


def _ticking() -> tuple[ColumnElement[bool], ...]:
    return Deadline.met_at.is_(None), Deadline.dropped_at.is_(None), Deadline.paused_at.is_(None)


def _running(ticket: Ticket) -> list[Deadline]:
    return [d for d in ticket.deadlines if d.met_at is None and d.dropped_at is None]


def _calendar(ticket: Ticket) -> Calendar:
    assert ticket.calendar_code is not None  # a ticket with deadlines has its ANS's calendar
    session = object_session(ticket)
    known = in_force.known(session) if session else catalogue.load()
    return known.calendar(ticket.calendar_code)

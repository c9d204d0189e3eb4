"""What whoever operates it watches: what waits, for how long, and what went wrong. No names, no texts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.model import (
    Deadline,
    Handoff,
    HourlyFigure,
    KeptLetter,
    LoginFailure,
    OutboxRow,
    ReviewItem,
    Ticket,
    written,
)
from ticket_store.outbox import given_up, queued
from ticket_store.queries.promises import in_a_queue, overdue

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Figures:
    """outbox_*: by channel; ages in seconds, of the longest waiting row that is due (0: none is).

    failing: still to be sent, failed at least once. set_aside: letters and messages that wait for a person.
    queues: open tickets by team. overdue: those whose promise is broken now.
    """

    tickets: dict[str, int]
    outbox_due: dict[str, int]
    outbox_age: dict[str, float]
    outbox_parked: dict[str, int]
    outbox_failing: dict[str, int]
    deadlines_breached: int
    people_waiting: int
    people_waiting_age: float
    unclear_messages: int
    set_aside: int
    queues: dict[str, int]
    overdue: int
    failed_logins: int


def waiting_to_leave(session: Session, *, now: datetime) -> list[tuple[str, int, datetime]]:
    """By channel: how many rows are to be sent now, and since when the oldest is."""
    rows = (
        select(OutboxRow.channel, func.count(), func.min(OutboxRow.next_attempt_at))
        .where(queued(), OutboxRow.next_attempt_at <= now)
        .group_by(OutboxRow.channel)
    )
    return [(channel, count, since) for channel, count, since in session.execute(rows)]


def figures(session: Session, *, now: datetime) -> Figures:
    """breached and failed_logins: of the last day. unclear_messages: not reviewed yet."""
    due, ages = {}, {}
    for channel, count, since in waiting_to_leave(session, now=now):
        due[channel], ages[channel] = count, (now - since).total_seconds()
    waiting, asked_at = session.execute(
        select(func.count(), func.min(Handoff.requested_at)).where(Handoff.status == "requested")
    ).one()
    return Figures(
        tickets=_tickets(session),
        outbox_due=due,
        outbox_age=ages,
        outbox_parked=_by(session, OutboxRow.channel, given_up()),
        outbox_failing=_by(
            session, OutboxRow.channel, queued(), OutboxRow.attempts > 0, OutboxRow.last_error.is_not(None)
        ),
        deadlines_breached=_count(session, Deadline.id, Deadline.breached_at > now - DAY),
        people_waiting=waiting,
        people_waiting_age=(now - asked_at).total_seconds() if asked_at else 0.0,
        unclear_messages=_count(session, ReviewItem.id, ReviewItem.status == "new"),
        set_aside=_count(session, KeptLetter.id, KeptLetter.settled_at.is_(None)),
        queues=_by(session, Ticket.team_code, in_a_queue()),
        overdue=_count(session, Ticket.id, overdue(now)),
        failed_logins=_count(session, LoginFailure.id, LoginFailure.at > now - DAY),
    )


def _tickets(session: Session) -> dict[str, int]:
    """By status. What is over is the rest of what was opened: a million of them are not counted anew."""
    here = _by(session, Ticket.status, in_a_queue())
    here[lifecycle.RESOLVED] = _count(session, Ticket.id, Ticket.status == written(lifecycle.RESOLVED))
    moved = select(HourlyFigure.kind, func.sum(HourlyFigure.number)).where(
        HourlyFigure.kind.in_(("opened", "cancelled"))
    )
    ever = Counter({kind: number for kind, number in session.execute(moved.group_by(HourlyFigure.kind))})
    here[lifecycle.CANCELLED] = ever["cancelled"]
    here[lifecycle.CLOSED] = ever["opened"] - sum(here.values())
    return {status: number for status, number in here.items() if number}


def _by(session: Session, column: Any, *where: Any) -> dict[str, int]:
    counts = select(column, func.count()).where(*where).group_by(column)
    return {name: count for name, count in session.execute(counts)}


def _count(session: Session, column: Any, *where: Any) -> int:
    return session.scalar(select(func.count(column)).where(*where)) or 0

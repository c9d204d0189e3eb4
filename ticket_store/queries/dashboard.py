"""The supervisor's figures, of what triggers count as it happens (migration 0016).

Days are days in São Paulo.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from ticket_store.model import Deadline, HourlyFigure, ReviewItem, Ticket
from ticket_store.numbers import SAO_PAULO
from ticket_store.queries.promises import in_a_queue
from ticket_store.views import Dashboard, Day

# What enters and leaves the backlog.
BACKLOG = {"opened": 1, "reopened": 1, "resolved": -1, "cancelled": -1}
KINDS = (
    "resolved",
    "reopened",
    "met",
    "breached",
    *(f"score_{score}" for score in range(1, 6)),
    "talk",
    "handed_over",
    "alone",
)


def dashboard(session: Session, *, start: date, end: date, now: datetime) -> Dashboard:
    """Both days included.

    Deadlines count on the day they ended or fell due, ratings and reopenings on their own day.
    """
    since, until = _midnight(start), min(_midnight(end + timedelta(days=1)), now)
    sums = Counter({kind: number for kind, number in session.execute(totals(since, until))})
    missed = session.scalar(missed_deadlines(since, until)) or 0
    met, breached = sums["met"], sums["breached"] + missed
    scores = {score: sums[f"score_{score}"] for score in range(1, 6)}
    rated = sum(scores.values())
    return Dashboard(
        days=_days(session, start, end, since, until),
        deadlines_met=met,
        deadlines_breached=breached,
        compliance=_share(met, met + breached),
        ratings=rated,
        satisfaction=sum(s * n for s, n in scores.items()) / rated if rated else None,
        scores=scores,
        resolved=sums["resolved"],
        reopened=sums["reopened"],
        reopening_rate=_share(sums["reopened"], sums["resolved"]),
        conversations=sums["talk"],
        handed_over=sums["handed_over"],
        solved_alone=sums["alone"],
        solved_alone_share=_share(sums["alone"], sums["talk"]),
        misunderstood=_misunderstood(session, since, until),
    )


def totals(since: datetime, until: datetime) -> Select[str, int]:
    """The statement that adds up a period: whole hours, and what there is of the running one."""
    return (
        select(HourlyFigure.kind, func.sum(HourlyFigure.number))
        .where(HourlyFigure.kind.in_(KINDS), HourlyFigure.hour >= since, HourlyFigure.hour < until)
        .group_by(HourlyFigure.kind)
    )


def moves_by_hour(since: datetime, until: datetime) -> Select[str, datetime, int]:
    """The statement behind the curve of the backlog."""
    return (
        select(HourlyFigure.kind, HourlyFigure.hour, func.sum(HourlyFigure.number))
        .where(HourlyFigure.kind.in_(list(BACKLOG)), HourlyFigure.hour >= since, HourlyFigure.hour < until)
        .group_by(HourlyFigure.kind, HourlyFigure.hour)
    )


def missed_deadlines(since: datetime, until: datetime) -> Select[int]:
    """The statement that counts what fell due and still runs: what was met in the end is a figure."""

    def count(breached: ColumnElement[bool]) -> ColumnElement[int]:
        running = (Deadline.met_at.is_(None), Deadline.dropped_at.is_(None), Deadline.paused_at.is_(None))
        due = (Deadline.due_at >= since, Deadline.due_at < until)
        return select(func.count(Deadline.id)).where(*running, *due, breached).scalar_subquery()

    # Those that the watch told of, and those that it has still to tell of: an index each.
    return select(count(Deadline.breached_at.is_not(None)) + count(Deadline.breached_at.is_(None)))


def _days(session: Session, start: date, end: date, since: datetime, until: datetime) -> list[Day]:
    moved: dict[str, Counter[date]] = {kind: Counter() for kind in BACKLOG}
    for kind, hour, number in session.execute(moves_by_hour(since, until)):
        moved[kind][hour.astimezone(SAO_PAULO).date()] += number
    backlog = _open_before(session, since)
    days = []
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        backlog += sum(sign * moved[kind][day] for kind, sign in BACKLOG.items())
        days.append(
            Day(date=day, opened=moved["opened"][day], resolved=moved["resolved"][day], backlog=backlog)
        )
    return days


def _open_before(session: Session, moment: datetime) -> int:
    """What is open, less what came since: the years before are not added up again."""
    still = session.scalar(select(func.count()).select_from(Ticket).where(in_a_queue())) or 0
    return still - sum(BACKLOG[kind] * number for kind, number in session.execute(moves_since(moment)))


def moves_since(moment: datetime) -> Select[str, int]:
    """The statement that adds up what entered and left the backlog from a moment on."""
    return (
        select(HourlyFigure.kind, func.sum(HourlyFigure.number))
        .where(HourlyFigure.kind.in_(list(BACKLOG)), HourlyFigure.hour >= moment)
        .group_by(HourlyFigure.kind)
    )


def _misunderstood(session: Session, since: datetime, until: datetime) -> list[tuple[str, int]]:
    rows = session.execute(
        select(ReviewItem.text, ReviewItem.misunderstood)
        .where(
            ReviewItem.misunderstood > 0,
            ReviewItem.last_seen_at >= since,
            ReviewItem.last_seen_at < until,
            ReviewItem.status != "dismissed",
        )
        .order_by(ReviewItem.misunderstood.desc(), ReviewItem.id)
        .limit(20)
    )
    return [(text, seen) for text, seen in rows]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SAO_PAULO).astimezone(UTC)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

"""The supervisor's figures. Days are days in São Paulo."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from ticket_store.model import Conversation, Deadline, Event, Handoff, Rating, ReviewItem, Ticket
from ticket_store.numbers import SAO_PAULO
from ticket_store.views import Dashboard, Day

GIVEN_UP_AFTER = 2  # misunderstandings, from which on the assistant offered a person
ASSISTANT_CHANNELS = ("web", "telegram", "whatsapp", "voice", "shell", "mail")


def dashboard(session: Session, *, start: date, end: date, now: datetime) -> Dashboard:
    """Both days included.

    Deadlines count on the day they ended or fell due, ratings and reopenings on their own day.
    """
    since, until = _midnight(start), min(_midnight(end + timedelta(days=1)), now)
    met, breached = _deadlines(session, since, until)
    scores = Counter(
        session.scalars(select(Rating.score).where(Rating.rated_at >= since, Rating.rated_at < until))
    )
    resolved = _count_events(session, "resolved", since, until)
    reopened = _count_events(session, "reopened", since, until)
    conversations, handed_over, alone = _conversations(session, since, until)
    rated = sum(scores.values())
    return Dashboard(
        days=_days(session, start, end, since, until),
        deadlines_met=met,
        deadlines_breached=breached,
        compliance=_share(met, met + breached),
        ratings=rated,
        satisfaction=sum(s * n for s, n in scores.items()) / rated if rated else None,
        scores={score: scores.get(score, 0) for score in range(1, 6)},
        resolved=resolved,
        reopened=reopened,
        reopening_rate=_share(reopened, resolved),
        conversations=conversations,
        handed_over=handed_over,
        solved_alone=alone,
        solved_alone_share=_share(alone, conversations),
        misunderstood=_misunderstood(session, since, until),
    )


def _days(session: Session, start: date, end: date, since: datetime, until: datetime) -> list[Day]:
    opened = _per_day(
        session.scalars(select(Ticket.opened_at).where(Ticket.opened_at >= since, Ticket.opened_at < until))
    )
    resolved = _per_day(
        session.scalars(select(Event.at).where(Event.kind == "resolved", Event.at >= since, Event.at < until))
    )
    # What leaves and enters the backlog: cancelled and resolved tickets leave, reopened ones come back.
    left = Counter(resolved) + _per_day(session.scalars(_events(("cancelled",), since, until)))
    back = _per_day(session.scalars(_events(("reopened",), since, until)))
    backlog = _open_before(session, since)
    days = []
    for n in range((end - start).days + 1):
        day = start + timedelta(days=n)
        backlog += opened[day] + back[day] - left[day]
        days.append(Day(date=day, opened=opened[day], resolved=resolved[day], backlog=backlog))
    return days


def _open_before(session: Session, moment: datetime) -> int:
    opened = session.scalar(select(func.count()).select_from(Ticket).where(Ticket.opened_at < moment)) or 0
    moves: dict[str, int] = {
        kind: count
        for kind, count in session.execute(
            select(Event.kind, func.count())
            .where(Event.kind.in_(("resolved", "cancelled", "reopened")), Event.at < moment)
            .group_by(Event.kind)
        )
    }
    return opened - moves.get("resolved", 0) - moves.get("cancelled", 0) + moves.get("reopened", 0)


def _deadlines(session: Session, since: datetime, until: datetime) -> tuple[int, int]:
    rows = session.execute(
        select(Deadline.breached_at, Deadline.due_at, Deadline.met_at).where(
            Deadline.dropped_at.is_(None),
            Deadline.paused_at.is_(None),
            or_(
                (Deadline.met_at >= since) & (Deadline.met_at < until),
                Deadline.met_at.is_(None) & (Deadline.due_at >= since) & (Deadline.due_at < until),
            ),
        )
    ).all()
    broken = sum(1 for row in rows if row.breached_at is not None or row.met_at is None)
    return len(rows) - broken, broken


def _conversations(session: Session, since: datetime, until: datetime) -> tuple[int, int, int]:
    started = (
        Conversation.started_at >= since,
        Conversation.started_at < until,
        Conversation.channel.in_(ASSISTANT_CHANNELS),
    )
    handed = select(Handoff.id).where(Handoff.conversation_id == Conversation.id).exists()
    total = session.scalar(select(func.count()).select_from(Conversation).where(*started)) or 0
    handed_over = session.scalar(select(func.count()).select_from(Conversation).where(*started, handed)) or 0
    alone = session.scalar(
        select(func.count())
        .select_from(Conversation)
        .where(*started, ~handed, Conversation.misunderstood < GIVEN_UP_AFTER)
    )
    return total, handed_over, alone or 0


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


def _count_events(session: Session, kind: str, since: datetime, until: datetime) -> int:
    return (
        session.scalar(select(func.count()).where(Event.kind == kind, Event.at >= since, Event.at < until))
        or 0
    )


def _events(kinds: tuple[str, ...], since: datetime, until: datetime) -> Select[datetime]:
    return select(Event.at).where(Event.kind.in_(kinds), Event.at >= since, Event.at < until)


def _per_day(moments: Iterable[datetime]) -> Counter[date]:
    return Counter(moment.astimezone(SAO_PAULO).date() for moment in moments)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SAO_PAULO).astimezone(UTC)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

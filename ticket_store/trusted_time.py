"""The time that destroying may go by: the clock on the wall, as far as our own running confirms it.

A clock that jumps ahead is followed only at a pace (a machine that was off a week is caught up with in seven
hours), and nothing goes before its time has been believed for a day of running: till then the clock can be
put right, and what it would have taken is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ticket_store.database import hold, insert_missing
from ticket_store.model import ClockMark

NEWEST = 0
MOST_AT_ONCE = timedelta(hours=1)  # a look comes each minute; whatever says more has jumped itself
CATCHING_UP = 24.0  # believed hours for one of running
GRACE = timedelta(days=1)
KEPT = timedelta(days=3)
MARK_EVERY = timedelta(minutes=30)


@dataclass(frozen=True)
class TrustedTime:
    """now: what is believed. behind: how far the clock on the wall is ahead of it.

    settled: what was believed a day of running ago; None while nothing was.
    """

    now: datetime
    behind: timedelta
    settled: datetime | None


def advance(session: Session, *, wall: datetime, ran: timedelta) -> TrustedTime:
    """wall: the clock. ran: what the caller's monotonic clock says has passed since its last call.

    Several callers may take turns: of time that another one counted already the clock shows nothing new.
    """
    hold(session, "clock")
    insert_missing(session, ClockMark, id=NEWEST, at=wall, ran_seconds=0.0, seen_at=wall)
    newest = session.get_one(ClockMark, NEWEST, populate_existing=True)
    passed = max(min(ran, wall - newest.seen_at, MOST_AT_ONCE), timedelta())
    newest.at = min(wall, newest.at + passed * CATCHING_UP)
    newest.ran_seconds += passed.total_seconds()
    newest.seen_at = wall
    session.flush()
    _keep_past(session, newest)
    settled = session.scalar(
        select(ClockMark.at)
        .where(ClockMark.id != NEWEST, ClockMark.ran_seconds <= newest.ran_seconds - GRACE.total_seconds())
        .order_by(ClockMark.ran_seconds.desc())
        .limit(1)
    )
    return TrustedTime(newest.at, wall - newest.at, settled)


def _keep_past(session: Session, newest: ClockMark) -> None:
    """A mark each half an hour. One that is ahead of the clock was a jump's, and goes with it."""
    old = ClockMark.ran_seconds < newest.ran_seconds - KEPT.total_seconds()
    session.execute(delete(ClockMark).where(ClockMark.id != NEWEST, old | (ClockMark.at > newest.at)))
    last = session.scalar(select(func.max(ClockMark.ran_seconds)).where(ClockMark.id != NEWEST))
    if last is None or newest.ran_seconds - last >= MARK_EVERY.total_seconds():
        session.add(ClockMark(at=newest.at, ran_seconds=newest.ran_seconds, seen_at=newest.seen_at))
        session.flush()

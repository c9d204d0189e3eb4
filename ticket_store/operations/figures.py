"""Keeps the hourly figures few: writers only add rows, here those of an hour become one."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ticket_store.database import hold
from ticket_store.model import HourlyFigure

LOOKED_BACK = timedelta(days=2)  # what is added to an hour before stays a row of its own


def fold_figures(session: Session, *, now: datetime) -> int:
    """Of the hours that are over; how many rows fewer there are. Calling it again changes nothing."""
    hold(session, "figures")
    over = now.replace(minute=0, second=0, microsecond=0)
    within = (HourlyFigure.hour >= over - LOOKED_BACK, HourlyFigure.hour < over)
    many = (
        select(HourlyFigure.hour).where(*within).group_by(HourlyFigure.hour, HourlyFigure.kind)
        .having(func.count() > 1).distinct()
    )  # fmt: skip
    hours = list(session.scalars(many))
    sums: dict[tuple[datetime, str], int] = defaultdict(int)
    ids = []
    # By the rows that were seen: one that is committed meanwhile stays.
    for row in session.execute(
        select(HourlyFigure.id, HourlyFigure.hour, HourlyFigure.kind, HourlyFigure.number).where(
            HourlyFigure.hour.in_(hours)
        )
    ):
        ids.append(row.id)
        sums[row.hour, row.kind] += row.number
    for start in range(0, len(ids), 500):
        session.execute(
            delete(HourlyFigure)
            .where(HourlyFigure.id.in_(ids[start : start + 500]))
            .execution_options(synchronize_session=False)
        )
    kept = [HourlyFigure(hour=hour, kind=kind, number=n) for (hour, kind), n in sums.items() if n]
    session.add_all(kept)
    session.flush()
    return len(ids) - len(kept)

"""The supervisor's figures of a period, as tables that the charts are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.desk.access import Leading, note_read, now
from portal.desk.pages import desk_page
from portal.words import SAO_PAULO
from ticket_store import queries
from ticket_store.database import reading
from ticket_store.queries import queues

router = APIRouter(prefix="/painel")

PRESETS = (7, 30, 90)
DEFAULT = 30
LONGEST = 366


@dataclass(frozen=True)
class Period:
    """Both days included, days of São Paulo; `preset` is its number of days when it ends today."""

    start: date
    end: date
    preset: int | None

    @property
    def query(self) -> str:
        return f"de={self.start.isoformat()}&ate={self.end.isoformat()}"

    @property
    def since(self) -> datetime:
        return _midnight(self.start)

    @property
    def until(self) -> datetime:
        return _midnight(self.end + timedelta(days=1))


def period_of(request: Request, de: str = "", ate: str = "", dias: int = DEFAULT) -> Period:
    """What cannot be read falls back to the last thirty days; never longer than a year."""
    today = now(request).astimezone(SAO_PAULO).date()
    try:
        start, end = date.fromisoformat(de), min(date.fromisoformat(ate or today.isoformat()), today)
    except ValueError:
        days = dias if dias in PRESETS else DEFAULT
        return Period(today - timedelta(days=days - 1), today, days)
    if start > end:
        start = end
    start = max(start, end - timedelta(days=LONGEST))
    length = (end - start).days + 1
    return Period(start, end, length if end == today and length in PRESETS else None)


@router.get("")
def show(request: Request, who: Leading, de: str = "", ate: str = "", dias: int = DEFAULT) -> Response:
    period = period_of(request, de, ate, dias)
    with reading(request.app.state.engine) as session:
        figures = queries.dashboard(session, start=period.start, end=period.end, now=now(request))
        loads = queues.team_loads(session, now=now(request))
    note_read(request, who, "dashboard_read", "dashboard")
    return desk_page(
        request,
        who,
        "dashboard.html",
        figures=figures,
        loads=loads,
        period=period,
        presets=PRESETS,
        unsolved=figures.conversations - figures.handed_over - figures.solved_alone,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SAO_PAULO).astimezone(timezone.utc)

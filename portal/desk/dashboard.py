"""The supervisor's figures of a period, as tables that the charts are drawn from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.desk.access import Reporting, note_read, now
from portal.desk.pages import desk_page
from portal.words import SAO_PAULO
from ticket_store import queries
from ticket_store.database import reading
from ticket_store.queries import queues

router = APIRouter(prefix="/painel")

PRESETS = (7, 30, 90)
DEFAULT = 30
LONGEST = 366
COMMENTS = 20


@dataclass(frozen=True)
class Period:
    """Both days included, days of São Paulo; `preset` is its number of days when it ends today.

    changed: what was asked and is not shown, in sentences; "" when nothing.
    """

    start: date
    end: date
    preset: int | None
    changed: str = ""

    @property
    def query(self) -> str:
        return f"de={self.start.isoformat()}&ate={self.end.isoformat()}"

    @property
    def since(self) -> datetime:
        return _midnight(self.start)

    @property
    def until(self) -> datetime:
        return _midnight(self.end + timedelta(days=1))


def period_of(
    request: Request, de: str = "", ate: str = "", dias: int = DEFAULT, longest: int = LONGEST
) -> Period:
    """What cannot be read falls back to the last thirty days; never longer than `longest`, in days."""
    today = now(request).astimezone(SAO_PAULO).date()
    days = dias if dias in PRESETS else DEFAULT
    latest = Period(today - timedelta(days=days - 1), today, days)
    if not de and not ate:
        return latest
    try:
        start, end = date.fromisoformat(de), date.fromisoformat(ate or today.isoformat())
    except ValueError:
        return replace(latest, changed=f"Informe as duas datas. Aqui estão os últimos {days} dias.")
    said = []
    if max(start, end) > today:
        start, end = min(start, today), min(end, today)
        said.append("O período vai só até hoje.")
    if start > end:
        start, end = end, start
        said.append("A data inicial vinha depois da final: trocamos uma pela outra.")
    if (end - start).days > longest:
        start = end - timedelta(days=longest)
        years = longest // 365
        said.append(f"Mostramos até {'um ano' if years == 1 else f'{years} anos'} de cada vez.")
    length = (end - start).days + 1
    preset = length if end == today and length in PRESETS else None
    return Period(start, end, preset, " ".join(said))


@router.get("")
def show(request: Request, who: Reporting, de: str = "", ate: str = "", dias: int = DEFAULT) -> Response:
    period = period_of(request, de, ate, dias)
    with reading(request.app.state.engine) as session:
        figures = queries.dashboard(session, start=period.start, end=period.end, now=now(request))
        loads = queues.team_loads(session, now=now(request))
        grades = queries.chat_grades(session, since=period.since, until=period.until)
    note_read(request, who, "dashboard_read", "dashboard")
    return desk_page(
        request,
        who,
        "dashboard.html",
        figures=figures,
        loads=loads,
        grades=grades,
        graded={score: sum(g.score == score for g in grades) for score in range(1, 6)},
        commented=[g for g in grades if g.comment][:COMMENTS],
        period=period,
        presets=PRESETS,
        unsolved=figures.conversations - figures.handed_over - figures.solved_alone,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SAO_PAULO).astimezone(timezone.utc)

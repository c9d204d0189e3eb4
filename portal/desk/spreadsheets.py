"""The dashboard's tables as CSV for a Brazilian spreadsheet; no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.desk import words
from portal.desk.access import Reporting, note_read, now
from portal.desk.dashboard import DEFAULT, Period, period_of
from ticket_store import queries
from ticket_store.database import reading
from ticket_store.queries.exporting import tickets_opened

router = APIRouter(prefix="/painel")

# What Excel, LibreOffice and Google Sheets start a formula with, the full-width forms included.
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
BOM = "\ufeff"  # without it Excel reads UTF-8 as Latin-1


def safe_cell(value: object) -> str:
    """Text that a spreadsheet shows and never computes."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return words.short(value)
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA) else text


def as_csv(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return BOM + file.getvalue()


@router.get("/dias.csv")
def days(request: Request, who: Reporting, de: str = "", ate: str = "", dias: int = DEFAULT) -> Response:
    period = period_of(request, de, ate, dias)
    with reading(request.app.state.engine) as session:
        figures = queries.dashboard(session, start=period.start, end=period.end, now=now(request))
    note_read(request, who, "exported", "csv:days")
    rows = [(f"{d.date:%d/%m/%Y}", d.opened, d.resolved, d.backlog) for d in figures.days]
    return file_of("dias", period, as_csv(("Dia", "Abertos", "Resolvidos", "Em aberto no fim do dia"), rows))


@router.get("/acionamentos.csv")
def tickets(request: Request, who: Reporting, de: str = "", ate: str = "", dias: int = DEFAULT) -> Response:
    """One line a ticket opened in the period; neither the requester nor what he wrote is in it (LGPD)."""
    period = period_of(request, de, ate, dias)
    with reading(request.app.state.engine) as session:
        rows = [
            (
                t.number,
                t.service_name,
                t.team_name,
                words.STATUS[t.status],
                words.priority(t.priority),
                words.CHANNEL.get(t.channel, t.channel),
                t.opened_at,
                t.resolved_at,
                "sim" if t.breached else "não",
                t.reopen_count,
                t.score,
            )
            for t in tickets_opened(session, since=period.since, until=period.until)
        ]
    note_read(request, who, "exported", "csv:tickets", rows=len(rows))
    header = (
        "Número",
        "Serviço",
        "Equipe",
        "Situação",
        "Prioridade",
        "Canal",
        "Aberto em",
        "Resolvido em",
        "Fora do prazo",
        "Reaberturas",
        "Nota",
    )
    return file_of("acionamentos", period, as_csv(header, rows))


@router.get("/nao-entendidas.csv")
def misunderstood(
    request: Request, who: Reporting, de: str = "", ate: str = "", dias: int = DEFAULT
) -> Response:
    period = period_of(request, de, ate, dias)
    with reading(request.app.state.engine) as session:
        figures = queries.dashboard(session, start=period.start, end=period.end, now=now(request))
    note_read(request, who, "exported", "csv:misunderstood")
    return file_of("nao-entendidas", period, as_csv(("Mensagem", "Vezes"), figures.misunderstood))


def file_of(name: str, period: Period, text: str) -> Response:
    filename = f"{name}-{period.start.isoformat()}-{period.end.isoformat()}.csv"
    return Response(
        text,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )

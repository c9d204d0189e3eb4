"""Reports by mail: asked for once, sent each Monday or each first of the month, of the time before it."""

from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store import outbox, roles
from ticket_store.accounts import audit
from ticket_store.errors import TooManyReports
from ticket_store.model import Agent, MailedReport
from ticket_store.numbers import SAO_PAULO
from ticket_store.queries.facts import Dimension, Of
from ticket_store.queries.reports import names_of, report

EVERY = ("week", "month")
HOUR = time(7)
MOST = 10  # of one person
LINES = 40  # in a mail; the page has all


def mail_report(
    session: Session,
    *,
    agent_id: int,
    every: str,
    by: Dimension,
    chosen: dict[Dimension, str],
    now: datetime,
) -> MailedReport:
    """The same again is the one that is there. Raises ValueError, TooManyReports(limit)."""
    if every not in EVERY:
        raise ValueError(every)
    his = list(session.scalars(select(MailedReport).where(MailedReport.agent_id == agent_id)))
    for one in his:
        if (one.every, one.by, one.chosen) == (every, by, chosen):
            return one
    if len(his) >= MOST:
        raise TooManyReports(MOST)
    row = MailedReport(agent_id=agent_id, every=every, by=by, chosen=chosen, next_at=_next(every, now))
    session.add(row)
    session.flush()
    audit(session, agent_id=agent_id, action="report_mailed", target=f"mailed_report:{row.id}", now=now)
    return row


def stop_report(session: Session, *, report_id: int, agent_id: int, now: datetime) -> None:
    """His own; that of somebody else stays."""
    session.execute(
        delete(MailedReport).where(MailedReport.id == report_id, MailedReport.agent_id == agent_id)
    )
    audit(session, agent_id=agent_id, action="report_stopped", target=f"mailed_report:{report_id}", now=now)


def send_due_reports(session: Session, *, now: datetime) -> int:
    """One mail each, however long nobody looked; none to who may see reports no more."""
    due = (
        select(MailedReport)
        .where(MailedReport.next_at <= now)
        .order_by(MailedReport.next_at)
        .limit(20)
        .with_for_update(skip_locked=True)
    )
    sent = 0
    for row in session.scalars(due):
        agent = session.get_one(Agent, row.agent_id)
        if agent.active and roles.REPORTS in roles.role_of(session, agent).permissions:
            _send(session, row, agent, now)
            sent += 1
        row.next_at = _next(row.every, now)
    return sent


def mailed_reports(session: Session, *, agent_id: int) -> list[MailedReport]:
    rows = select(MailedReport).where(MailedReport.agent_id == agent_id).order_by(MailedReport.id)
    return list(session.scalars(rows))


def period_before(every: str, now: datetime) -> tuple[date, date]:
    """The whole week (from Monday) or month before this one, both days included."""
    today = now.astimezone(SAO_PAULO).date()
    if every == "week":
        monday = today - timedelta(days=today.weekday())
        return monday - timedelta(days=7), monday - timedelta(days=1)
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _send(session: Session, row: MailedReport, agent: Agent, now: datetime) -> None:
    first, last = period_before(row.every, now)
    by: Dimension = row.by  # type: ignore[assignment]
    chosen: dict[Dimension, str] = row.chosen  # type: ignore[assignment]
    found = report(
        session,
        since=_midnight(first),
        until=_midnight(last + timedelta(days=1)),
        by=by,
        of=Of(chosen),
        now=now,
    )
    only = {name: names_of(session, name).get(code, code) for name, code in chosen.items()}
    payload: dict[str, Any] = {
        "requester_name": agent.name,
        "report": {
            "first": first.isoformat(),
            "last": last.isoformat(),
            "by": by,
            "chosen": dict(chosen),
            "only": only,
            "total": asdict(found.total),
            "before": asdict(found.before),
            "lines": [asdict(line) for line in found.lines[:LINES]],
        },
    }
    outbox.enqueue(session, kind="report", to=agent.email, payload=payload, now=now)


def _next(every: str, now: datetime) -> datetime:
    """The next Monday or first of the month at seven in São Paulo, after `now`."""
    local = now.astimezone(SAO_PAULO)
    day = local.date()
    while True:
        fits = day.weekday() == 0 if every == "week" else day.day == 1
        moment = datetime.combine(day, HOUR, SAO_PAULO)
        if fits and moment > local:
            return moment.astimezone(UTC)
        day += timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SAO_PAULO).astimezone(UTC)

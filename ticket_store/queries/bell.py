"""An attendant's bell: what he was told and has not looked at, grouped by what it is about."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.model import DeskNotice, Service, Ticket
from ticket_store.queries.desk_live import handoffs_waiting

NEWEST = 300


@dataclass(frozen=True)
class BellItem:
    """kinds: what happened there, the newest first, each once. at: of the newest."""

    kinds: tuple[str, ...]
    ticket_number: str | None
    service_name: str
    handoff_id: int | None
    at: datetime
    unread: bool


def unread_count(session: Session, *, agent_id: int) -> int:
    """Tickets and conversations with news for him, and people who wait in the chat for anybody."""
    news = (
        select(DeskNotice.ticket_id, DeskNotice.handoff_id)
        .where(DeskNotice.agent_id == agent_id, DeskNotice.read_at.is_(None))
        .distinct()
        .subquery()
    )
    return (session.scalar(select(func.count()).select_from(news)) or 0) + handoffs_waiting(session)


def bell(session: Session, *, agent_id: int, limit: int = 50) -> list[BellItem]:
    """The unread first, then what he has seen; in both the newest first."""
    rows = (
        select(DeskNotice, Ticket.number, func.coalesce(Service.name, Ticket.service_text, ""))
        .outerjoin(Ticket, Ticket.id == DeskNotice.ticket_id)
        .outerjoin(Service, Service.code == Ticket.service_code)
        .where(DeskNotice.agent_id == agent_id)
        .order_by(DeskNotice.read_at.is_not(None), DeskNotice.id.desc())
        .limit(NEWEST)
    )
    groups: dict[tuple[bool, int | None, int | None], list[tuple[DeskNotice, str | None, str]]] = {}
    for notice, number, service in session.execute(rows):
        key = (notice.read_at is None, notice.ticket_id, notice.handoff_id)
        groups.setdefault(key, []).append((notice, number, service))
    return [_item(unread, group) for (unread, _, _), group in list(groups.items())[:limit]]


def _item(unread: bool, group: list[tuple[DeskNotice, str | None, str]]) -> BellItem:
    newest, number, service = group[0]
    return BellItem(
        kinds=tuple(dict.fromkeys(notice.kind for notice, _, _ in group)),
        ticket_number=number,
        service_name=service,
        handoff_id=newest.handoff_id,
        at=newest.at,
        unread=unread,
    )

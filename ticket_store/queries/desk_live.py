"""What the desk's open pages watch: one live conversation, and a pulse that tells that something moved."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.errors import HandoffNotFound
from ticket_store.model import (
    DeskNotice,
    Event,
    Handoff,
    Incident,
    IncidentProposal,
    LiveMessage,
    OutboxRow,
    Ticket,
)
from ticket_store.outbox import given_up
from ticket_store.queries.building import handoff_view, incident_view
from ticket_store.views import HandoffView, IncidentView


@dataclass(frozen=True)
class Pulse:
    """Compared with the one before: whatever differs is what to look at again."""

    event_id: int
    handoffs: tuple[tuple[int, str], ...]
    live_message_id: int
    parked: int
    bell_id: int
    proposals: frozenset[int] = frozenset()


def pulse(session: Session) -> Pulse:
    running = select(Handoff.id, Handoff.status).where(Handoff.status.in_(("requested", "taken")))
    return Pulse(
        event_id=session.scalar(select(func.max(Event.id))) or 0,
        handoffs=tuple((id_, status) for id_, status in session.execute(running.order_by(Handoff.id))),
        live_message_id=session.scalar(select(func.max(LiveMessage.id))) or 0,
        parked=parked_count(session),
        bell_id=session.scalar(select(func.max(DeskNotice.id))) or 0,
        proposals=frozenset(
            session.scalars(select(IncidentProposal.id).where(IncidentProposal.state == "open"))
        ),
    )


def rung_since(session: Session, *, bell_id: int) -> frozenset[int]:
    """The attendants whose bell rang after that notice."""
    return frozenset(session.scalars(select(DeskNotice.agent_id).where(DeskNotice.id > bell_id).distinct()))


def whose(session: Session, *, numbers: Collection[str]) -> dict[str, tuple[str, int | None]]:
    """By ticket number, its team and the attendant who has it."""
    rows = select(Ticket.number, Ticket.team_code, Ticket.agent_id).where(Ticket.number.in_(numbers))
    return {number: (team_code, agent_id) for number, team_code, agent_id in session.execute(rows)}


def parked_count(session: Session) -> int:
    """Rows that could not be delivered and wait for somebody to look."""
    return session.scalar(select(func.count()).select_from(OutboxRow).where(given_up())) or 0


def handoffs_waiting(session: Session) -> int:
    """Conversations nobody has taken yet."""
    return session.scalar(select(func.count()).select_from(Handoff).where(Handoff.status == "requested")) or 0


@dataclass(frozen=True)
class Talk:
    """One of an attendant's conversations. said: the newest line with the desk; unread: of the person."""

    id: int
    email: str | None
    channel: str
    said: str
    at: datetime
    unread: int


def his_talks(session: Session, *, agent_id: int) -> list[Talk]:
    """In the order in which he took them: what is about to be pressed does not move away."""
    in_them = (Handoff.status == "taken") & (Handoff.agent_id == agent_id)
    newest = select(func.max(LiveMessage.id)).where(LiveMessage.handoff_id == Handoff.id).scalar_subquery()
    unread = (
        select(func.count(LiveMessage.id))
        .where(
            LiveMessage.handoff_id == Handoff.id,
            LiveMessage.sender == "user",
            LiveMessage.id > func.coalesce(Handoff.seen_message_id, 0),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(Handoff, unread, newest).where(in_them).order_by(Handoff.taken_at, Handoff.id)
    ).all()
    lines = {
        line.id: line
        for line in session.scalars(select(LiveMessage).where(LiveMessage.id.in_([one for *_, one in rows])))
    }
    return [
        Talk(
            one.id,
            one.email,
            one.conversation.channel,
            lines[last].text if last else "",
            lines[last].at if last else one.requested_at,
            count,
        )
        for one, count, last in rows
    ]


def handoff(session: Session, *, handoff_id: int) -> HandoffView:
    """Also one that is over. Raises HandoffNotFound."""
    found = session.get(Handoff, handoff_id)
    if found is None:
        raise HandoffNotFound
    return handoff_view(found)


def ended_incidents(
    session: Session, *, since: datetime | None = None, limit: int = 20
) -> list[IncidentView]:
    """The newest first, or those that ended from `since` on; followers are not counted any more."""
    rows = select(Incident).where(Incident.ended_at.is_not(None)).order_by(Incident.ended_at.desc())
    if since is not None:
        rows = rows.where(Incident.ended_at >= since)
    return [incident_view(incident, 0) for incident in session.scalars(rows.limit(limit))]

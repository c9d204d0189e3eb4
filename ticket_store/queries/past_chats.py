"""Conversations that a person was asked for and that are over, found by what was said; who attends now."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from ticket_store import duty
from ticket_store.catalogue import fold
from ticket_store.model import Agent, AgentSession, Handoff
from ticket_store.model.agents import SESSION_IDLE
from ticket_store.queries.building import handoff_view
from ticket_store.queries.conversations import RUNNING
from ticket_store.views import HandoffView

# Looked through for words, the newest first; what was said is kept some weeks (ticket_store/privacy.py).
LOOKED_THROUGH = 3000
PAGE = 100


def past_handoffs(session: Session, *, text: str = "", limit: int = 30, offset: int = 0) -> list[HandoffView]:
    """The newest first; with `text`, those in which each of its words was said, or names somebody in it."""
    words = fold(text).split()
    found = []
    for handoff in _past(session):
        if all(word in _said(handoff) for word in words) if words else True:
            found.append(handoff_view(handoff))
        if len(found) >= offset + limit:
            break
    return found[offset:]


def attending(session: Session, *, now: datetime) -> list[Agent]:
    """Who said that he attends conversations and is still at the desk, in the hours of his teams."""
    here = select(AgentSession.agent_id).where(
        AgentSession.last_seen_at > now - SESSION_IDLE, AgentSession.expires_at > now
    )
    rows = select(Agent).where(Agent.active, Agent.attends_since.is_not(None), Agent.id.in_(here))
    kept = duty.hours(session)
    return [one for one in session.scalars(rows.order_by(Agent.name)) if duty.attends(one, kept, now)]


def _past(session: Session) -> Iterator[Handoff]:
    before: int | None = None
    for _ in range(LOOKED_THROUGH // PAGE):
        rows = (
            select(Handoff)
            .where(Handoff.status.not_in(RUNNING))
            .options(selectinload(Handoff.messages))
            .order_by(Handoff.id.desc())
            .limit(PAGE)
        )
        some = list(session.scalars(rows if before is None else rows.where(Handoff.id < before)))
        yield from some
        if len(some) < PAGE:
            return
        before = some[-1].id


def _said(handoff: Handoff) -> str:
    lines = [str(line.get("text") or "") for line in handoff.transcript if isinstance(line, dict)]
    lines += [message.text for message in handoff.messages]
    who = [handoff.email or "", handoff.agent.name if handoff.agent else ""]
    return fold(" ".join([*who, *lines]))

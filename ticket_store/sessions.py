"""The list of the desk's open sessions, and ending one of it: a cookie on a lost or lent computer."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from ticket_store.accounts import SESSION_IDLE, audit, secret_mark
from ticket_store.errors import SessionEnded
from ticket_store.model import Agent, AgentSession

# Enough of the cookie's hash to tell one session from another; it opens nothing.
MARK = 16


@dataclass(frozen=True)
class OpenSession:
    """mark: names it to `end_one`. browser: None where that was not known."""

    mark: str
    agent_id: int
    name: str
    browser: str | None
    created_at: datetime
    last_seen_at: datetime
    mine: bool


def open_sessions(
    session: Session, *, now: datetime, agent_id: int | None = None, token: str = ""
) -> list[OpenSession]:
    """Those of that agent, or everybody's; last used first. token: the cookie of who asks."""
    rows = (
        select(AgentSession, Agent.name)
        .join(Agent, Agent.id == AgentSession.agent_id)
        .where(*_alive(now))
        .order_by(AgentSession.last_seen_at.desc(), AgentSession.token_hash)
    )
    if agent_id is not None:
        rows = rows.where(AgentSession.agent_id == agent_id)
    asks = secret_mark(token)
    return [
        OpenSession(
            mark=row.token_hash[:MARK],
            agent_id=row.agent_id,
            name=name,
            browser=row.browser,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            mine=row.token_hash == asks,
        )
        for row, name in session.execute(rows)
    ]


def end_one(session: Session, *, mark: str, now: datetime, by: int, agent_id: int | None = None) -> None:
    """agent_id: only if it is that agent's. Raises SessionEnded: there is no such session any more."""
    if len(mark) != MARK:
        raise SessionEnded
    rows = select(AgentSession).where(AgentSession.token_hash.startswith(mark, autoescape=True), *_alive(now))
    if agent_id is not None:
        rows = rows.where(AgentSession.agent_id == agent_id)
    row = session.scalar(rows)
    if row is None:
        raise SessionEnded
    audit(session, agent_id=by, action="session_ended", target=f"agent:{row.agent_id}", now=now)
    session.delete(row)


def _alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return AgentSession.expires_at > now, AgentSession.last_seen_at > now - SESSION_IDLE

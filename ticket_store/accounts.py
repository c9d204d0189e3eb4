"""The attendants' accounts: made by a command, argon2 passwords, lock-out, sessions that end, and the
audit.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store.addresses import normalise_email
from ticket_store.errors import (
    AccountLocked,
    AgentExists,
    AgentNotFound,
    BadCredentials,
    InvalidEmail,
    SessionEnded,
    WeakPassword,
)
from ticket_store.model import Agent, AgentSession, AuditEntry
from ticket_store.operations.handling import release_tickets

ROLES = ("attendant", "supervisor", "administrator")
MIN_PASSWORD = 10
MAX_FAILURES = 5
LOCK = timedelta(minutes=15)
SESSION_LIFE = timedelta(hours=10)
SESSION_IDLE = timedelta(minutes=60)

_hasher = PasswordHasher()
# Verified when there is no such account, so that the answer takes as long.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$qkqx0sVq0O3Yw0cG3r0cSA$2p5v1Hj7bTk4yH0gq9b6kq0u8mS1o0oGqj8oWwW0XJk"


def create_agent(
    session: Session,
    *,
    name: str,
    email: str,
    password: str,
    role: str,
    now: datetime,
    team_codes: Sequence[str] = (),
) -> Agent:
    """role: attendant | supervisor | administrator (ValueError otherwise).

    Raises InvalidEmail, WeakPassword, AgentExists.
    """
    if role not in ROLES:
        raise ValueError(role)
    address = normalise_email(email)
    if session.scalar(select(Agent.id).where(Agent.email == address)) is not None:
        raise AgentExists
    agent = Agent(
        name=name.strip(),
        email=address,
        password_hash=_hash(password),
        role=role,
        team_codes=list(team_codes),
        active=True,
        failed_logins=0,
        created_at=now,
    )
    session.add(agent)
    session.flush()
    return agent


def set_password(session: Session, *, agent_id: int, password: str, now: datetime) -> None:
    """Ends the agent's sessions and his lock. Raises AgentNotFound, WeakPassword."""
    agent = _agent(session, agent_id)
    agent.password_hash, agent.failed_logins, agent.locked_until = _hash(password), 0, None
    session.execute(delete(AgentSession).where(AgentSession.agent_id == agent_id))
    audit(session, agent_id=agent_id, action="password_changed", target=f"agent:{agent_id}", now=now)


def set_active(
    session: Session, *, agent_id: int, active: bool, now: datetime, by: int | None = None
) -> None:
    """False ends his sessions at once, and the open tickets he had are anybody's. Raises AgentNotFound."""
    agent = _agent(session, agent_id)
    agent.active = active
    if not active:
        session.execute(delete(AgentSession).where(AgentSession.agent_id == agent_id))
        release_tickets(session, agent=agent, now=now)
    audit(
        session,
        agent_id=by,
        action="agent_enabled" if active else "agent_disabled",
        target=f"agent:{agent_id}",
        now=now,
    )


def log_in(session: Session, *, email: str, password: str, now: datetime) -> Agent:
    """Raises BadCredentials, or AccountLocked(until) after five failures; `transaction` keeps the count of
    them.
    """
    try:
        address = normalise_email(email)
    except InvalidEmail:
        address = ""
    agent = session.scalar(select(Agent).where(Agent.email == address, Agent.active).with_for_update())
    right = _verify(agent.password_hash if agent else _NOBODY, password)
    if agent is None:
        raise BadCredentials
    if agent.locked_until is not None and now < agent.locked_until:
        raise AccountLocked(agent.locked_until)
    if not right:
        agent.failed_logins += 1
        audit(session, agent_id=agent.id, action="log_in_failed", target=f"agent:{agent.id}", now=now)
        if agent.failed_logins >= MAX_FAILURES:
            agent.failed_logins, agent.locked_until = 0, now + LOCK
            raise AccountLocked(agent.locked_until)
        raise BadCredentials
    agent.failed_logins, agent.locked_until, agent.last_login_at = 0, None, now
    if _hasher.check_needs_rehash(agent.password_hash):
        agent.password_hash = _hasher.hash(password)
    audit(session, agent_id=agent.id, action="logged_in", target=f"agent:{agent.id}", now=now)
    return agent


def start_session(session: Session, *, agent_id: int, now: datetime) -> str:
    """The cookie's value, a secret shown this once."""
    token = secrets.token_urlsafe(32)
    session.add(
        AgentSession(
            token_hash=_token_hash(token),
            agent_id=agent_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + SESSION_LIFE,
        )
    )
    session.flush()
    return token


def session_agent(session: Session, *, token: str, now: datetime) -> Agent:
    """Whose session it is; writes nothing.

    Raises SessionEnded: over, idle for an hour, or the account is disabled.
    """
    row = session.get(AgentSession, _token_hash(token))
    if row is None or now >= row.expires_at or now >= row.last_seen_at + SESSION_IDLE:
        raise SessionEnded
    agent = session.get(Agent, row.agent_id)
    if agent is None or not agent.active:
        raise SessionEnded
    return agent


def touch_session(session: Session, *, token: str, now: datetime) -> None:
    """He is still there: the idle time starts anew, the whole life does not."""
    row = session.get(AgentSession, _token_hash(token))
    if row is not None and row.last_seen_at < now < row.expires_at:
        row.last_seen_at = now


def end_session(session: Session, *, token: str) -> None:
    session.execute(delete(AgentSession).where(AgentSession.token_hash == _token_hash(token)))


def audit(
    session: Session,
    *,
    agent_id: int | None,
    action: str,
    target: str,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Who read or changed what. target: "ticket:2026-0000001", "search" ...

    Operations write their own line; reads call this.

    data: no personal data.
    """
    session.add(AuditEntry(at=now, agent_id=agent_id, action=action, target=target[:80], data=data or {}))
    session.flush()


def audit_trail(
    session: Session, *, agent_id: int | None = None, target: str | None = None, limit: int = 200
) -> list[tuple[AuditEntry, str | None]]:
    """(entry, agent's name), the newest first."""
    rows = (
        select(AuditEntry, Agent.name)
        .outerjoin(Agent, Agent.id == AuditEntry.agent_id)
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if agent_id is not None:
        rows = rows.where(AuditEntry.agent_id == agent_id)
    if target is not None:
        rows = rows.where(AuditEntry.target == target)
    return [(entry, name) for entry, name in session.execute(rows)]


def _agent(session: Session, agent_id: int) -> Agent:
    agent = session.get(Agent, agent_id)
    if agent is None:
        raise AgentNotFound
    return agent


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise WeakPassword(MIN_PASSWORD)
    return _hasher.hash(password)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

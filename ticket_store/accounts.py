"""The attendants' accounts: made by a command, argon2 passwords, sessions that end, and the audit.

Hashing takes memory and time: it is done before a transaction writes (so that nobody waits for it), by two at
once, and not at all for who has guessed too often.
"""

import hashlib
import secrets
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import CursorResult, Engine, delete, select
from sqlalchemy.orm import Session

from ticket_store import roles
from ticket_store.addresses import normalise_email
from ticket_store.auditing import audit as audit
from ticket_store.database import hold, reading
from ticket_store.errors import (
    AccountLocked,
    AgentExists,
    AgentNotFound,
    BadCredentials,
    InvalidEmail,
    SessionEnded,
    TooManyAtOnce,
    WeakPassword,
)
from ticket_store.model import Agent, AgentSession, AuditEntry, LoginFailure
from ticket_store.model.agents import SESSION_IDLE as SESSION_IDLE
from ticket_store.model.agents import SESSION_LIFE as SESSION_LIFE
from ticket_store.operations.handling import release_tickets

MIN_PASSWORD = 10
NO_PASSWORD = "!"  # of who enters only through a provider
MAX_FAILURES = 5  # of one asker at one account
MAX_FAILURES_ANYWHERE = 30  # of one asker at all accounts together
LOCK = timedelta(minutes=15)
KEEP_FAILURES = timedelta(days=1)

_hasher = PasswordHasher()
# 64 MiB and some 50 ms of a core each. Those who wait hold a thread of the web server each.
_hashing, _asking = BoundedSemaphore(2), BoundedSemaphore(10)
HASHING_WAIT_SECONDS = 3.0


def create_agent(
    session: Session,
    *,
    name: str,
    email: str,
    password: str | None,
    role: str,
    now: datetime,
    team_codes: Sequence[str] = (),
) -> Agent:
    """role: the code of one that is in use (ValueError otherwise).

    password: None for one that nobody knows; to be the first of its transaction otherwise.
    Raises InvalidEmail, WeakPassword, AgentExists.
    """
    address = normalise_email(email)
    # Before anything is locked.
    password_hash = _nobodys_own() if password is None else hash_password(password)
    if not (found := roles.known(session).get(role)) or not found.active:
        raise ValueError(role)
    if session.scalar(select(Agent.id).where(Agent.email == address)) is not None:
        raise AgentExists
    agent = Agent(
        name=name.strip(),
        email=address,
        password_hash=password_hash,
        team_codes=list(team_codes),
        active=True,
        created_at=now,
    )
    roles.give(agent, role)
    session.add(agent)
    session.flush()
    return agent


def set_password(session: Session, *, agent_id: int, password: str, now: datetime) -> Agent:
    """Ends the agent's sessions. To be the first of its transaction. Raises AgentNotFound, WeakPassword."""
    password_hash = hash_password(password)  # before anything is locked
    agent = _agent(session, agent_id)
    agent.password_hash = password_hash
    end_sessions(session, agent_id=agent_id)
    audit(session, agent_id=agent_id, action="password_changed", target=f"agent:{agent_id}", now=now)
    return agent


def set_active(
    session: Session, *, agent_id: int, active: bool, now: datetime, by: int | None = None
) -> None:
    """False ends his sessions at once, and the open tickets he had are anybody's. Raises AgentNotFound."""
    agent = _agent(session, agent_id)
    agent.active = active
    if not active:
        end_sessions(session, agent_id=agent_id)
        release_tickets(session, agent=agent, now=now)
    audit(
        session,
        agent_id=by,
        action="agent_enabled" if active else "agent_disabled",
        target=f"agent:{agent_id}",
        now=now,
    )


@dataclass(frozen=True)
class CheckedPassword:
    """What check_password found; `accept` acts on it. password_hash: the one that was compared."""

    account: str
    asker: str
    agent_id: int | None
    password_hash: str
    right: bool
    rehashed: str | None = None


def check_password(
    engine: Engine, *, email: str, password: str, asker: str, now: datetime
) -> CheckedPassword:
    """Compares outside any transaction; takes as long for an address that has no account.

    Raises AccountLocked(until) for an asker who has failed too often, TooManyAtOnce.
    """
    try:
        address = normalise_email(email)
    except InvalidEmail:
        address = ""
    account = account_mark(address)
    with reading(engine) as session:
        _refuse_guessers(session, account, asker, now)
        known = session.execute(
            select(Agent.id, Agent.password_hash).where(Agent.email == address, Agent.active)
        ).first()
    agent_id, password_hash = known or (None, _nobody())
    with _one_of_few():
        compared = _nobody() if password_hash == NO_PASSWORD else password_hash
        right = _verify(compared, password) and compared == password_hash and agent_id is not None
        stale = right and _hasher.check_needs_rehash(password_hash)
        rehashed = _hasher.hash(password) if stale else None
    return CheckedPassword(account, asker, agent_id, password_hash, right, rehashed)


def note_entry(session: Session, *, agent: Agent, now: datetime) -> None:
    """It is written that he came."""
    agent.last_login_at = now
    audit(session, agent_id=agent.id, action="logged_in", target=f"agent:{agent.id}", now=now)


def accept(session: Session, *, checked: CheckedPassword, now: datetime) -> Agent:
    """Whose password it is.

    Raises BadCredentials, or AccountLocked(until) after five failures of this asker at this account;
    `transaction` keeps the count of them.
    """
    hold(session, f"login:{checked.asker}")
    _refuse_guessers(session, checked.account, checked.asker, now)
    # An account that was closed meanwhile, or has another password, is not the one that was compared.
    agent = session.scalar(
        select(Agent)
        .where(Agent.id == checked.agent_id, Agent.password_hash == checked.password_hash, Agent.active)
        .with_for_update()
    )
    if agent is None or not checked.right:
        session.execute(delete(LoginFailure).where(LoginFailure.at < now - KEEP_FAILURES))
        session.add(LoginFailure(account=checked.account, asker=checked.asker, at=now))
        if agent is not None:
            audit(session, agent_id=agent.id, action="log_in_failed", target=f"agent:{agent.id}", now=now)
        session.flush()
        _refuse_guessers(session, checked.account, checked.asker, now)
        raise BadCredentials
    session.execute(
        delete(LoginFailure).where(
            LoginFailure.account == checked.account, LoginFailure.asker == checked.asker
        )
    )
    if checked.rehashed:
        agent.password_hash = checked.rehashed
    return agent


def start_session(
    session: Session, *, agent_id: int, now: datetime, browser: str | None = None, via: str = "password"
) -> str:
    """The cookie's value, a secret shown this once. browser: a label for the list of sessions.

    via: password, or the provider (single_sign_on.VIA).
    """
    token = secrets.token_urlsafe(32)
    session.add(
        AgentSession(
            token_hash=secret_mark(token),
            agent_id=agent_id,
            created_at=now,
            last_seen_at=now,
            expires_at=now + SESSION_LIFE,
            browser=browser[:60] if browser else None,
            via=via,
        )
    )
    session.flush()
    return token


def session_agent(session: Session, *, token: str, now: datetime) -> Agent:
    """Whose session it is; writes nothing.

    Raises SessionEnded: over, idle for an hour, or the account is disabled.
    """
    row = session.get(AgentSession, secret_mark(token))
    if row is None or now >= row.expires_at or now >= row.last_seen_at + SESSION_IDLE:
        raise SessionEnded
    agent = session.get(Agent, row.agent_id)
    if agent is None or not agent.active:
        raise SessionEnded
    return agent


def entered_via(session: Session, *, token: str) -> str:
    """How the session of that cookie was begun. Raises SessionEnded."""
    row = session.get(AgentSession, secret_mark(token))
    if row is None:
        raise SessionEnded
    return row.via


def touch_session(session: Session, *, token: str, now: datetime) -> None:
    """He is still there: the idle time starts anew, the whole life does not."""
    row = session.get(AgentSession, secret_mark(token))
    if row is not None and row.last_seen_at < now < row.expires_at:
        row.last_seen_at = now


def end_session(session: Session, *, token: str) -> None:
    session.execute(delete(AgentSession).where(AgentSession.token_hash == secret_mark(token)))


def end_sessions(session: Session, *, agent_id: int, but: str | None = None) -> int:
    """All of his, but the one of that token; how many ended."""
    rows = delete(AgentSession).where(AgentSession.agent_id == agent_id)
    if but is not None:
        rows = rows.where(AgentSession.token_hash != secret_mark(but))
    ended = session.execute(rows)
    return ended.rowcount if isinstance(ended, CursorResult) else 0


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


def get_agent(session: Session, *, agent_id: int) -> Agent:
    """Raises AgentNotFound."""
    return _agent(session, agent_id)


def _agent(session: Session, agent_id: int) -> Agent:
    agent = session.get(Agent, agent_id)
    if agent is None:
        raise AgentNotFound
    return agent


def _refuse_guessers(session: Session, account: str, asker: str, now: datetime) -> None:
    """Raises AccountLocked: five failures at this account, or thirty anywhere, in a quarter of an hour."""
    failures = (
        select(LoginFailure.account, LoginFailure.at)
        .where(LoginFailure.asker == asker, LoginFailure.at > now - LOCK)
        .order_by(LoginFailure.at.desc())
        .limit(MAX_FAILURES_ANYWHERE)
    )
    anywhere = [(row.account, row.at) for row in session.execute(failures)]
    here = [at for one, at in anywhere if one == account]
    if len(here) >= MAX_FAILURES:
        raise AccountLocked(here[MAX_FAILURES - 1] + LOCK)
    if len(anywhere) >= MAX_FAILURES_ANYWHERE:
        raise AccountLocked(anywhere[-1][1] + LOCK)


@contextmanager
def _one_of_few() -> Iterator[None]:
    """Raises TooManyAtOnce when others are waiting already, or after HASHING_WAIT_SECONDS."""
    if not _asking.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        if not _hashing.acquire(timeout=HASHING_WAIT_SECONDS):
            raise TooManyAtOnce
        try:
            yield
        finally:
            _hashing.release()
    finally:
        _asking.release()


def hash_password(password: str) -> str:
    """Takes its time: to be called before anything is locked. Raises WeakPassword, TooManyAtOnce."""
    if len(password) < MIN_PASSWORD:
        raise WeakPassword(MIN_PASSWORD)
    with _one_of_few():
        return _hasher.hash(password)


@cache
def _nobody() -> str:
    """Verified when there is no such account, so that the answer takes as long."""
    return _hasher.hash(secrets.token_hex(16))


def _nobodys_own() -> str:
    """The hash of no password at all, at no cost: it is compared with as any other, and never right."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m=65536,t=3,p=4${salt}${digest}"


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False


def account_mark(address: str) -> str:
    """How failures and resets name an account, be there one or not."""
    return hashlib.sha256(address.encode()).hexdigest()


def secret_mark(token: str) -> str:
    """What is kept of a secret that was made here: enough to know it again."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Attendants: their accounts, sessions, who has which ticket open, and the record of what they read and
changed.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base

SESSION_LIFE = timedelta(hours=10)
SESSION_IDLE = timedelta(minutes=60)


class Agent(Base):
    """role: attendant | supervisor | administrator. own_role: a role made by page, which counts instead.
    team_codes: the queues shown first. Both are read and given by ticket_store/roles.py.

    muted: what his bell does not ring for (ticket_store/bell.py). bell_digest: never | hour | day, by mail;
    bell_digest_at: since when there is one to send. attends_since: he takes conversations.
    """

    __tablename__ = "agents"
    __table_args__ = (CheckConstraint("role in ('attendant','supervisor','administrator')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(16))
    own_role: Mapped[str | None] = mapped_column(String(40))
    team_codes: Mapped[list[str]]
    muted: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_login_at: Mapped[datetime | None]
    attends_since: Mapped[datetime | None]
    bell_digest: Mapped[str] = mapped_column(String(5), default="never", server_default="never")
    bell_digest_at: Mapped[datetime | None]


class AgentSession(Base):
    """token_hash: SHA-256 of the cookie's secret; the secret itself is nowhere."""

    __tablename__ = "agent_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    browser: Mapped[str | None] = mapped_column(String(60))
    via: Mapped[str] = mapped_column(String(8), default="password", server_default="password")


class PasswordReset(Base):
    """A link asked for by mail. token_hash: SHA-256 of its secret; None where no account has that address.

    account and asker: as in LoginFailure. A row for every asking: the limits tell nobody who has an account.
    """

    __tablename__ = "password_resets"
    __table_args__ = (
        Index("ix_password_resets_asker_at", "asker", "at"),
        Index("ix_password_resets_account_at", "account", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    asker: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class AgentIdentity(Base):
    """Whom a provider means by its number (OpenID Connect: iss and sub)."""

    __tablename__ = "agent_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]


class SpentState(Base):
    """mark: SHA-256 of the state of a way to a provider and back that has opened its session."""

    __tablename__ = "spent_states"

    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SecondFactor(Base):
    """sealed: the app's secret (ticket_store/sealing.py). confirmed_at: None until a code of it was shown.

    last_step: the half minute of the last code that was used; that one and all before are spent.
    """

    __tablename__ = "second_factors"

    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None] = mapped_column(BigInteger)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """code_hash: keyed, with the account in it."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class LoginFailure(Base):
    """account: SHA-256 of the address typed, be there an account or not. asker: ground/askers.py."""

    __tablename__ = "login_failures"
    __table_args__ = (Index("ix_login_failures_asker_at", "asker", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    asker: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class AuditEntry(Base):
    """target: "ticket:2026-0000001", "search", "agent:3" ... Never the text that was read."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(80), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)


class TicketViewer(Base):
    """Who has a ticket's page open: two people at once get a warning."""

    __tablename__ = "ticket_viewers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), primary_key=True)
    seen_at: Mapped[datetime]

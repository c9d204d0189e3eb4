"""A ticket and what belongs to it: its requester, history, files, deadlines and ratings."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.agents import Agent
from ticket_store.model.base import Base, partial
from ticket_store.model.catalogue import Service, Team

RUNNING = "met_at IS NULL AND dropped_at IS NULL AND paused_at IS NULL"


class NumberCounter(Base):
    """last: the newest number given out in that year. Its row is the lock of an opening."""

    __tablename__ = "number_counters"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


class Requester(Base):
    """email: lower case. optional_mail: False after unsubscribing from what is not essential."""

    __tablename__ = "requesters"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str | None] = mapped_column(String(120))
    optional_mail: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


class Ticket(Base):
    """resolution_count: how often it was resolved; a survey link is bound to one.

    closes_at: set while resolved. ages_at: when it presses in the queue though nothing is promised.
    next_due_at: of the promise that falls first of those whose clock ticks. presses_at: its place in the
    queue, None when it is in none. Triggers keep both (migration 0015), whoever writes.
    link_key: what its links carry besides the number; a new one ends them all.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        CheckConstraint(
            "status in ('new','in_progress','waiting_on_requester','resolved','closed','cancelled')",
            name="status",
        ),
        partial(
            "ix_tickets_queue",
            "presses_at",
            "id",
            "team_code",
            "agent_id",
            "snoozed_until",
            "next_due_at",
            "status",
            rows="presses_at IS NOT NULL",
        ),
        partial(
            "ix_tickets_team",
            "team_code",
            "presses_at",
            "id",
            "agent_id",
            "snoozed_until",
            "next_due_at",
            rows="presses_at IS NOT NULL",
        ),
        partial(
            "ix_tickets_mine",
            "agent_id",
            "presses_at",
            "id",
            "snoozed_until",
            "next_due_at",
            rows="presses_at IS NOT NULL",
        ),
        partial(
            "ix_tickets_waiting", "presses_at", "id", "team_code", rows="status = 'waiting_on_requester'"
        ),
        partial(
            "ix_tickets_snoozed",
            "snoozed_until",
            "id",
            "team_code",
            "status",
            rows="snoozed_until IS NOT NULL",
        ),
        partial("ix_tickets_resolved", "updated_at", "id", "team_code", rows="status = 'resolved'"),
        # Of a report.
        partial("ix_tickets_answered", "first_response_at", rows="first_response_at IS NOT NULL"),
        partial("ix_tickets_solved", "resolved_at", rows="resolved_at IS NOT NULL"),
        partial(
            "ix_tickets_finished", "team_code", "updated_at", "id", rows="status IN ('closed', 'cancelled')"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    submission_key: Mapped[str] = mapped_column(String(120), unique=True)
    link_key: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))
    requester_id: Mapped[int] = mapped_column(ForeignKey("requesters.id"), index=True)
    service_code: Mapped[str | None] = mapped_column(ForeignKey("services.code"), index=True)
    service_text: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str | None] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text)
    urgency: Mapped[str | None] = mapped_column(String(120))
    priority: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(24), default="new")
    channel: Mapped[str] = mapped_column(String(20))
    conversation_id: Mapped[str | None] = mapped_column(String(120), index=True)
    team_code: Mapped[str] = mapped_column(ForeignKey("teams.code"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    agreement_code: Mapped[str | None] = mapped_column(String(40))
    calendar_code: Mapped[str | None] = mapped_column(String(40))
    first_response_minutes: Mapped[int | None]
    resolution_minutes: Mapped[int | None]
    solution: Mapped[str | None] = mapped_column(Text)
    resolution_count: Mapped[int] = mapped_column(default=0)
    reopen_count: Mapped[int] = mapped_column(default=0)
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    opened_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime] = mapped_column(index=True)
    ages_at: Mapped[datetime]
    next_due_at: Mapped[datetime | None]
    presses_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]

    requester: Mapped[Requester] = relationship(lazy="joined", innerjoin=True)
    service: Mapped[Service | None] = relationship(lazy="joined")
    team: Mapped[Team] = relationship(lazy="joined", innerjoin=True)
    agent: Mapped[Agent | None] = relationship(lazy="joined")
    duplicate_of: Mapped["Ticket | None"] = relationship(remote_side=[id])
    events: Mapped[list["Event"]] = relationship(back_populates="ticket", order_by="Event.id")
    deadlines: Mapped[list["Deadline"]] = relationship(back_populates="ticket", order_by="Deadline.id")
    ratings: Mapped[list["Rating"]] = relationship(order_by="Rating.resolution")
    tags: Mapped[list["TicketTag"]] = relationship(order_by="TicketTag.tag", cascade="all, delete-orphan")


class TicketTag(Base):
    """A word that the desk gave a ticket, to find it again by."""

    __tablename__ = "ticket_tags"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(30), primary_key=True, index=True)


class LinkReading(Base):
    """Somebody opened the ticket by a mailed link: one row a day and asker (ground/askers.py)."""

    __tablename__ = "link_readings"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    asker: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Event(Base):
    """One line of the history. internal: only the desk sees it.

    dedupe_key: a repeated request writes no second line.
    """

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("ticket_id", "dedupe_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(24))
    author_kind: Mapped[str] = mapped_column(String(12))
    author_name: Mapped[str | None] = mapped_column(String(254))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    text: Mapped[str | None] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    from_status: Mapped[str | None] = mapped_column(String(24))
    to_status: Mapped[str | None] = mapped_column(String(24))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    dedupe_key: Mapped[str | None] = mapped_column(String(120))

    ticket: Mapped[Ticket] = relationship(back_populates="events")


class Attachment(Base):
    """storage_key: the file's name in the attachments directory; filename is only what the sender called
    it.
    """

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    filename: Mapped[str] = mapped_column(String(150))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]


class Deadline(Base):
    """A promise of the ANS.

    remaining_seconds: business seconds left, kept while paused; due_at is then not binding.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        partial("ix_deadlines_to_warn", "warn_at", rows=f"{RUNNING} AND warned_at IS NULL"),
        partial("ix_deadlines_to_breach", "due_at", rows=f"{RUNNING} AND breached_at IS NULL"),
        partial("ix_deadlines_missed", "due_at", rows=f"{RUNNING} AND breached_at IS NOT NULL"),
        # Not of the others: a planner would look for what is not met by it.
        partial("ix_deadlines_met", "met_at", rows="met_at IS NOT NULL"),
        partial("ix_deadlines_breached", "breached_at", rows="breached_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    target_minutes: Mapped[int]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    warn_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    remaining_seconds: Mapped[int | None]
    met_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]

    ticket: Mapped[Ticket] = relationship(back_populates="deadlines")


class Rating(Base):
    """One a resolution; revised in place until the ticket closes."""

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("ticket_id", "resolution"),
        CheckConstraint("score between 1 and 5", name="score"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    resolution: Mapped[int]
    score: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str] = mapped_column(String(20))
    rated_at: Mapped[datetime] = mapped_column(index=True)
    revised_at: Mapped[datetime | None]

"""What each attendant was told, how far he has read each ticket, the answer he is writing, and what he keeps
to work with.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class DeskNotice(Base):
    """One line of an attendant's bell, about a ticket or a live conversation. It repeats no words of either.

    kind: of the event that it tells (bell.ring), or taken_over | live_message | live_left.
    """

    __tablename__ = "desk_notices"
    __table_args__ = (Index("ix_desk_notices_bell", "agent_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    kind: Mapped[str] = mapped_column(String(24))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    handoff_id: Mapped[int | None] = mapped_column(ForeignKey("handoffs.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]


class TicketRead(Base):
    """event_id: the newest event of the ticket that the attendant has had before him."""

    __tablename__ = "ticket_reads"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), primary_key=True)
    event_id: Mapped[int]


class AnswerDraft(Base):
    """kind: what it is going to be, answer | note | ask | resolve."""

    __tablename__ = "answer_drafts"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class TicketFollower(Base):
    """An attendant who is told of all that happens to a ticket, whoever has it."""

    __tablename__ = "ticket_followers"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class TicketLink(Base):
    """One between two tickets, whichever came first. kind: related | blocks (from_id holds to_id up)."""

    __tablename__ = "ticket_links"

    from_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]


class BulkAction(Base):
    """What an attendant did to several tickets in one go, to be taken back in one go.

    key: of the form that did it. events: by ticket number, the ids of those it wrote. undone_at: when it was.
    """

    __tablename__ = "bulk_actions"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    events: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class RequesterNote(Base):
    """What the desk should know of a person, whatever the ticket. Only the desk sees it, and the person in
    his copy (privacy.py).

    agent_id, at: who wrote it. changed_by, changed_at: who put it right last. version: from 1, one more each
    time.
    """

    __tablename__ = "requester_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("requesters.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class Shelved(Base):
    """Whose it is: one attendant's, one team's, or everybody's where both are None."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"), index=True)
    team_code: Mapped[str | None] = mapped_column(ForeignKey("teams.code"), index=True)
    changed_at: Mapped[datetime]


class SavedView(Shelved):
    """The queue as somebody wants to see it again. query: the fields of its address."""

    __tablename__ = "saved_views"

    query: Mapped[dict[str, Any]]


class Macro(Shelved):
    """Several changes of a ticket in one click. steps: as its form has them (portal/desk/steps.py)."""

    __tablename__ = "macros"

    steps: Mapped[dict[str, Any]]


class CannedText(Shelved):
    """A text to answer with, beside those of the catalogue."""

    __tablename__ = "canned_texts"

    text: Mapped[str] = mapped_column(Text)

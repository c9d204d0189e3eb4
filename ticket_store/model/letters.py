"""Mails that a person must see, files that wait for their ticket, and addresses that bounce."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class KeptLetter(Base):
    """A mail that no rule could deal with, whole. settled_at: an attendant has dealt with it."""

    __tablename__ = "kept_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_key: Mapped[str] = mapped_column(String(64), unique=True)
    reason: Mapped[str] = mapped_column(String(24))
    sender: Mapped[str | None] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    excerpt: Mapped[str] = mapped_column(Text)
    ticket_number: Mapped[str | None] = mapped_column(String(12))
    raw: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))


class HeldFile(Base):
    """A file of a letter whose conversation has no ticket yet; with position -1 its text."""

    __tablename__ = "held_files"
    __table_args__ = (UniqueConstraint("letter_key", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(120), index=True)
    letter_key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    filename: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)


class BouncedAddress(Base):
    """status: the enhanced code of the newest bounce, "5.1.1"."""

    __tablename__ = "bounced_addresses"

    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    status: Mapped[str] = mapped_column(String(16))
    times: Mapped[int] = mapped_column(default=1)
    bounced_at: Mapped[datetime] = mapped_column(index=True)

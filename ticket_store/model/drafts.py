"""Tickets begun in a conversation and not registered yet."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class Draft(Base):
    """One a conversation. email: as it was typed there, so it proves nothing about who began it.

    submission_key: the one it will be registered with, wherever that happens.
    """

    __tablename__ = "drafts"

    conversation_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    submission_key: Mapped[str] = mapped_column(String(80), index=True)
    service_code: Mapped[str | None] = mapped_column(String(40))
    service_text: Mapped[str | None] = mapped_column(String(120))
    description: Mapped[str | None] = mapped_column(Text)
    urgency: Mapped[str | None] = mapped_column(String(120))
    saved_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)

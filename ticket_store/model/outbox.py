"""What must leave (mail, chat, webhook, push), written in the transaction of the change that causes it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.base import Base, partial
from ticket_store.model.tickets import Ticket


class OutboxRow(Base):
    """recipient: an address, a conversation id, or the id of a webhook or push subscription.

    uid: the Message-ID derives from it.

    expires_at: after it the row is not worth sending (a one-time code); its payload is wiped.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("channel in ('mail','chat','webhook','push')", name="channel"),
        CheckConstraint("state in ('queued','sent','parked','expired')", name="state"),
        partial("ix_outbox_queued", "channel", "next_attempt_at", "id", rows="state = 'queued'"),
        partial("ix_outbox_expiring", "expires_at", rows="state = 'queued' AND expires_at IS NOT NULL"),
        partial("ix_outbox_parked", "channel", "id", rows="state = 'parked'"),
        Index("ix_outbox_recipient", "recipient", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(8))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(8), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime]
    leased_by: Mapped[str | None] = mapped_column(String(80))
    leased_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
    last_error: Mapped[str | None] = mapped_column(Text)

    ticket: Mapped[Ticket | None] = relationship()

"""The browsers that a requester asked to be told in (Web Push)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class PushSubscription(Base):
    """endpoint: the browser's address at its push service; whoever knows it may write to that browser.

    endpoint_hash: SHA-256, hexadecimal. p256dh, auth: the browser's keys, base64url.
    ticket_id: tells of that ticket only; None: of all of the requester's.
    """

    __tablename__ = "push_subscriptions"
    __table_args__ = (
        Index("uq_push_subscriptions_browser", "endpoint_hash", "requester_id", "ticket_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    requester_id: Mapped[int] = mapped_column(ForeignKey("requesters.id"), index=True)
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_hash: Mapped[str] = mapped_column(String(64))
    p256dh: Mapped[str] = mapped_column(String(100))
    auth: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]

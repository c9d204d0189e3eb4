"""Requests to erase a person's data: what is left of one afterwards is the proof that it was done."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class Erasure(Base):
    """email: None once it is done or withdrawn. address_hash: keyed; with the protocol, whose it was.

    counts: how much was emptied, by what it was.
    """

    __tablename__ = "erasures"

    id: Mapped[int] = mapped_column(primary_key=True)
    protocol: Mapped[str] = mapped_column(String(16), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    address_hash: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

"""What an automation did to a ticket: one row for each moment that it met."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class AutomationRun(Base):
    """code, number: the automation and its version. outcome: done | refused, for the reason of an error's
    name. moment: which of the ticket's it was, met once.
    """

    __tablename__ = "automation_runs"
    __table_args__ = (UniqueConstraint("code", "ticket_id", "moment"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    moment: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(60))

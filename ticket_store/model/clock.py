"""What is known of the time, so that a clock that jumps destroys nothing (ticket_store/trusted_time.py)."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class ClockMark(Base):
    """at: the time that was believed. ran_seconds: how long our processes had run by then, all in all.

    seen_at: what the clock on the wall said. The row with id 0 is the newest; the others are its past.
    """

    __tablename__ = "clock_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    ran_seconds: Mapped[float]
    seen_at: Mapped[datetime]

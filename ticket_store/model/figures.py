"""What the dashboard adds up, counted as it happens."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class HourlyFigure(Base):
    """`number` more (or less) of a kind in that hour: opened | resolved | cancelled | reopened | met |
    breached | score_1..5 | talk | handed_over | alone. Triggers write it (migration 0016).

    By the hour and not the day: which day it was is asked of the time zone when it is read.
    """

    __tablename__ = "hourly_figures"
    __table_args__ = (Index("ix_hourly_figures_kind", "kind", "hour", "number"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    hour: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]

"""Reports that leave by mail by themselves."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class MailedReport(Base):
    """every: week | month. by, chosen: as in queries/reports.py. next_at: when it is due."""

    __tablename__ = "mailed_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    every: Mapped[str] = mapped_column(String(8))
    by: Mapped[str] = mapped_column(String(12))
    chosen: Mapped[dict[str, Any]]
    next_at: Mapped[datetime] = mapped_column(index=True)

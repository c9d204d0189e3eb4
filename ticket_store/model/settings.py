"""What the administration changed by page: every state that a thing was in since."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.agents import Agent
from ticket_store.model.base import Base


class SettingVersion(Base):
    """data: the whole of it. agent_id: None for the state in which it was first found.

    code: which one of its kind (ticket_store/administration). number: from 1.
    """

    __tablename__ = "setting_versions"
    __table_args__ = (UniqueConstraint("kind", "code", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    code: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    data: Mapped[dict[str, Any]]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]

    agent: Mapped[Agent | None] = relationship(lazy="joined")


class SettingFailure(Base):
    """What was written by page and could not be used: what came with the program was used instead.

    number: the version that failed. reason: the template's fault, without anybody's data.
    """

    __tablename__ = "setting_failures"

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

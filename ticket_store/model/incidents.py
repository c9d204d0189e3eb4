"""Known incidents ("SIAFI fora do ar") and who asked to be told when they are over."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.base import Base
from ticket_store.model.catalogue import Service


class Incident(Base):
    __tablename__ = "incidents"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("services.code"), index=True)
    title: Mapped[str] = mapped_column(String(150))
    text: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))

    service: Mapped[Service] = relationship(lazy="joined", innerjoin=True)
    followers: Mapped[list["IncidentFollower"]] = relationship(back_populates="incident")


class IncidentFollower(Base):
    __tablename__ = "incident_followers"
    __table_args__ = (UniqueConstraint("incident_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    conversation_id: Mapped[str | None] = mapped_column(String(120))
    followed_at: Mapped[datetime]

    incident: Mapped[Incident] = relationship(back_populates="followers")

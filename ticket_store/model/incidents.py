"""Known incidents ("SIAFI fora do ar"), bursts that propose one, their tickets, and who asks to be told."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
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
    """asked_at: when he was asked in his conversation whether it is over for him, too."""

    __tablename__ = "incident_followers"
    __table_args__ = (UniqueConstraint("incident_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    conversation_id: Mapped[str | None] = mapped_column(String(120))
    followed_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]

    incident: Mapped[Incident] = relationship(back_populates="followers")


class IncidentProposal(Base):
    """Like tickets about one service, many more than usual (operations/bursts.py).

    state: open | accepted | dismissed. usual: tickets of the service in such a time, on average.
    words: what most of them say.
    """

    __tablename__ = "incident_proposals"
    __table_args__ = (
        CheckConstraint("state in ('open','accepted','dismissed')", name="state"),
        Index(
            "ux_incident_proposals_open",
            "service_code",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_code: Mapped[str] = mapped_column(ForeignKey("services.code"))
    state: Mapped[str] = mapped_column(String(9), default="open")
    usual: Mapped[float]
    words: Mapped[list[str]]
    noticed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))

    service: Mapped[Service] = relationship(lazy="joined", innerjoin=True)


class IncidentTicket(Base):
    """A ticket counted in a proposal, and from its acceptance on (or by hand) a ticket of the incident."""

    __tablename__ = "incident_tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    proposal_id: Mapped[int | None] = mapped_column(ForeignKey("incident_proposals.id"), index=True)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), index=True)
    at: Mapped[datetime]

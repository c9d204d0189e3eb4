"""Teams, services and canned solutions, as catalogue.yml says; retired rows stay for the tickets that name
them.
"""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.base import Base


class Team(Base):
    __tablename__ = "teams"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    active: Mapped[bool] = mapped_column(default=True)


class Service(Base):
    __tablename__ = "services"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    team_code: Mapped[str] = mapped_column(ForeignKey("teams.code"))
    aliases: Mapped[list[str]]
    active: Mapped[bool] = mapped_column(default=True)

    team: Mapped[Team] = relationship()


class CannedSolution(Base):
    __tablename__ = "canned_solutions"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)

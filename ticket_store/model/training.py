"""What the desk has the understanding learn: trainings, the model that is to be in use, conversations."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.agents import Agent
from ticket_store.model.base import Base


class TrainingRun(Base):
    """One candidate. model: its file's name. base: fingerprint of the program's own sources then.

    under_way: True until it ends, then None: one at a time. taught: how many labels it learnt. report: what
    the comparison found (launcher/comparing.py).
    """

    __tablename__ = "training_runs"
    __table_args__ = (CheckConstraint("status in ('waiting','running','done','failed')", name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(String(12), default="waiting")
    under_way: Mapped[bool | None] = mapped_column(unique=True, default=True)
    asked_at: Mapped[datetime]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    started_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    progress: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str | None] = mapped_column(Text)
    model: Mapped[str | None] = mapped_column(String(120))
    base: Mapped[str | None] = mapped_column(String(40))
    taught: Mapped[int] = mapped_column(default=0)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    agent: Mapped[Agent | None] = relationship(lazy="joined")


class ModelActivation(Base):
    """Which model is to answer, the newest last. run_id: None is the one that comes with the program."""

    __tablename__ = "model_activations"
    __table_args__ = (CheckConstraint("status in ('waiting','active','failed')", name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("training_runs.id"))
    asked_at: Mapped[datetime]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    back: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(12), default="waiting")
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)

    agent: Mapped[Agent | None] = relationship(lazy="joined")
    run: Mapped[TrainingRun | None] = relationship(lazy="joined")


class Trainer(Base):
    """The one row of the process that trains. base: fingerprint of the sources it sees. serving: the file of
    the model that Rasa says it answers with.
    """

    __tablename__ = "trainer"

    id: Mapped[int] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime]
    base: Mapped[str] = mapped_column(String(40))
    serving: Mapped[str | None] = mapped_column(String(120))


class ConversationTest(Base):
    """A conversation that every candidate has to read so.

    turns: [{"text", "state", "commands": lines of ground.notation}].
    """

    __tablename__ = "conversation_tests"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    turns: Mapped[list[dict[str, Any]]]
    kept_at: Mapped[datetime]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))

    agent: Mapped[Agent | None] = relationship(lazy="joined")

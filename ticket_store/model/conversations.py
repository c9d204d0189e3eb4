"""Conversations with the assistant, the live ones that the desk takes over, and what was not understood."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.agents import Agent
from ticket_store.model.base import Base


class Conversation(Base):
    """chat_notices: False = "e-mail only".

    told_event_id: the newest event that was already told in this chat.
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    chat_notices: Mapped[bool] = mapped_column(default=True)
    told_event_id: Mapped[int] = mapped_column(default=0)
    misunderstood: Mapped[int] = mapped_column(default=0)


class Handoff(Base):
    """A live conversation. email: proven or None. team_code: which one it was passed to.

    seen_message_id: the newest line that the attendant in it has had before him.
    transcript: [{"from": "user"|"bot", "text": ..., "at": iso}].
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        CheckConstraint("status in ('requested','taken','given_back','expired','withdrawn')", name="status"),
        # One running at a time in each conversation, whoever asks twice.
        Index(
            "uq_handoffs_running",
            "conversation_id",
            unique=True,
            sqlite_where=text("status in ('requested','taken')"),
            postgresql_where=text("status in ('requested','taken')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    status: Mapped[str] = mapped_column(String(12), default="requested", index=True)
    transcript: Mapped[list[dict[str, Any]]]
    requested_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    team_code: Mapped[str | None] = mapped_column(String(40))
    seen_message_id: Mapped[int | None]

    conversation: Mapped[Conversation] = relationship(lazy="joined", innerjoin=True)
    agent: Mapped[Agent | None] = relationship(lazy="joined")
    messages: Mapped[list["LiveMessage"]] = relationship(order_by="LiveMessage.id")


class LiveMessage(Base):
    """uid: made by the sender; the same one twice is one message. sender: user | agent.

    file_*: of a file that the attendant sent; file_key is its name in the attachments directory.
    """

    __tablename__ = "live_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(64), unique=True)
    handoff_id: Mapped[int] = mapped_column(ForeignKey("handoffs.id"), index=True)
    sender: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    file_key: Mapped[str | None] = mapped_column(String(80))
    file_name: Mapped[str | None] = mapped_column(String(150))
    file_type: Mapped[str | None] = mapped_column(String(100))


class ChatGrade(Base):
    """What was thought of a chat when it ended, 1 to 5. agent_id: who was in it last, if anybody."""

    __tablename__ = "chat_grades"
    __table_args__ = (CheckConstraint("score between 1 and 5", name="score"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    score: Mapped[int]
    comment: Mapped[str | None] = mapped_column(Text)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime] = mapped_column(index=True)

    agent: Mapped[Agent | None] = relationship(lazy="joined")


class ReviewItem(Base):
    """A message that was not understood, or in doubt, masked. One row a wording and question.

    pending: what the assistant had asked, None if nothing or not known. commands: what was read, as JSON,
    masked. state: what was known and shown then. lines: what was said just before. taught: what was meant, a
    line of ground.notation each. previous: the label before this one, to go back to. seen counts both,
    misunderstood the former.
    """

    __tablename__ = "review_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    pending: Mapped[str | None] = mapped_column(String(40))
    commands: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    guess: Mapped[str | None] = mapped_column(String(80))
    confidence: Mapped[float | None]
    seen: Mapped[int] = mapped_column(default=1)
    misunderstood: Mapped[int] = mapped_column(default=0, server_default="0")
    status: Mapped[str] = mapped_column(String(12), default="new", index=True)
    label: Mapped[str | None] = mapped_column(String(80))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
    reviewed_at: Mapped[datetime | None]
    state: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    lines: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    taught: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    previous: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    agent: Mapped[Agent | None] = relationship(lazy="joined")

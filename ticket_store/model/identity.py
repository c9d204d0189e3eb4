"""One-time codes (only a keyed hash of each) and what an entered code proved."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class OneTimeCode(Base):
    __tablename__ = "one_time_codes"
    __table_args__ = (
        Index("ix_one_time_codes_email_sent", "email", "sent_at"),
        Index("ix_one_time_codes_asker_sent", "asker", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    # Who asked for it (ground/askers.py), or the conversation where that is a person's own.
    asker: Mapped[str] = mapped_column(String(64), default="", server_default="")
    code_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


class IdentityProof(Base):
    __tablename__ = "identity_proofs"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), primary_key=True)
    proven_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    # Of a proof by gov.br: a keyed hash of the CPF, and the account's level.
    person: Mapped[str | None] = mapped_column(String(64))
    level: Mapped[str | None] = mapped_column(String(8))

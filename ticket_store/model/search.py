"""What the desk's search reads: the folded words of each ticket, and every word that is in any of them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ticket_store.model.base import Base


class SearchDocument(Base):
    """words: of the ticket, its history, its requester and its files' names, each once, parted by spaces.

    as_of: the ticket's updated_at when they were collected.
    """

    __tablename__ = "search_documents"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True, autoincrement=False)
    words: Mapped[str] = mapped_column(Text)
    as_of: Mapped[datetime]


class SearchWord(Base):
    """id: SQLite's index counts on a key that no VACUUM renumbers."""

    __tablename__ = "search_words"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), unique=True)

"""Articles of the knowledge base ("como aumentar o nível da conta") and every version there was of them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ticket_store.model.base import Base
from ticket_store.model.catalogue import Service


class Article(Base):
    """slug: its address, for good. version: the number of the one that is read."""

    __tablename__ = "articles"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    service_code: Mapped[str | None] = mapped_column(ForeignKey("services.code"), index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    service: Mapped[Service | None] = relationship(lazy="joined")
    versions: Mapped[list["ArticleVersion"]] = relationship(
        back_populates="article", order_by="ArticleVersion.number"
    )


class ArticleVersion(Base):
    """Never changed once written; the fields are ArticleText's. agent_id: None for what came with the program
    (articles.yml).
    """

    __tablename__ = "article_versions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(150))
    asked: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    steps: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(200))
    source_url: Mapped[str] = mapped_column(String(500))
    source_date: Mapped[str] = mapped_column(String(10))
    reviewed_on: Mapped[date]
    author: Mapped[str] = mapped_column(String(120))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    written_at: Mapped[datetime]

    article: Mapped[Article] = relationship(back_populates="versions")


class KnowledgeGap(Base):
    """A question that no article answered, masked; one row a wording. settled_at: an editor saw to it."""

    __tablename__ = "knowledge_gaps"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    text: Mapped[str] = mapped_column(Text)
    asked: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]

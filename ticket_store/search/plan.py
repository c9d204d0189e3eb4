"""How the two databases are asked for words: SQLite's FTS5, PostgreSQL's full text and trigrams."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from ticket_store.model import SearchDocument, SearchWord

RECENT = 2000  # tickets; a word that fills a page with hits among them is common
SHORTEST_PART = 3  # of fewer letters there is no trigram

_DOCUMENTS = table("search_documents_index", column("rowid"), column("words"))
_WORDS = table("search_words_index", column("rowid"), column("word"))


def newest(session: Session, wanted: Sequence[Sequence[str]], limit: int) -> list[int]:
    """The ids of the newest tickets that hold, of each group of words, one."""
    if not _postgresql(session):
        return list(session.scalars(holding(session, wanted, limit)))
    # PostgreSQL's word index knows no order, and its planner misjudges rare words. So: what is common is
    # among the newest tickets, read along their key; only what is not is gathered from the index and sorted.
    last = session.scalar(select(func.max(SearchDocument.ticket_id))) or 0
    recent = (
        select(SearchDocument.ticket_id)
        .where(SearchDocument.ticket_id > last - RECENT, _matches(wanted))
        .order_by(SearchDocument.ticket_id.desc())
        .limit(limit)
    )
    ids = list(session.scalars(recent))
    return ids if len(ids) >= limit else list(session.scalars(holding(session, wanted, limit)))


def holding(session: Session, wanted: Sequence[Sequence[str]], limit: int) -> Select[Any]:
    """The same by the index of words alone."""
    if _postgresql(session):
        unordered = SearchDocument.ticket_id + literal_column("0")  # no key is in this order
        return (
            select(SearchDocument.ticket_id).where(_matches(wanted)).order_by(unordered.desc()).limit(limit)
        )
    query = " AND ".join("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in wanted)
    return (
        select(_DOCUMENTS.c.rowid)
        .where(literal_column("search_documents_index").op("MATCH")(query))
        .order_by(_DOCUMENTS.c.rowid.desc())
        .limit(limit)
    )


def _matches(wanted: Sequence[Sequence[str]]) -> ColumnElement[bool]:
    query = " & ".join("(" + " | ".join(f"'{word}'" for word in group) + ")" for group in wanted)
    lexemes = func.array_to_tsvector(func.string_to_array(SearchDocument.words, literal_column("' '")))
    # Written into the statement: the planner must see how many words there are.
    asked = cast(bindparam("asked", query, String, literal_execute=True), TSQUERY)
    return lexemes.op("@@", return_type=Boolean())(asked)


def starting(session: Session, piece: str, limit: int) -> Select[Any]:
    """The known words that begin so, the piece itself first; of numbers the highest."""
    words = select(SearchWord.word).limit(limit).order_by(_order(piece, SearchWord.word))
    if _postgresql(session):
        return words.where(SearchWord.word.like(f"{piece}%"))
    return words.where(SearchWord.word >= piece, SearchWord.word < piece + "\U0010ffff")


def containing(session: Session, piece: str, limit: int) -> Select[Any]:
    """The known words with the piece anywhere in them; of numbers the highest."""
    word = SearchWord.word if _postgresql(session) else _WORDS.c.word
    words = select(word).where(word.like(f"%{piece}%")).limit(limit)
    return words.order_by(word.desc()) if piece.isdigit() else words


def _order(piece: str, word: Any) -> Any:
    """A million tickets have each a number: of those with a part in common the newest are meant."""
    return word.desc() if piece.isdigit() else word


def _postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"

"""How the two databases are asked for words: SQLite's FTS5, PostgreSQL's full text and trigrams."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from ticket_store.model import SearchDocument, SearchWord

SHORTEST_PART = 3  # of fewer letters there is no trigram

_DOCUMENTS = table("search_documents_index", column("rowid"), column("words"))
_WORDS = table("search_words_index", column("rowid"), column("word"))


def holding(session: Session, wanted: Sequence[Sequence[str]], limit: int) -> Select[Any]:
    """The ids of the newest tickets that hold, of each group of words, one."""
    if _postgresql(session):
        query = " & ".join("(" + " | ".join(f"'{word}'" for word in group) + ")" for group in wanted)
        lexemes = func.array_to_tsvector(func.string_to_array(SearchDocument.words, literal_column("' '")))
        # Written into the statement: the planner must see whether the words are common or rare.
        asked = cast(bindparam("asked", query, String, literal_execute=True), TSQUERY)
        matches = lexemes.op("@@")(asked)
        return (
            select(SearchDocument.ticket_id)
            .where(matches)
            .order_by(SearchDocument.ticket_id.desc())
            .limit(limit)
        )
    query = " AND ".join("(" + " OR ".join(f'"{word}"' for word in group) + ")" for group in wanted)
    return (
        select(_DOCUMENTS.c.rowid)
        .where(literal_column("search_documents_index").op("MATCH")(query))
        .order_by(_DOCUMENTS.c.rowid.desc())
        .limit(limit)
    )


def starting(session: Session, piece: str, limit: int) -> Select[Any]:
    """The known words that begin so, the piece itself first."""
    words = select(SearchWord.word).limit(limit)
    if _postgresql(session):
        return words.where(SearchWord.word.like(f"{piece}%")).order_by(SearchWord.word)
    return words.where(SearchWord.word >= piece, SearchWord.word < piece + "\U0010ffff").order_by(
        SearchWord.word
    )


def containing(session: Session, piece: str, limit: int) -> Select[Any]:
    """The known words with the piece anywhere in them."""
    if _postgresql(session):
        return select(SearchWord.word).where(SearchWord.word.like(f"%{piece}%")).limit(limit)
    return select(_WORDS.c.word).where(_WORDS.c.word.like(f"%{piece}%")).limit(limit)


def _postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"

"""Keeps the search's words with the tickets: in the transaction that changes one, whatever changed it.

What an older version wrote meanwhile, or stood there before the search did, `catch_up` collects.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import delete, event, func, inspect, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from ticket_store.model import Attachment, Event, Requester, SearchDocument, SearchWord, Service, Ticket
from ticket_store.search import plan
from ticket_store.search.words import gathered

_CHANGED = "tickets_to_index"
_AT_ONCE = 200
_LOCK = 0x5EA2C4  # shared by whoever adds words, alone for who takes some away


def follow(session: Session) -> None:
    """From now on what the session commits is found: called where a writing session begins."""
    event.listen(session, "after_flush", _note)
    event.listen(session, "before_commit", _write)


def catch_up(session: Session, *, since: datetime | None = None, limit: int = _AT_ONCE) -> int:
    """Collects anew the tickets whose words are missing or old; how many there were, `limit` at most.

    since: looks only at those changed from then on.
    """
    missing = (
        select(Ticket.id)
        .outerjoin(SearchDocument, SearchDocument.ticket_id == Ticket.id)
        .where(or_(SearchDocument.ticket_id.is_(None), SearchDocument.as_of < Ticket.updated_at))
        .order_by(Ticket.id)
        .limit(limit)
    )
    if since is not None:
        missing = missing.where(Ticket.updated_at >= since)
    ids = list(session.scalars(missing))
    collect(session, ids)
    return len(ids)


def collect(session: Session, ticket_ids: Collection[int]) -> None:
    """Writes the words of these tickets as they stand in this transaction."""
    session.flush()
    ids = sorted(ticket_ids)
    for start in range(0, len(ids), _AT_ONCE):
        _collect(session, ids[start : start + _AT_ONCE])


def _note(session: Session, _context: Any) -> None:
    changed: set[int] = session.info.setdefault(_CHANGED, set())
    for row in chain(session.new, session.dirty):
        if isinstance(row, Ticket):
            changed.add(row.id)
        elif isinstance(row, Event | Attachment):
            changed.add(row.ticket_id)
        elif isinstance(row, Requester) and row in session.dirty and _renamed(row):
            changed.update(session.scalars(select(Ticket.id).where(Ticket.requester_id == row.id)))


def _renamed(requester: Requester) -> bool:
    attributes = inspect(requester).attrs
    return bool(attributes.name.history.has_changes() or attributes.email.history.has_changes())


def _write(session: Session) -> None:
    session.flush()
    if ids := session.info.pop(_CHANGED, None):
        collect(session, ids)


def _collect(session: Session, ids: list[int]) -> None:
    # Held before the texts are read: of two that collect the same ticket, the second sees the first's words.
    before: dict[int, str] = {
        row.ticket_id: row.words
        for row in session.execute(
            select(SearchDocument.ticket_id, SearchDocument.words)
            .where(SearchDocument.ticket_id.in_(ids))
            .order_by(SearchDocument.ticket_id)
            .with_for_update()
        )
    }
    rows, new, gone = [], set(), set()
    for ticket_id, updated_at, texts in _texts(session, ids):
        words = gathered(texts)
        old = set(before.get(ticket_id, "").split())
        if ticket_id not in before or old.symmetric_difference(words):
            new |= set(words) - old
            gone |= old - set(words)
        rows.append({"ticket_id": ticket_id, "words": " ".join(words), "as_of": updated_at})
    if not rows:
        return
    # Always the last locks of a transaction, and in order: two of them never wait for one another.
    _add_words(session, new, alone=bool(gone))
    insert = _insert(session, SearchDocument)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["ticket_id"],
            set_={"words": insert.excluded.words, "as_of": insert.excluded.as_of},
        ),
        rows,
    )
    if gone:
        _drop_unused(session, gone)


def _texts(session: Session, ids: list[int]) -> list[tuple[int, datetime, Iterable[str | None]]]:
    more: dict[int, list[str | None]] = defaultdict(list)
    for ticket_id, text in session.execute(
        select(Event.ticket_id, Event.text)
        .where(Event.ticket_id.in_(ids), Event.text.is_not(None))
        .order_by(Event.id)
    ):
        more[ticket_id].append(text)
    for ticket_id, filename in session.execute(
        select(Attachment.ticket_id, Attachment.filename).where(Attachment.ticket_id.in_(ids))
    ):
        more[ticket_id].append(filename)
    tickets = session.execute(
        select(
            Ticket.id,
            Ticket.updated_at,
            Ticket.number,
            Ticket.service_code,
            Service.name,
            Ticket.service_text,
            Requester.name,
            Requester.email,
            Ticket.description,
            Ticket.solution,
        )
        .join(Requester, Requester.id == Ticket.requester_id)
        .outerjoin(Service, Service.code == Ticket.service_code)
        .where(Ticket.id.in_(ids))
        .order_by(Ticket.id)
    )
    return [(ticket_id, updated_at, [*texts, *more[ticket_id]]) for ticket_id, updated_at, *texts in tickets]


def _add_words(session: Session, words: set[str], *, alone: bool) -> None:
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(_LOCK)))
    missing = sorted(words)
    for start in range(0, len(missing), 500):
        part = missing[start : start + 500]
        known = set(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(part))))
        if unknown := [{"word": word} for word in part if word not in known]:
            session.execute(_insert(session, SearchWord).on_conflict_do_nothing(), unknown)


def _drop_unused(session: Session, words: set[str]) -> None:
    """Of what was erased no word stays that nobody else wrote."""
    for word in sorted(words):
        if not plan.newest(session, [[word]], 1):
            session.execute(delete(SearchWord).where(SearchWord.word == word))


def _insert(session: Session, table: type[SearchDocument] | type[SearchWord]) -> Any:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)

"""What the desk notes of a person: for whoever attends him next, and for himself in his copy (privacy.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from ticket_store.auditing import audit
from ticket_store.errors import (
    EmptyText,
    NoteChanged,
    NotOnShelf,
    RequesterNotFound,
    TextTooLong,
    TooManyNotes,
)
from ticket_store.model import Agent, Requester, RequesterNote

LONGEST = 2000
MOST = 20  # more are not read by anybody who has a person waiting


@dataclass(frozen=True)
class NoteView:
    """changed_by: None while nobody put it right."""

    id: int
    text: str
    author: str
    at: datetime
    changed_by: str | None
    changed_at: datetime
    version: int


def notes_of(session: Session, *, requester_id: int) -> Sequence[NoteView]:
    """The newest first."""
    editor = aliased(Agent)
    rows = (
        select(RequesterNote, Agent.name, editor.name)
        .join(Agent, Agent.id == RequesterNote.agent_id)
        .outerjoin(editor, editor.id == RequesterNote.changed_by)
        .where(RequesterNote.requester_id == requester_id)
        .order_by(RequesterNote.id.desc())
    )
    return [
        NoteView(note.id, note.text, author, note.at, changed_by, note.changed_at, note.version)
        for note, author, changed_by in session.execute(rows)
    ]


def write_note(
    session: Session, *, requester_id: int, text: str, agent_id: int, now: datetime
) -> RequesterNote:
    """The same text again is the one that is there: a double click.

    Raises RequesterNotFound, EmptyText, TextTooLong(limit), TooManyNotes(limit).
    """
    person = session.scalar(select(Requester).where(Requester.id == requester_id).with_for_update())
    if person is None or person.erased_at is not None:
        raise RequesterNotFound
    text = _words(text)
    his = RequesterNote.requester_id == requester_id
    same = session.scalars(select(RequesterNote).where(his, RequesterNote.text == text)).first()
    if same is not None:
        return same
    if (session.scalar(select(func.count()).select_from(RequesterNote).where(his)) or 0) >= MOST:
        raise TooManyNotes(MOST)
    note = RequesterNote(
        requester_id=requester_id, text=text, agent_id=agent_id, at=now, changed_at=now, version=1
    )
    session.add(note)
    _told(session, requester_id, agent_id, "requester_noted", now)
    return note


def change_note(
    session: Session,
    *,
    requester_id: int,
    note_id: int,
    version: int,
    text: str,
    agent_id: int,
    now: datetime,
) -> None:
    """version: the one that was being read. The same text is no change.

    Raises NotOnShelf, NoteChanged(text, version), EmptyText, TextTooLong(limit).
    """
    note = _held(session, requester_id, note_id)
    text = _words(text)
    if note.version != version:
        raise NoteChanged(note.text, note.version)
    if text == note.text:
        return
    note.text, note.changed_by, note.changed_at, note.version = text, agent_id, now, version + 1
    _told(session, requester_id, agent_id, "requester_note_changed", now)


def remove_note(
    session: Session, *, requester_id: int, note_id: int, version: int, agent_id: int, now: datetime
) -> None:
    """The words go with it; that it was, and who removed it, stays in the audit.

    Raises NotOnShelf, NoteChanged(text, version).
    """
    note = _held(session, requester_id, note_id)
    if note.version != version:
        raise NoteChanged(note.text, note.version)
    session.execute(delete(RequesterNote).where(RequesterNote.id == note_id))
    _told(session, requester_id, agent_id, "requester_note_removed", now)


def _held(session: Session, requester_id: int, note_id: int) -> RequesterNote:
    note = session.scalar(
        select(RequesterNote)
        .where(RequesterNote.id == note_id, RequesterNote.requester_id == requester_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if note is None:
        raise NotOnShelf
    return note


def _words(text: str) -> str:
    stripped = text.replace("\x00", "").strip()
    if not stripped:
        raise EmptyText
    if len(stripped) > LONGEST:
        raise TextTooLong(LONGEST)
    return stripped


def _told(session: Session, requester_id: int, agent_id: int, action: str, now: datetime) -> None:
    audit(session, agent_id=agent_id, action=action, target=f"requester:{requester_id}", now=now)

"""Which templates are in force for a kind of mail: the page's, where it wrote some, and whether they fail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store.mails.rendering import PARTS
from ticket_store.model import SettingFailure, SettingVersion

MAIL = "mail_template"


@dataclass(frozen=True)
class Chosen:
    """number: the version."""

    kind: str
    number: int
    sources: dict[str, str]


def chosen(session: Session, kind: str) -> Chosen | None:
    """None where the mail is as it came."""
    rows = select(SettingVersion).where(SettingVersion.kind == MAIL, SettingVersion.code == kind)
    row = session.scalars(rows.order_by(SettingVersion.number.desc()).limit(1)).first()
    if row is None or not row.data.get("changed"):
        return None
    return Chosen(kind, row.number, {part: str(row.data[part]) for part in PARTS})


def note_failure(session: Session, failed: Chosen, *, reason: str, now: datetime) -> None:
    """The newest of a kind is kept: its page shows it until another version is in force."""
    session.execute(
        delete(SettingFailure).where(SettingFailure.kind == MAIL, SettingFailure.code == failed.kind)
    )
    session.add(
        SettingFailure(kind=MAIL, code=failed.kind, number=failed.number, reason=reason[:200], at=now)
    )
    session.flush()


def failure(session: Session, kind: str) -> SettingFailure | None:
    """Of the version that is in force."""
    found = chosen(session, kind)
    row = session.get(SettingFailure, (MAIL, kind)) if found else None
    return row if row and found and row.number == found.number else None

"""One way for whatever is administered: checked, written, kept as a version with its author, put back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.accounts import audit
from ticket_store.database import hold
from ticket_store.errors import SettingNotFound
from ticket_store.model import SettingVersion

Data = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One thing of a kind as it is now."""

    code: str
    data: Data


@dataclass(frozen=True)
class Change:
    """Who changes what, for the kinds to check and to write by. code: None for a new one."""

    code: str | None
    before: Data | None
    after: Data
    agent_id: int | None
    now: datetime


@dataclass(frozen=True)
class Kind:
    """check: the data made tidy; raises SettingRefused(field, why). write: in force; gives the code."""

    name: str
    listed: Callable[[Session], list[Entry]]
    check: Callable[[Session, Change], Data]
    write: Callable[[Session, Change], str]

    def entry(self, session: Session, code: str) -> Entry:
        """Raises SettingNotFound."""
        for one in self.listed(session):
            if one.code == code:
                return one
        raise SettingNotFound


def checked(
    session: Session, kind: Kind, *, code: str | None, data: Data, agent_id: int | None, now: datetime
) -> Change:
    """What `save` would do; writes nothing. Raises SettingNotFound, SettingRefused."""
    before = kind.entry(session, code).data if code is not None else None
    change = Change(code, before, data, agent_id, now)
    return Change(code, before, kind.check(session, change), agent_id, now)


def save(
    session: Session, kind: Kind, *, code: str | None, data: Data, agent_id: int | None, now: datetime
) -> str:
    """In force at once; its code. The same again writes nothing. Raises SettingNotFound, SettingRefused."""
    hold(session, f"setting:{kind.name}")
    change = checked(session, kind, code=code, data=data, agent_id=agent_id, now=now)
    if change.before == change.after and code is not None:
        return code
    where = kind.write(session, change)
    session.flush()
    last = _last(session, kind.name, where)
    if last == 0 and change.before is not None:
        last = 1
        _keep(session, kind.name, where, 1, change.before, None, now)
    _keep(session, kind.name, where, last + 1, change.after, agent_id, now)
    told = {"version": last + 1}
    audit(
        session,
        agent_id=agent_id,
        action="setting_changed",
        target=f"{kind.name}:{where}",
        now=now,
        data=told,
    )
    return where


def history(session: Session, kind: Kind, *, code: str) -> list[SettingVersion]:
    """The newest first."""
    rows = select(SettingVersion).where(SettingVersion.kind == kind.name, SettingVersion.code == code)
    return list(session.scalars(rows.order_by(SettingVersion.number.desc())))


def version(session: Session, kind: Kind, *, code: str, number: int) -> SettingVersion:
    """Raises SettingNotFound."""
    row = session.scalar(
        select(SettingVersion).where(
            SettingVersion.kind == kind.name, SettingVersion.code == code, SettingVersion.number == number
        )
    )
    if row is None:
        raise SettingNotFound
    return row


def put_back(
    session: Session, kind: Kind, *, code: str, number: int, agent_id: int | None, now: datetime
) -> str:
    """As it was in that version: a new version, so that this too is put back. Raises as `save`."""
    data = dict(version(session, kind, code=code, number=number).data)
    return save(session, kind, code=code, data=data, agent_id=agent_id, now=now)


def _last(session: Session, kind: str, code: str) -> int:
    numbers = select(SettingVersion.number).where(SettingVersion.kind == kind, SettingVersion.code == code)
    return max(session.scalars(numbers), default=0)


def _keep(
    session: Session, kind: str, code: str, number: int, data: Data, agent_id: int | None, now: datetime
) -> None:
    session.add(SettingVersion(kind=kind, code=code, number=number, data=data, agent_id=agent_id, at=now))
    session.flush()

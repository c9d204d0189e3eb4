"""What attendants keep to work with (views, macros, texts): one's own, a team's, or everybody's.

An attendant of a team uses and changes what is its; the supervision changes what is everybody's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from ticket_store.accounts import audit
from ticket_store.errors import NameMissing, NotHisToChange, NotOnShelf, UnknownTeam
from ticket_store.model import CannedText, Macro, SavedView, Shelved, Team

Kept = TypeVar("Kept", bound=Shelved)
CALLED: dict[type[Shelved], str] = {SavedView: "view", Macro: "macro", CannedText: "canned"}
LONGEST_NAME = 60


@dataclass(frozen=True)
class Keeper:
    """team_codes: empty for who looks after every team. shares: he may change what is anybody's."""

    agent_id: int
    team_codes: Sequence[str]
    shares: bool

    def of_team(self, code: str) -> bool:
        return self.shares or not self.team_codes or code in self.team_codes


@dataclass(frozen=True)
class Whose:
    """Both None: everybody's."""

    agent_id: int | None = None
    team_code: str | None = None


def on_shelf(session: Session, table: type[Kept], *, keeper: Keeper) -> list[Kept]:
    """All that he may use: his own first, then by name."""
    rows = select(table).where(_usable(table, keeper))
    return list(session.scalars(rows.order_by(table.agent_id.is_(None), func.lower(table.name), table.id)))


def taken_down(session: Session, table: type[Kept], *, kept_id: int, keeper: Keeper) -> Kept:
    """Raises NotOnShelf."""
    row = session.scalar(select(table).where(table.id == kept_id, _usable(table, keeper)))
    if row is None:
        raise NotOnShelf
    return row


def may_change(kept: Shelved, keeper: Keeper) -> bool:
    return _may(Whose(kept.agent_id, kept.team_code), keeper)


def put_up(
    session: Session,
    table: type[Kept],
    *,
    name: str,
    whose: Whose,
    keeper: Keeper,
    now: datetime,
    kept_id: int | None = None,
    **values: Any,
) -> Kept:
    """A new one, or `kept_id` changed. Raises NameMissing(limit), NotOnShelf, NotHisToChange, UnknownTeam."""
    name = " ".join(name.replace("\x00", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise NameMissing(LONGEST_NAME)
    if whose.team_code is not None:
        team = session.get(Team, whose.team_code)
        if team is None or not team.active:
            raise UnknownTeam(whose.team_code)
    if not _may(whose, keeper):
        raise NotHisToChange
    row = table() if kept_id is None else _changeable(session, table, kept_id, keeper)
    row.name, row.agent_id, row.team_code, row.changed_at = name, whose.agent_id, whose.team_code, now
    for column, value in values.items():
        setattr(row, column, value)
    session.add(row)
    session.flush()
    called = CALLED[table]
    audit(session, agent_id=keeper.agent_id, action=f"{called}_kept", target=f"{called}:{row.id}", now=now)
    return row


def throw_away(session: Session, table: type[Kept], *, kept_id: int, keeper: Keeper, now: datetime) -> None:
    """Raises NotOnShelf, NotHisToChange."""
    _changeable(session, table, kept_id, keeper)
    called = CALLED[table]
    audit(session, agent_id=keeper.agent_id, action=f"{called}_thrown", target=f"{called}:{kept_id}", now=now)
    session.execute(delete(table).where(table.id == kept_id))


def _changeable(session: Session, table: type[Kept], kept_id: int, keeper: Keeper) -> Kept:
    row = taken_down(session, table, kept_id=kept_id, keeper=keeper)
    if not may_change(row, keeper):
        raise NotHisToChange
    return row


def _may(whose: Whose, keeper: Keeper) -> bool:
    if whose.agent_id is not None:
        return whose.agent_id == keeper.agent_id
    return keeper.shares if whose.team_code is None else keeper.of_team(whose.team_code)


def _usable(table: type[Kept], keeper: Keeper) -> ColumnElement[bool]:
    shared: ColumnElement[bool] = table.agent_id.is_(None)
    if keeper.team_codes and not keeper.shares:
        shared &= or_(table.team_code.is_(None), table.team_code.in_(list(keeper.team_codes)))
    return or_(table.agent_id == keeper.agent_id, shared)

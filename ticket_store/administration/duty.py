"""The hours of a team: one of the calendars, or none for around the clock."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.administration.checking import one_of
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.duty import DUTY
from ticket_store.errors import SettingNotFound
from ticket_store.in_force import known, newest
from ticket_store.model import Team


def _listed(session: Session) -> list[Entry]:
    kept = newest(session, DUTY)
    teams = session.scalars(select(Team).where(Team.active).order_by(Team.name))
    return [
        Entry(one.code, {"name": one.name, "calendar": kept.get((DUTY, one.code), {}).get("calendar", "")})
        for one in teams
    ]


def _check(session: Session, change: Change) -> dict[str, Any]:
    if change.before is None:
        raise SettingNotFound
    calendars = {"", *(one.code for one in known(session).calendars)}
    return {"name": change.before["name"], "calendar": one_of(change.after, "calendar", calendars)}


def _write(session: Session, change: Change) -> str:
    return str(change.code)  # the version itself is what is in force


HOURS = Kind(DUTY, _listed, _check, _write)

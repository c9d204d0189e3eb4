"""Teams, services with their other names, and the desk's canned texts: the catalogue's rows."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.administration.checking import address, block, code_of, line, one_of, several
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.catalogue import FIRST_TEAM, fold
from ticket_store.errors import SettingRefused
from ticket_store.model import CannedSolution, Service, Team

MOST_NAMES = 60
LONGEST_NAME = 80
LONGEST_TEXT = 4000


def _teams(session: Session) -> list[Entry]:
    rows = select(Team).order_by(Team.active.desc(), Team.name)
    return [
        Entry(one.code, {"name": one.name, "email": one.email, "active": one.active})
        for one in session.scalars(rows)
    ]


def _check_team(session: Session, change: Change) -> dict[str, Any]:
    given = change.after
    data = {
        "name": line(given, "name"),
        "email": address(given, "email"),
        "active": bool(given.get("active", True)),
    }
    if not data["active"]:
        if change.code == FIRST_TEAM:
            raise SettingRefused("active", "first_team")
        served = select(func.count()).select_from(Service)
        if session.scalar(served.where(Service.team_code == change.code, Service.active)):
            raise SettingRefused("active", "in_use")
    return data


def _write_team(session: Session, change: Change) -> str:
    return _write(session, Team, change, change.after["name"], change.after)


def _services(session: Session) -> list[Entry]:
    rows = select(Service).order_by(Service.active.desc(), func.lower(Service.name))
    return [
        Entry(
            one.code,
            {"name": one.name, "team": one.team_code, "aliases": list(one.aliases), "active": one.active},
        )
        for one in session.scalars(rows)
    ]


def _check_service(session: Session, change: Change) -> dict[str, Any]:
    """No name may mean two services."""
    given = change.after
    given_names = several(given, "aliases", MOST_NAMES, LONGEST_NAME)
    data = {
        "name": line(given, "name"),
        "team": one_of(given, "team", set(session.scalars(select(Team.code).where(Team.active)))),
        "aliases": given_names,
        "active": bool(given.get("active", True)),
    }
    others = {
        fold(name): one.code
        for one in session.scalars(select(Service).where(Service.active))
        if one.code != change.code
        for name in (one.code, one.name, *one.aliases)
    }
    for field, names in {"name": [str(data["name"])], "aliases": given_names}.items():
        if data["active"] and (taken := [name for name in names if fold(name) in others]):
            raise SettingRefused(field, "taken", taken[0])
    return data


def _write_service(session: Session, change: Change) -> str:
    data = change.after
    columns = {key: value for key, value in data.items() if key != "team"} | {"team_code": data["team"]}
    return _write(session, Service, change, data["name"], columns)


def _canned(session: Session) -> list[Entry]:
    rows = select(CannedSolution).order_by(CannedSolution.active.desc(), CannedSolution.title)
    return [
        Entry(one.code, {"title": one.title, "text": one.text, "active": one.active})
        for one in session.scalars(rows)
    ]


def _check_canned(session: Session, change: Change) -> dict[str, Any]:
    given = change.after
    return {
        "title": line(given, "title"),
        "text": block(given, "text", LONGEST_TEXT),
        "active": bool(given.get("active", True)),
    }


def _write_canned(session: Session, change: Change) -> str:
    return _write(session, CannedSolution, change, change.after["title"], change.after)


def _write(session: Session, table: Any, change: Change, name: str, columns: dict[str, Any]) -> str:
    code = change.code or code_of(name, session.scalars(select(table.code)))
    row = session.get(table, code)
    if row is None:
        row = table(code=code)
        session.add(row)
    for column, value in columns.items():
        setattr(row, column, value)
    return code


TEAM = Kind("team", _teams, _check_team, _write_team)
SERVICE = Kind("service", _services, _check_service, _write_service)
CANNED = Kind("canned_text", _canned, _check_canned, _write_canned)

"""Roles by page: what each may do. Nobody shuts himself out, and somebody always minds the accounts."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import roles
from ticket_store.administration.checking import code_of, line, some_of
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.catalogue import fold
from ticket_store.database import hold
from ticket_store.errors import SettingRefused
from ticket_store.model import Agent

LONGEST_NAME = 60


def _listed(session: Session) -> list[Entry]:
    return [Entry(one.code, _data(one)) for one in roles.known(session).values()]


def _check(session: Session, change: Change) -> dict[str, Any]:
    # As an account's change does: two who each take the other's away must not both be let.
    hold(session, "setting:account")
    known = roles.known(session)
    data: dict[str, Any] = {
        "name": line(change.after, "name", LONGEST_NAME),
        "permissions": some_of(change.after, "permissions", roles.PERMISSIONS),
        "active": bool(change.after.get("active", True)),
    }
    taken = {fold(one.name) for one in known.values() if one.code != change.code}
    if fold(data["name"]) in taken:
        raise SettingRefused("name", "taken", data["name"])
    if not data["permissions"]:
        raise SettingRefused("permissions", "no_permission")
    if change.code == roles.ADMINISTRATOR and not set(data["permissions"]) >= roles.KEEPS:
        raise SettingRefused("permissions", "must_administer")
    if not data["active"]:
        _check_out_of_use(session, change)
    if change.before is not None and roles.ACCOUNTS in change.before["permissions"]:
        _check_somebody_left(session, change, known, data)
    return data


def _check_out_of_use(session: Session, change: Change) -> None:
    if change.code in roles.SEEDED:
        raise SettingRefused("active", "came_with")
    if change.code is not None:
        his = select(Agent.id).where(Agent.active, roles.with_role([change.code])).limit(1)
        if session.scalar(his) is not None:
            raise SettingRefused("active", "has_accounts")


def _check_somebody_left(
    session: Session, change: Change, known: dict[str, roles.Role], data: dict[str, Any]
) -> None:
    if roles.ACCOUNTS in data["permissions"]:
        return
    author = session.get(Agent, change.agent_id) if change.agent_id is not None else None
    if author is not None and roles.code_of(author) == change.code:
        raise SettingRefused("permissions", "own_role")
    less = {code: one for code, one in known.items() if code != change.code}
    if not roles.holders(session, roles.ACCOUNTS, roles=less):
        raise SettingRefused("permissions", "last_role")


def _write(session: Session, change: Change) -> str:
    code = change.code or code_of(change.after["name"], roles.known(session))
    if roles.ATTEND not in change.after["permissions"]:
        for agent in session.scalars(select(Agent).where(roles.with_role([code]))):
            agent.attends_since = None  # he is offered no conversation that he could not open
    return code  # the version itself is what is in force


def _data(role: roles.Role) -> dict[str, Any]:
    return {"name": role.name, "permissions": sorted(role.permissions), "active": role.active}


KIND = Kind(roles.ROLE, _listed, _check, _write)

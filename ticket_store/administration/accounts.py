"""The desk's accounts: made with a link for the password, their name, role and teams, in use or not."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import accounts as desk
from ticket_store import password_reset, roles
from ticket_store.administration.checking import address, line, one_of, some_of
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingRefused
from ticket_store.model import Agent, Team

# Who asks for the link, instead of a network address: for this person, since a file brings many at once.
BY = "administration:{}:{}"


def listed(session: Session) -> list[Entry]:
    rows = select(Agent).order_by(Agent.active.desc(), Agent.name)
    return [Entry(str(agent.id), _data(agent)) for agent in session.scalars(rows)]


def check(session: Session, change: Change) -> dict[str, Any]:
    """The last who minds accounts keeps doing so, and nobody shuts himself out."""
    given, before = change.after, change.before
    known, active = roles.known(session), bool(given.get("active", True))
    # One that went out of use is kept by who had it.
    usable = {
        one.code
        for one in known.values()
        if one.active or (before and one.code == before["role"] and not active)
    }
    data = {
        "name": line(given, "name"),
        "email": before["email"] if before else address(given, "email"),
        "role": one_of(given, "role", usable),
        "teams": some_of(given, "teams", set(session.scalars(select(Team.code).where(Team.active)))),
        "active": active,
    }
    if before is None and session.scalar(select(Agent.id).where(Agent.email == data["email"])) is not None:
        raise SettingRefused("email", "taken")
    minds = {one.code for one in known.values() if roles.ACCOUNTS in one.permissions}
    if (
        before
        and before["role"] in minds
        and before["active"]
        and not (data["role"] in minds and data["active"])
    ):
        field = "active" if not data["active"] else "role"
        if change.code == str(change.agent_id):
            raise SettingRefused(field, "own")
        if all(str(one.id) == change.code for one in roles.holders(session, roles.ACCOUNTS, roles=known)):
            raise SettingRefused(field, "last")
    return data


def write(session: Session, change: Change) -> str:
    data = change.after
    if change.code is None:
        agent = desk.create_agent(
            session,
            name=data["name"],
            email=data["email"],
            password=None,  # until the link is followed
            role=data["role"],
            now=change.now,
            team_codes=data["teams"],
        )
        desk.audit(
            session,
            agent_id=change.agent_id,
            action="agent_created",
            target=f"agent:{agent.id}",
            now=change.now,
        )
        if data["active"]:
            invite(session, agent=agent, by=change.agent_id, now=change.now)
    else:
        agent = desk.get_agent(session, agent_id=int(change.code))
    agent.name, agent.team_codes = data["name"], list(data["teams"])
    roles.give(agent, data["role"])
    if roles.ATTEND not in roles.role_of(session, agent).permissions:
        agent.attends_since = None
    if agent.active != data["active"]:
        desk.set_active(session, agent_id=agent.id, active=data["active"], now=change.now, by=change.agent_id)
    return str(agent.id)


def invite(session: Session, *, agent: Agent, by: int | None, now: Any) -> None:
    """A link by mail to choose a password. Raises ResetLimitReached."""
    password_reset.ask(session, email=agent.email, asker=BY.format(by, agent.id), now=now)


def _data(agent: Agent) -> dict[str, Any]:
    return {
        "name": agent.name,
        "email": agent.email,
        "role": roles.code_of(agent),
        "teams": sorted(agent.team_codes),
        "active": agent.active,
    }


ACCOUNT = Kind("account", listed, check, write)

"""The desk's accounts: made with a link for the password, their name, role and teams, in use or not."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store import accounts as desk
from ticket_store import password_reset
from ticket_store.administration.checking import address, line, one_of, some_of
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.errors import SettingRefused
from ticket_store.model import Agent, Team

BY = "administration:{}"  # who asks for the link, instead of a network address


def listed(session: Session) -> list[Entry]:
    rows = select(Agent).order_by(Agent.active.desc(), Agent.name)
    return [Entry(str(agent.id), _data(agent)) for agent in session.scalars(rows)]


def check(session: Session, change: Change) -> dict[str, Any]:
    """The last active administrator stays one, and nobody shuts himself out."""
    given, before = change.after, change.before
    data = {
        "name": line(given, "name"),
        "email": before["email"] if before else address(given, "email"),
        "role": one_of(given, "role", desk.ROLES),
        "teams": some_of(given, "teams", set(session.scalars(select(Team.code).where(Team.active)))),
        "active": bool(given.get("active", True)),
    }
    if before is None and session.scalar(select(Agent.id).where(Agent.email == data["email"])) is not None:
        raise SettingRefused("email", "taken")
    administers = data["role"] == "administrator" and data["active"]
    if before and before["role"] == "administrator" and before["active"] and not administers:
        field = "active" if not data["active"] else "role"
        if change.code == str(change.agent_id):
            raise SettingRefused(field, "own")
        others = select(func.count()).select_from(Agent)
        others = others.where(Agent.active, Agent.role == "administrator", Agent.id != int(change.code or 0))
        if not session.scalar(others):
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
    agent.name, agent.role, agent.team_codes = data["name"], data["role"], list(data["teams"])
    if agent.active != data["active"]:
        desk.set_active(session, agent_id=agent.id, active=data["active"], now=change.now, by=change.agent_id)
    return str(agent.id)


def invite(session: Session, *, agent: Agent, by: int | None, now: Any) -> None:
    """A link by mail to choose a password. Raises ResetLimitReached."""
    password_reset.ask(session, email=agent.email, asker=BY.format(by), now=now)


def _data(agent: Agent) -> dict[str, Any]:
    return {
        "name": agent.name,
        "email": agent.email,
        "role": agent.role,
        "teams": sorted(agent.team_codes),
        "active": agent.active,
    }


ACCOUNT = Kind("account", listed, check, write)

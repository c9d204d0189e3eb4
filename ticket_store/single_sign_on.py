"""Attendants who enter through the organisation's own provider: which account is theirs, with which role.

The provider's number for a person (issuer and subject) is what binds him; an e-mail only the first time, and
only one that the provider says it has verified.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ticket_store import roles
from ticket_store.accounts import NO_PASSWORD, audit, end_sessions, secret_mark
from ticket_store.addresses import normalise_email
from ticket_store.database import hold
from ticket_store.errors import EmailNotVerified, InvalidEmail, NotAdmitted, StateSpent
from ticket_store.model import Agent, AgentIdentity, SpentState

VIA = "oidc"
STATE_LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class Person:
    """What the provider says. role: None where none of his groups has one that is in use.

    team_codes: None where teams are not the provider's to say.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    role: str | None
    team_codes: Sequence[str] | None


def spend_state(session: Session, *, state: str, now: datetime) -> None:
    """One way to the provider and back opens one session. Raises StateSpent."""
    mark = secret_mark(state)
    hold(session, f"state:{mark}")
    session.execute(delete(SpentState).where(SpentState.at < now - 2 * STATE_LIFE))
    if session.get(SpentState, mark) is not None:
        raise StateSpent
    session.add(SpentState(mark=mark, at=now))
    session.flush()


def sign_in(session: Session, *, person: Person, roles_are_told: bool, now: datetime) -> Agent:
    """His account, made if his groups have a role; role and teams become what the provider says.

    roles_are_told: False where only accounts that are here already enter, with the role they have.
    Raises EmailNotVerified, NotAdmitted: no account and no role, no role any more, or disabled.
    """
    hold(session, f"person:{person.issuer}|{person.subject}")
    agent = _known(session, person) or _bound(session, person, roles_are_told, now)
    if not agent.active:
        raise NotAdmitted
    if roles_are_told:
        if person.role is None:
            # He has left the groups: what he still has open ends, too.
            end_sessions(session, agent_id=agent.id)
            raise NotAdmitted
        if (before := roles.code_of(agent)) != person.role:
            audit(
                session,
                agent_id=agent.id,
                action="role_changed",
                target=f"agent:{agent.id}",
                now=now,
                data={"from": before, "to": person.role},
            )
            roles.give(agent, person.role)
    if person.team_codes is not None:
        agent.team_codes = list(person.team_codes)
    session.flush()
    return agent


def _known(session: Session, person: Person) -> Agent | None:
    return session.scalar(
        select(Agent)
        .join(AgentIdentity, AgentIdentity.agent_id == Agent.id)
        .where(AgentIdentity.issuer == person.issuer, AgentIdentity.subject == person.subject)
    )


def _bound(session: Session, person: Person, roles_are_told: bool, now: datetime) -> Agent:
    """The first time: the account of his verified address, or a new one."""
    try:
        address = normalise_email(person.email)
    except InvalidEmail:
        raise EmailNotVerified from None
    if not person.email_verified:
        raise EmailNotVerified
    agent = session.scalar(select(Agent).where(Agent.email == address))
    if agent is None:
        if not roles_are_told or person.role is None:
            raise NotAdmitted
        agent = Agent(
            name=(person.name.strip() or address)[:120],
            email=address,
            password_hash=NO_PASSWORD,
            team_codes=[],
            active=True,
            created_at=now,
        )
        roles.give(agent, person.role)
        session.add(agent)
        session.flush()
        audit(session, agent_id=agent.id, action="agent_created", target=f"agent:{agent.id}", now=now)
    elif session.scalar(
        select(AgentIdentity.id).where(
            AgentIdentity.agent_id == agent.id, AgentIdentity.issuer == person.issuer
        )
    ):
        # Another person of the provider has got this address: the account is not his.
        raise NotAdmitted
    session.add(
        AgentIdentity(agent_id=agent.id, issuer=person.issuer, subject=person.subject, created_at=now)
    )
    audit(session, agent_id=agent.id, action="identity_bound", target=f"agent:{agent.id}", now=now)
    return agent

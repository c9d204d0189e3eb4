"""A conversation goes to a colleague or to a team; and who is there to attend conversations."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import bell
from ticket_store.errors import AgentNotFound, SameAgent, UnknownTeam
from ticket_store.model import Agent, Handoff, Team
from ticket_store.operations.live import REQUESTED, TAKEN, audit_live, held, tell_chat


def pass_handoff_to(
    session: Session, *, handoff_id: int, agent_id: int, to_agent_id: int, now: datetime
) -> Handoff:
    """The colleague is in it at once; the person is told his name, and his bell rings.

    Raises HandoffNotFound, HandoffRefused, AgentNotFound, SameAgent.
    """
    handoff = held(session, handoff_id, agent_id, TAKEN)
    if to_agent_id == agent_id:
        raise SameAgent
    colleague = session.get(Agent, to_agent_id)
    if colleague is None or not colleague.active:
        raise AgentNotFound
    handoff.agent, handoff.seen_message_id = colleague, None
    session.flush()
    audit_live(session, handoff, "handoff_passed", agent_id, now)
    bell.ring_live(session, handoff, "live_given", now)
    tell_chat(session, handoff, "handoff_taken", {"agent_name": colleague.name}, now)
    return handoff


def pass_handoff_to_team(
    session: Session, *, handoff_id: int, agent_id: int, team_code: str, now: datetime
) -> Handoff:
    """It waits again, for that team, as long as it may have waited at first; what is written meanwhile stays.

    Raises HandoffNotFound, HandoffRefused, UnknownTeam.
    """
    handoff = held(session, handoff_id, agent_id, TAKEN)
    team = session.get(Team, team_code)
    if team is None or not team.active:
        raise UnknownTeam(team_code)
    patience = handoff.expires_at - handoff.requested_at
    handoff.status, handoff.agent, handoff.team_code = REQUESTED, None, team_code
    handoff.requested_at, handoff.expires_at = now, now + patience
    audit_live(session, handoff, "handoff_passed", agent_id, now)
    tell_chat(session, handoff, "handoff_passed", {"team_name": team.name}, now)
    return handoff


def set_attending(session: Session, *, agent_id: int, attending: bool, now: datetime) -> None:
    """Whether he says that he attends conversations. Raises AgentNotFound."""
    agent = session.scalar(select(Agent).where(Agent.id == agent_id, Agent.active))
    if agent is None:
        raise AgentNotFound
    agent.attends_since = now if attending else None

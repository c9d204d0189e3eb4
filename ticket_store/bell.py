"""Whom at the desk an event is told: one person where it is his, else the people of its team."""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from ticket_store.catalogue import fold
from ticket_store.database import insert_missing
from ticket_store.errors import TicketNotFound
from ticket_store.model import Agent, DeskNotice, Event, Handoff, Ticket, TicketRead

# To whoever has the ticket, or to its team while nobody has it.
OF_ITS_OWNER = frozenset({"deadline_warning", "deadline_breach", "woken"})
FROM_THE_REQUESTER = frozenset({"comment", "attachment", "reopened"})
OF_ITS_TEAM = frozenset({"forwarded", "released"})
OF_A_PERSON = frozenset({"assigned", "taken"})
# After which what called for somebody calls for nobody any more, or only for the one who has it now.
SETTLES = OF_A_PERSON | {"answered", "waiting_on_requester", "resolved", "cancelled", "closed"}
CALLS = OF_ITS_OWNER | FROM_THE_REQUESTER | OF_ITS_TEAM


def ring(session: Session, ticket: Ticket, event: Event) -> None:
    """A line in the bell of everybody concerned, but for the one who did it; what it settles is read."""
    if event.kind in SETTLES:
        _settle(session, ticket, event)
    told = dict.fromkeys(_concerned(session, ticket, event), event.kind)
    if event.kind in OF_A_PERSON and (before := event.data.get("from_agent_id")):
        told.setdefault(before, "taken_over")
    told.pop(event.agent_id, None)  # type: ignore[arg-type]
    session.add_all(
        DeskNotice(agent_id=agent_id, kind=kind, ticket_id=ticket.id, at=event.at)
        for agent_id, kind in sorted(told.items())
    )


def ring_live(session: Session, handoff: Handoff, kind: str, now: datetime) -> None:
    """live_message | live_left: to the attendant in the conversation, once until he looks."""
    if handoff.agent_id is None:
        return
    same = (DeskNotice.handoff_id == handoff.id, DeskNotice.kind == kind, DeskNotice.read_at.is_(None))
    if session.scalar(select(DeskNotice.id).where(*same).limit(1)) is None:
        session.add(DeskNotice(agent_id=handoff.agent_id, kind=kind, handoff_id=handoff.id, at=now))


def read_ticket(session: Session, *, ticket_number: str, agent_id: int, now: datetime) -> None:
    """He has its page before him: nothing up to here is news to him. Raises TicketNotFound."""
    ticket_id = session.scalar(select(Ticket.id).where(Ticket.number == ticket_number))
    if ticket_id is None:
        raise TicketNotFound
    newest = session.scalar(select(func.max(Event.id)).where(Event.ticket_id == ticket_id)) or 0
    insert_missing(session, TicketRead, ticket_id=ticket_id, agent_id=agent_id, event_id=newest)
    session.get_one(TicketRead, (ticket_id, agent_id)).event_id = newest
    session.execute(_unread(agent_id).where(DeskNotice.ticket_id == ticket_id).values(read_at=now))


def read_live(session: Session, *, handoff_id: int, agent_id: int, now: datetime) -> None:
    session.execute(_unread(agent_id).where(DeskNotice.handoff_id == handoff_id).values(read_at=now))


def read_all(session: Session, *, agent_id: int, now: datetime) -> None:
    """The bell is emptied; how far he has read each ticket stays as it is."""
    session.execute(_unread(agent_id).values(read_at=now))


def _unread(agent_id: int):  # type: ignore[no-untyped-def]
    mine = update(DeskNotice).where(DeskNotice.agent_id == agent_id, DeskNotice.read_at.is_(None))
    return mine.execution_options(synchronize_session=False)


def _settle(session: Session, ticket: Ticket, event: Event) -> None:
    kept = event.data.get("agent_id") if event.kind in OF_A_PERSON else None
    session.execute(
        update(DeskNotice)
        .where(
            DeskNotice.ticket_id == ticket.id,
            DeskNotice.read_at.is_(None),
            DeskNotice.kind.in_(CALLS),
            DeskNotice.agent_id != (kept or 0),
        )
        .values(read_at=event.at)
        .execution_options(synchronize_session=False)
    )


def _concerned(session: Session, ticket: Ticket, event: Event) -> Collection[int]:
    if event.kind in OF_A_PERSON:
        return {event.data["agent_id"]}
    if event.kind in OF_ITS_TEAM:
        return _team(session, ticket.team_code)
    if event.kind in OF_ITS_OWNER or (event.kind in FROM_THE_REQUESTER and event.author_kind == "requester"):
        return {ticket.agent_id} if ticket.agent_id else _team(session, ticket.team_code)
    if event.kind == "note" and "@" in (event.text or ""):
        return _mentioned(session, event.text or "")
    return ()


def _team(session: Session, team_code: str) -> set[int]:
    """Its people; where it has none, those who look after every team."""
    teams = {agent.id: agent.team_codes for agent in _active(session)}
    members = {agent_id for agent_id, codes in teams.items() if team_code in codes}
    return members or {agent_id for agent_id, codes in teams.items() if not codes}


def _mentioned(session: Session, text: str) -> set[int]:
    """'@Denise Rocha', '@denise.rocha', or '@denise' while there is only one."""
    agents, said = _active(session), fold(text)
    first = [fold(agent.name).partition(" ")[0] for agent in agents]
    named = set()
    for agent, given in zip(agents, first, strict=True):
        names = [fold(agent.name), agent.email.partition("@")[0]] + [given] * (first.count(given) == 1)
        if any(re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", said) for name in names):
            named.add(agent.id)
    return named


def _active(session: Session) -> list[Agent]:
    return list(session.scalars(select(Agent).where(Agent.active)))

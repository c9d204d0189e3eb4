"""Whom at the desk an event is told: one person where it is his, else the people of its team; and whoever
follows its ticket. Each is spared what he does not want to hear of.
"""

import re
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from ground.names import FOLLOWED
from ticket_store import lifecycle
from ticket_store.catalogue import fold
from ticket_store.database import insert_missing
from ticket_store.errors import TicketNotFound
from ticket_store.model import (
    Agent,
    DeskNotice,
    Event,
    Handoff,
    Ticket,
    TicketFollower,
    TicketLink,
    TicketRead,
)

# To whoever has the ticket, or to its team while nobody has it.
OF_ITS_OWNER = frozenset({"deadline_warning", "deadline_breach", "woken"})
FROM_THE_REQUESTER = frozenset({"comment", "attachment", "reopened"})
OF_ITS_TEAM = frozenset({"forwarded", "released"})
OF_A_PERSON = frozenset({"assigned", "taken"})
# After which what called for somebody calls for nobody any more, or only for the one who has it now.
SETTLES = OF_A_PERSON | {"answered", "waiting_on_requester", "resolved", "cancelled", "closed"}
CALLS = OF_ITS_OWNER | FROM_THE_REQUESTER | OF_ITS_TEAM
# What a follower is told of, as FOLLOWED + its kind.
TOLD_TO_FOLLOWERS = frozenset({"note", "merged", "forwarded"}) | SETTLES | FROM_THE_REQUESTER
# What an attendant may not want to hear of.
KINDS_OF: dict[str, frozenset[str]] = {
    "person": frozenset({"assigned", "taken_over"}),
    "team": OF_ITS_TEAM,
    "requester": FROM_THE_REQUESTER,
    "deadline": frozenset({"deadline_warning", "deadline_breach"}),
    "woken": frozenset({"woken"}),
    "mention": frozenset({"note"}),
    "unblocked": frozenset({"unblocked"}),
    "followed": frozenset(f"{FOLLOWED}{kind}" for kind in TOLD_TO_FOLLOWERS),
    "live": frozenset({"live_message", "live_left", "live_given"}),
}


def ring(session: Session, ticket: Ticket, event: Event) -> None:
    """A line in the bell of everybody concerned, but for the one who did it; what it settles is read."""
    if event.kind in SETTLES:
        _settle(session, ticket, event)
    told = dict.fromkeys(_concerned(session, ticket, event), event.kind)
    if event.kind in OF_A_PERSON and (before := event.data.get("from_agent_id")):
        told.setdefault(before, "taken_over")
    if event.kind in TOLD_TO_FOLLOWERS:
        for agent_id in _followers(session, ticket):
            told.setdefault(agent_id, f"{FOLLOWED}{event.kind}")
    _add(session, ticket.id, told, event)
    if event.kind in ("resolved", "cancelled"):
        for held_up in _held_up(session, ticket):
            concerned = [held_up.agent_id] if held_up.agent_id else _team(session, held_up.team_code)
            _add(session, held_up.id, dict.fromkeys(concerned, "unblocked"), event)


def choose(session: Session, *, agent_id: int, wanted: Collection[str]) -> None:
    """wanted: of KINDS_OF; the rest is not told to him from now on."""
    session.get_one(Agent, agent_id).muted = [name for name in KINDS_OF if name not in wanted]


def muted(session: Session, *, agent_id: int) -> Collection[str]:
    """Of KINDS_OF, what he does not want to hear of."""
    return session.get_one(Agent, agent_id).muted


def ring_live(session: Session, handoff: Handoff, kind: str, now: datetime) -> None:
    """live_message | live_left | live_given: to the attendant in the conversation, once until he looks."""
    if handoff.agent_id is None or handoff.agent_id not in _wanting(session, {handoff.agent_id: kind}):
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
    if event.kind == "automated":
        return {int(one) for one in event.data.get("notify", ())} & {one.id for one in _active(session)}
    if event.kind == "note" and "@" in (event.text or ""):
        return _mentioned(session, event.text or "")
    return ()


def _add(session: Session, ticket_id: int, told: dict[int, str], event: Event) -> None:
    told.pop(event.agent_id, None)  # type: ignore[arg-type]
    session.add_all(
        DeskNotice(agent_id=agent_id, kind=kind, ticket_id=ticket_id, at=event.at)
        for agent_id, kind in sorted(_wanting(session, told).items())
    )


def _wanting(session: Session, told: dict[int, str]) -> dict[int, str]:
    """Those of them who want to hear of it."""
    rows = session.execute(select(Agent.id, Agent.muted).where(Agent.id.in_(told))) if told else ()
    muted = {agent_id: frozenset().union(*(KINDS_OF.get(n, ()) for n in names)) for agent_id, names in rows}
    return {agent_id: kind for agent_id, kind in told.items() if kind not in muted.get(agent_id, ())}


def _followers(session: Session, ticket: Ticket) -> list[int]:
    rows = select(TicketFollower.agent_id).join(Agent, Agent.id == TicketFollower.agent_id)
    return list(session.scalars(rows.where(TicketFollower.ticket_id == ticket.id, Agent.active)))


def _held_up(session: Session, ticket: Ticket) -> list[Ticket]:
    """The open tickets that waited for this one and for no other."""
    waiting = (
        select(Ticket)
        .join(TicketLink, TicketLink.to_id == Ticket.id)
        .where(
            TicketLink.from_id == ticket.id, TicketLink.kind == "blocks", Ticket.status.in_(lifecycle.OPEN)
        )
    )
    blocking = aliased(Ticket)
    return [
        one
        for one in session.scalars(waiting).unique().all()
        if session.scalar(
            select(TicketLink.from_id)
            .join(blocking, blocking.id == TicketLink.from_id)
            .where(
                TicketLink.to_id == one.id,
                TicketLink.kind == "blocks",
                TicketLink.from_id != ticket.id,
                blocking.status.in_(lifecycle.OPEN),
            )
            .limit(1)
        )
        is None
    ]


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

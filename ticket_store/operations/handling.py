"""While the ticket is open: comments, questions to the requester, forwarding, and who has it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ground.passwords import hide_passwords
from ticket_store import lifecycle
from ticket_store.authors import SYSTEM, Author
from ticket_store.courtesy import is_courtesy
from ticket_store.errors import AgentNotFound, SameTeam, TransitionRefused, UnknownTeam
from ticket_store.model import Agent, Event, Team, Ticket
from ticket_store.notices import tell_requester, tell_systems
from ticket_store.operations import deadlines
from ticket_store.operations.recording import locked, record, repeated, said, unfinished, words


def comment(
    session: Session,
    *,
    ticket_number: str,
    text: str,
    author: Author,
    now: datetime,
    internal: bool = False,
    rest: str = "",
    dedupe_key: str | None = None,
) -> Event:
    """Adds to the history: information from the requester, a public answer of the desk, or an internal note.

    The requester's word on a ticket that waits for him sets it going again, unless it is mere courtesy.
    On a resolved one it reopens nothing.
    A password in the requester's words is left out (ground/passwords.py).
    rest: what his letter had besides (quotes, signature); shown folded below the text.
    dedupe_key: the same one again returns the first event.
    Raises TicketNotFound, EmptyText, TextTooLong, TicketFinished.
    """
    ticket = locked(session, ticket_number)
    if done := repeated(session, ticket, dedupe_key):
        return done
    text = said(text, author)
    if internal:
        return record(session, ticket, "note", author, now, text=text, internal=True, dedupe_key=dedupe_key)
    unfinished(ticket)
    if author.kind == "requester":
        answers = ticket.status == lifecycle.WAITING and not is_courtesy(text, _people(session, ticket))
        to_status = lifecycle.IN_PROGRESS if answers else None
        if to_status:
            deadlines.resume(ticket, now)
        data = {"rest": said(rest, author, len(rest))} if rest.strip() else {}
        event = record(
            session,
            ticket,
            "comment",
            author,
            now,
            to_status=to_status,
            text=text,
            data=data,
            dedupe_key=dedupe_key,
        )
    else:
        to_status = lifecycle.IN_PROGRESS if ticket.status == lifecycle.NEW else None
        deadlines.respond(ticket, now)
        event = record(
            session, ticket, "answered", author, now, to_status=to_status, text=text, dedupe_key=dedupe_key
        )
        tell_requester(session, ticket, "answered", event, now, text=text)
    tell_systems(session, ticket, "ticket.commented", event, now)
    return event


def keep_rest(session: Session, *, ticket_number: str, kind: str, text: str) -> None:
    """Adds what a letter had besides to the newest event of that kind. Raises TicketNotFound."""
    ticket = locked(session, ticket_number)
    event = session.scalar(
        select(Event)
        .where(Event.ticket_id == ticket.id, Event.kind == kind)
        .order_by(Event.id.desc())
        .limit(1)
    )
    if event is None or not text.strip():
        return
    before = event.data.get("rest")
    rest = hide_passwords(text.replace("\x00", "").strip())
    if rest not in (before or ""):
        event.data = {**event.data, "rest": f"{before}\n\n{rest}" if before else rest}


def _people(session: Session, ticket: Ticket) -> list[str | None]:
    wrote = select(Event.author_name).where(Event.ticket_id == ticket.id).distinct()
    return [ticket.requester.name, *session.scalars(wrote)]


def ask_requester(session: Session, *, ticket_number: str, text: str, author: Author, now: datetime) -> Event:
    """Asks him something and stops the clock until he answers.

    A second question while waiting is told as well.

    Raises TicketNotFound, EmptyText, TextTooLong, TransitionRefused.
    """
    ticket = locked(session, ticket_number)
    text = words(text)
    if ticket.status != lifecycle.WAITING:
        lifecycle.move(ticket.status, lifecycle.WAITING)
    deadlines.respond(ticket, now)
    deadlines.pause(ticket, now)
    event = record(
        session, ticket, "waiting_on_requester", author, now, to_status=lifecycle.WAITING, text=text
    )
    tell_requester(session, ticket, "waiting_on_requester", event, now, text=text)
    tell_systems(session, ticket, "ticket.waiting", event, now)
    return event


def forward(
    session: Session, *, ticket_number: str, team_code: str, note: str | None, author: Author, now: datetime
) -> Event:
    """To another team; nobody has it there yet. note: for that team only, an internal line of its own.

    Raises TicketNotFound, UnknownTeam(code), SameTeam, TextTooLong, TransitionRefused.
    """
    ticket = locked(session, ticket_number)
    team = session.get(Team, team_code)
    if team is None or not team.active:
        raise UnknownTeam(team_code)
    if team.code == ticket.team_code:
        raise SameTeam
    _must_be_open(ticket)
    to_status = lifecycle.IN_PROGRESS if ticket.status == lifecycle.NEW else None
    moved = {"from_team": ticket.team_code, "to_team": team.code, "team_name": team.name}
    ticket.team, ticket.agent, ticket.snoozed_until = team, None, None
    if note and note.strip():
        record(session, ticket, "note", author, now, text=words(note), internal=True)
    event = record(session, ticket, "forwarded", author, now, to_status=to_status, data=moved)
    tell_requester(session, ticket, "forwarded", event, now)
    tell_systems(session, ticket, "ticket.forwarded", event, now)
    return event


def take(session: Session, *, ticket_number: str, agent_id: int, now: datetime) -> Ticket:
    """The agent takes it, also from a colleague (the desk warns before).

    Raises TicketNotFound, AgentNotFound, TransitionRefused.
    """
    agent = _agent(session, agent_id)
    return _give(session, ticket_number, agent, "taken", Author.agent(agent), now)


def assign(session: Session, *, ticket_number: str, agent_id: int, author: Author, now: datetime) -> Ticket:
    """Someone gives it to the agent. Raises TicketNotFound, AgentNotFound, TransitionRefused."""
    return _give(session, ticket_number, _agent(session, agent_id), "assigned", author, now)


def release(session: Session, *, ticket_number: str, author: Author, now: datetime) -> Ticket:
    """Nobody has it any more: it waits in its team's queue. Raises TicketNotFound, TransitionRefused."""
    ticket = locked(session, ticket_number)
    _must_be_open(ticket)
    if ticket.agent is not None:
        data = {"from_agent_id": ticket.agent_id, "agent_name": ticket.agent.name}
        ticket.agent = ticket.snoozed_until = None
        record(session, ticket, "released", author, now, internal=True, data=data)
    return ticket


def release_tickets(session: Session, *, agent: Agent, now: datetime) -> None:
    """His account is closed: what he had and is not finished waits for somebody else to take it."""
    his = select(Ticket.number).where(Ticket.agent_id == agent.id, Ticket.status.not_in(lifecycle.FINISHED))
    for number in list(session.scalars(his.order_by(Ticket.number))):
        ticket = locked(session, number)
        ticket.agent = None
        data = {"from_agent_id": agent.id, "agent_name": agent.name}
        record(session, ticket, "released", SYSTEM, now, internal=True, data=data)


def _give(
    session: Session, ticket_number: str, agent: Agent, kind: str, author: Author, now: datetime
) -> Ticket:
    ticket = locked(session, ticket_number)
    _must_be_open(ticket)
    if ticket.agent_id == agent.id:
        return ticket
    data = {"agent_id": agent.id, "agent_name": agent.name, "from_agent_id": ticket.agent_id}
    ticket.agent, ticket.snoozed_until = agent, None
    to_status = lifecycle.IN_PROGRESS if ticket.status == lifecycle.NEW else None
    record(session, ticket, kind, author, now, to_status=to_status, internal=True, data=data)
    return ticket


def _agent(session: Session, agent_id: int) -> Agent:
    agent = session.get(Agent, agent_id)
    if agent is None or not agent.active:
        raise AgentNotFound
    return agent


def _must_be_open(ticket: Ticket) -> None:
    if ticket.status not in lifecycle.OPEN:
        raise TransitionRefused(ticket.status, lifecycle.IN_PROGRESS)

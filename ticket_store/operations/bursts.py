"""Like tickets about one service, many more than usual: proposed as an incident to who leads the desk.

"More than usual" is a count that the service's own rate makes rarer than one in a thousand (Poisson): the
rate of the last four weeks at the same time of day, on working days or on the others. "Like" is alike.py.
"""

import math
from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from ticket_store import alike, lifecycle
from ticket_store.auditing import audit
from ticket_store.authors import Author
from ticket_store.errors import AgentNotFound, ProposalNotFound
from ticket_store.model import Agent, Incident, IncidentProposal, IncidentTicket, Service, Ticket
from ticket_store.numbers import SAO_PAULO
from ticket_store.operations.incident_tickets import tie
from ticket_store.operations.incidents import announce_incident

WINDOW = timedelta(minutes=60)
LOOKED_BACK_DAYS = 28
FEWEST_PEOPLE = 5
RAREST = 0.001
# Of a service of which nothing was heard for weeks.
LOWEST_RATE = 0.1
MOST_COMPARED = 300
UNDECIDED_FOR = timedelta(hours=24)


def propose_incidents(session: Session, *, now: datetime) -> int:
    """Looks at the last hour; how many proposals are new. What nobody decided in a day is dropped."""
    _drop_undecided(session, now)
    new = 0
    for service_code, tickets in _loose(session, now).items():
        service = session.get_one(Service, service_code)
        proposal = _open_of(session, service_code)
        if proposal:
            _grow(session, proposal, tickets, now)
        elif not _is_known(session, service_code):
            new += _propose(session, service, tickets, now)
    session.flush()
    return new


def accept_proposal(
    session: Session, *, proposal_id: int, title: str, text: str, agent_id: int, now: datetime
) -> Incident:
    """Announces it, and ties the tickets to it. Raises ProposalNotFound, EmptyText, TextTooLong."""
    proposal = _open(session, proposal_id)
    incident = announce_incident(
        session, service_code=proposal.service_code, title=title, text=text, agent_id=agent_id, now=now
    )
    agent = session.get(Agent, agent_id)
    if agent is None:
        raise AgentNotFound
    _decide(session, proposal, "accepted", agent_id, now)
    numbers = select(Ticket.number).join(IncidentTicket, IncidentTicket.ticket_id == Ticket.id)
    mine = session.scalars(numbers.where(IncidentTicket.proposal_id == proposal.id)).all()
    tie(session, incident, mine, Author.agent(agent), now)
    return incident


def dismiss_proposal(session: Session, *, proposal_id: int, agent_id: int | None, now: datetime) -> None:
    """Its tickets are counted in no other. Raises ProposalNotFound."""
    _decide(session, _open(session, proposal_id), "dismissed", agent_id, now)


def is_rare(count: int, usual: float) -> bool:
    """Whether chance alone gives so many less than once in a thousand times."""
    mean = max(usual, LOWEST_RATE)
    fewer = sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count))
    return 1.0 - fewer < RAREST


def usual_count(session: Session, *, service_code: str, now: datetime) -> float:
    """Tickets of the service in such an hour of the last four weeks, on days of the same kind, on average."""
    local = now.astimezone(SAO_PAULO)
    ends = [
        now - timedelta(days=days)
        for days in range(1, LOOKED_BACK_DAYS + 1)
        if _is_weekend(local - timedelta(days=days)) == _is_weekend(local)
    ]
    spans = [and_(Ticket.opened_at > end - WINDOW, Ticket.opened_at <= end) for end in ends]
    query = select(func.count()).select_from(Ticket).where(Ticket.service_code == service_code, or_(*spans))
    return (session.scalar(query) or 0) / len(ends)


def _is_weekend(local: datetime) -> bool:
    return local.weekday() >= 5


def _loose(session: Session, now: datetime) -> dict[str, list[Ticket]]:
    """By service, the tickets of the last hour that no proposal has counted, where enough people wrote."""
    rows = (
        select(Ticket)
        .outerjoin(IncidentTicket, IncidentTicket.ticket_id == Ticket.id)
        .where(
            Ticket.opened_at > now - WINDOW,
            Ticket.opened_at <= now,
            Ticket.status != lifecycle.CANCELLED,
            Ticket.service_code.is_not(None),
            IncidentTicket.ticket_id.is_(None),
        )
        .order_by(Ticket.id.desc())
    )
    found: dict[str, list[Ticket]] = defaultdict(list)
    for ticket in session.scalars(rows).unique():
        if ticket.service_code and len(found[ticket.service_code]) < MOST_COMPARED:
            found[ticket.service_code].append(ticket)
    return {code: list(reversed(tickets)) for code, tickets in found.items()}


def _propose(session: Session, service: Service, tickets: list[Ticket], now: datetime) -> int:
    names = _names(service)
    matters = [alike.matter(ticket.description, names) for ticket in tickets]
    group = [tickets[place] for place in alike.largest_group(matters)]
    people = {ticket.requester_id for ticket in group}
    if len(people) < FEWEST_PEOPLE:
        return 0
    usual = usual_count(session, service_code=service.code, now=now)
    if not is_rare(len(people), usual):
        return 0
    proposal = IncidentProposal(
        service_code=service.code,
        state="open",
        usual=usual,
        words=alike.common_words([ticket.description for ticket in group], names),
        noticed_at=now,
    )
    session.add(proposal)
    session.flush()
    _count(session, proposal, group, now)
    return 1


def _grow(session: Session, proposal: IncidentProposal, tickets: list[Ticket], now: datetime) -> None:
    """What came since and is like at least half of those that it has."""
    names = _names(proposal.service)
    had = select(Ticket.description).join(IncidentTicket, IncidentTicket.ticket_id == Ticket.id)
    descriptions = session.scalars(had.where(IncidentTicket.proposal_id == proposal.id)).all()
    known = [alike.matter(text, names) for text in descriptions]
    for ticket in tickets:
        mine = alike.matter(ticket.description, names)
        if 2 * sum(alike.are_alike(mine, other) for other in known) >= len(known):
            _count(session, proposal, [ticket], now)


def _count(session: Session, proposal: IncidentProposal, tickets: list[Ticket], now: datetime) -> None:
    session.add_all(
        IncidentTicket(ticket_id=ticket.id, proposal_id=proposal.id, at=now) for ticket in tickets
    )


def _names(service: Service) -> list[str]:
    return [service.name, *service.aliases]


def _is_known(session: Session, service_code: str) -> bool:
    running = select(Incident.id).where(Incident.service_code == service_code, Incident.ended_at.is_(None))
    return session.scalar(running.limit(1)) is not None


def _open_of(session: Session, service_code: str) -> IncidentProposal | None:
    mine = (IncidentProposal.service_code == service_code, IncidentProposal.state == "open")
    return session.scalar(select(IncidentProposal).where(*mine))


def _open(session: Session, proposal_id: int) -> IncidentProposal:
    found = session.get(
        IncidentProposal, proposal_id, with_for_update={"of": IncidentProposal}, populate_existing=True
    )
    if found is None or found.state != "open":
        raise ProposalNotFound
    return found


def _decide(
    session: Session, proposal: IncidentProposal, state: str, agent_id: int | None, now: datetime
) -> None:
    proposal.state, proposal.decided_at, proposal.agent_id = state, now, agent_id
    target = f"proposal:{proposal.id}"
    audit(session, agent_id=agent_id, action=f"proposal_{state}", target=target, now=now)


def _drop_undecided(session: Session, now: datetime) -> None:
    old = select(IncidentProposal).where(
        IncidentProposal.state == "open", IncidentProposal.noticed_at <= now - UNDECIDED_FOR
    )
    for proposal in session.scalars(old).all():
        _decide(session, proposal, "dismissed", None, now)

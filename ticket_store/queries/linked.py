"""What a ticket has to do with others, and who follows it."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.model import Agent, Ticket, TicketFollower, TicketLink
from ticket_store.notices import service_name


@dataclass(frozen=True)
class LinkedTicket:
    """tie: as seen from the ticket that was asked for; duplicate: it repeats that one."""

    tie: Literal["related", "blocks", "blocked_by", "duplicate"]
    number: str
    status: str
    service_name: str
    title: str | None


def linked_tickets(session: Session, *, ticket_id: int) -> list[LinkedTicket]:
    """What holds it up first."""
    links = session.scalars(
        select(TicketLink).where((TicketLink.from_id == ticket_id) | (TicketLink.to_id == ticket_id))
    )
    ties: dict[int, Literal["related", "blocks", "blocked_by"]] = {}
    for link in links:
        ours = link.from_id == ticket_id
        other = link.to_id if ours else link.from_id
        ties[other] = "related" if link.kind == "related" else "blocks" if ours else "blocked_by"
    others = select(Ticket).where(Ticket.id.in_(ties) | (Ticket.duplicate_of_id == ticket_id))
    found = [
        LinkedTicket(ties.get(one.id, "duplicate"), one.number, one.status, service_name(one), one.title)
        for one in session.scalars(others.order_by(Ticket.id)).unique()
    ]
    order = ("blocked_by", "blocks", "related", "duplicate")
    return sorted(found, key=lambda one: order.index(one.tie))


def followers(session: Session, *, ticket_id: int) -> dict[int, str]:
    """Names by id."""
    rows = (
        select(Agent.id, Agent.name)
        .join(TicketFollower, TicketFollower.agent_id == Agent.id)
        .where(TicketFollower.ticket_id == ticket_id, Agent.active)
        .order_by(Agent.name)
    )
    return {agent_id: name for agent_id, name in session.execute(rows)}

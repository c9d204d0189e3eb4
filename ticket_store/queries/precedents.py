"""What may help to answer a ticket: solved ones that speak of the same thing, and articles of Ajuda."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.alike import are_alike, matter
from ticket_store.model import Ticket
from ticket_store.queries.building import views_of
from ticket_store.queries.knowledge import search_articles
from ticket_store.views import ArticleView, TicketView

LOOKED_AT = 200  # the newest solved ones of the service: older ways may be ways no more
SHOWN = 3


def solved_alike(session: Session, *, ticket: TicketView) -> list[TicketView]:
    """Of the same service, the newest first; none where the service is not in the catalogue."""
    if not ticket.service_code:
        return []
    solved = (
        select(Ticket.id, Ticket.description)
        .where(
            Ticket.service_code == ticket.service_code,
            Ticket.status.in_(("resolved", "closed")),
            Ticket.solution.is_not(None),
            Ticket.id != ticket.id,
        )
        .order_by(Ticket.id.desc())
        .limit(LOOKED_AT)
    )
    names = (ticket.service_name,)
    said = matter(ticket.description, names)
    rows = session.execute(solved)
    found = [ticket_id for ticket_id, text in rows if are_alike(said, matter(text, names))]
    return views_of(session, found[:SHOWN])


def helpful_articles(session: Session, *, ticket: TicketView) -> list[ArticleView]:
    """Published ones, the likeliest first."""
    return search_articles(session, text=f"{ticket.service_name} {ticket.description}", limit=SHOWN)

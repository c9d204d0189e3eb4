"""The queues by team and deadline, and the search."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import steps as forms
from portal.desk import words
from portal.desk.access import Signed, note_read, now
from portal.desk.chosen import VIEW_OF, remember, view_of
from portal.desk.pages import desk_page
from ticket_store import numbers, queries
from ticket_store.database import reading
from ticket_store.errors import InvalidTicketNumber, TicketNotFound
from ticket_store.queries import queues
from ticket_store.queries.activity import activity

router = APIRouter()

PAGE = 30


@router.get("")
def show(
    request: Request,
    who: Signed,
    equipe: str = "",
    ver: str = "abertos",
    etiqueta: str = "",
    pagina: int = 1,
    feitos: int = 0,
    iguais: int = 0,
) -> Response:
    """`feitos`, `iguais`: of how many tickets a bulk action has just changed, and found so already."""
    at = now(request)
    with reading(request.app.state.engine) as session:
        teams = queries.teams(session)
        view = view_of(who, {t.code for t in teams}, ver, equipe, etiqueta, pagina)
        chosen = view.chosen(who)
        counts = queues.queue_counts(session, chosen=chosen, now=at)
        first = (view.pagina - 1) * PAGE
        tickets = queues.queue(session, chosen=chosen, now=at, limit=PAGE, offset=first)
        moved = activity(session, tickets=tickets, agent_id=who.id)
        offers, seen = forms.offers(session, who), queries.newest_event_id(session)
    note_read(request, who, "queue_read", f"queue:{view.equipe}")
    response = desk_page(
        request,
        who,
        "queue.html",
        tickets=tickets,
        moved=moved,
        teams=teams,
        queue=view,
        views=[(name, key, words.how_many(counts[key])) for name, key in VIEW_OF.items()],
        # What is counted no further may still be read on.
        more=view.pagina * PAGE < counts[view.name]
        or (counts[view.name] == queues.MOST_COUNTED and len(tickets) == PAGE),
        total=words.how_many(counts[view.name]),
        first=first + 1,
        offers=offers,
        seen=seen,
        submission=secrets.token_hex(16),
        done=words.bulk_done(feitos, iguais),
    )
    remember(request, response, view)
    return response


@router.get("/busca")
def search(request: Request, who: Signed, q: str = "") -> Response:
    """A number goes straight to its ticket."""
    text = q.strip()[:200]
    this_year = numbers.year_of(now(request))
    with reading(request.app.state.engine) as session:
        try:
            found = queries.desk_ticket(session, ticket_number=numbers.normalise(text, this_year))
            return RedirectResponse(f"/atendimento/acionamentos/{found.number}", 303)
        except (InvalidTicketNumber, TicketNotFound):
            tickets = queries.search(session, text=text, this_year=this_year)
            passages = queries.passages(session, tickets=tickets, text=text)
    # What was searched for may be somebody's name: only that it was, and how much came out.
    note_read(request, who, "search_read", "search", found=len(tickets))
    return desk_page(request, who, "search.html", q=text, tickets=tickets, passages=passages)

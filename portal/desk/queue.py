"""The queues by team and deadline, and the search."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, Who, note_read, now
from portal.desk.pages import desk_page
from ticket_store import numbers, queries
from ticket_store.database import reading
from ticket_store.errors import InvalidTicketNumber, TicketNotFound
from ticket_store.queries import queues
from ticket_store.queries.activity import activity

router = APIRouter()

PAGE = 30
ALL, MINE = "todas", "minhas"
VIEW_OF = {
    "abertos": "open",
    "vencidos": "overdue",
    "livres": "unassigned",
    "comigo": "mine",
    "aguardando": "waiting",
    "resolvidos": "resolved",
    "encerrados": "finished",
}


@router.get("")
def show(request: Request, who: Signed, equipe: str = "", ver: str = "abertos", pagina: int = 1) -> Response:
    ver = ver if ver in VIEW_OF else "abertos"
    view: queues.View = VIEW_OF[ver]  # type: ignore[assignment]
    number = max(1, min(pagina, 10_000))
    at = now(request)
    with reading(request.app.state.engine) as session:
        teams = queries.teams(session)
        team, codes = _teams(who, equipe, {t.code for t in teams})
        counts = queues.queue_counts(session, team_codes=codes, agent_id=who.id, now=at)
        tickets = queues.queue(
            session,
            view=view,
            team_codes=codes,
            agent_id=who.id,
            now=at,
            limit=PAGE,
            offset=(number - 1) * PAGE,
        )
        moved = activity(session, tickets=tickets, agent_id=who.id)
    note_read(request, who, "queue_read", f"queue:{team}")
    return desk_page(
        request,
        who,
        "queue.html",
        tickets=tickets,
        moved=moved,
        teams=teams,
        team=team,
        view=ver,
        views=[(name, view_, counts[view_]) for name, view_ in VIEW_OF.items()],  # type: ignore[index]
        page_number=number,
        last_page=max(1, -(-counts[view] // PAGE)),
        total=counts[view],
        first=(number - 1) * PAGE + 1,
        address=lambda **change: _address({"equipe": team, "ver": ver, "pagina": 1} | change),
    )


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


def _teams(who: Who, wanted: str, known: set[str]) -> tuple[str, list[str] | None]:
    if wanted in known:
        return wanted, [wanted]
    if who.team_codes and wanted != ALL:
        return MINE, list(who.team_codes)
    return ALL, None


def _address(values: dict[str, object]) -> str:
    kept = {key: str(value) for key, value in values.items() if (key, value) != ("pagina", 1)}
    return f"/atendimento?{urlencode(kept)}"

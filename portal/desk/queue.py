"""The queues by team and deadline, as filtered and ordered, and the search."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import scopes, words
from portal.desk import steps as forms
from portal.desk.access import Signed, Who, note_read, now
from portal.desk.chosen import COLUMNS, ME, NO_ONE, ORDER_OF, VIEW_OF, QueueView, remember, view_of
from portal.desk.pages import desk_page
from ticket_store import catalogue, model, numbers, operations, queries, shelves
from ticket_store.database import reading
from ticket_store.errors import InvalidTicketNumber, NotOnShelf, TicketNotFound
from ticket_store.queries import queues
from ticket_store.queries.activity import activity

router = APIRouter()

PAGE = 30
# A desk may keep any number of views; each number is a question more.
SAVED_COUNTED = 20
DONE = {"guardada": "Vista guardada.", "apagada": "Vista apagada."}


@router.get("")
def show(
    request: Request,
    who: Signed,
    feito: str = "",
    feitos: int = 0,
    iguais: int = 0,
    desfeitos: int = 0,
    lote: str = "",
) -> Response:
    """`feitos`, `iguais`: of how many tickets a bulk action has just changed, and found so already; `lote`:
    which action. `desfeitos`: in how many one was taken back.

    `vista` alone in the address is that saved view; with other fields, what it has become.
    """
    said = dict(request.query_params)
    said["colunas"] = ",".join(request.query_params.getlist("colunas"))
    with reading(request.app.state.engine) as session:
        teams = {team.code for team in queries.teams(session)}
        view = view_of(who, teams, said)
        if view.vista:
            try:
                saved = shelves.taken_down(session, model.SavedView, kept_id=view.vista, keeper=who.keeper)
                if not said.keys() - {"vista", "pagina", "colunas", "feito"}:
                    own = {key: said[key] for key in ("vista", "pagina") if key in said}
                    view = view_of(who, teams, dict(saved.query) | own)
            except NotOnShelf:
                view = view_of(who, teams, said | {"vista": ""})
    done = DONE.get(feito) or words.bulk_done(feitos, iguais) or words.bulk_undone(desfeitos)
    with reading(request.app.state.engine) as session:
        back = bool(lote) and operations.can_undo_bulk(session, key=lote[:64], agent_id=who.id)
    return show_queue(request, who, view, done=done, bulk_key=lote if back else "")


def show_queue(request: Request, who: Who, view: QueueView, status: int = 200, **values: Any) -> Response:
    """The page; `values` may bring `done`, `wrong` and `typed`."""
    at = now(request)
    with reading(request.app.state.engine) as session:
        teams = queries.teams(session)
        codes = {one.code for one in teams}
        chosen = view.chosen(who)
        counts = queues.queue_counts(session, chosen=chosen, now=at)
        first = (view.pagina - 1) * PAGE
        tickets = queues.queue(session, chosen=chosen, now=at, limit=PAGE, offset=first)
        moved = activity(session, tickets=tickets, agent_id=who.id)
        offers, seen = forms.offers(session, who), queries.newest_event_id(session)
        services = [(one.code, one.name) for one in queries.services(session)]
        saved = shelves.on_shelf(session, model.SavedView, keeper=who.keeper)
        kept = [view_of(who, codes, one.query).chosen(who) for one in saved[:SAVED_COUNTED]]
        numbers_of = queues.counts_of(session, several=kept, now=at)
    note_read(request, who, "queue_read", f"queue:{view.equipe}")
    total = counts.get(view.name, queues.MOST_COUNTED)
    this = next((one for one in saved if one.id == view.vista), None)
    response = desk_page(
        request,
        who,
        "queue.html",
        status,
        tickets=tickets,
        moved=moved,
        teams=teams,
        queue=view,
        views=[
            (name, key, words.how_many(counts[key]) if key in counts else "") for name, key in VIEW_OF.items()
        ],
        # What is counted no further may still be read on.
        more=view.pagina * PAGE < total or (total == queues.MOST_COUNTED and len(tickets) == PAGE),
        total=words.how_many(total) if view.name in counts else "",
        first=first + 1,
        offers=offers,
        seen=seen,
        submission=secrets.token_hex(16),
        saved=saved,
        saved_counts=["" if one is None else words.how_many(one) for one in numbers_of],
        this=this,
        may_change=this is not None and shelves.may_change(this, who.keeper),
        scopes=scopes.offered(who, teams),
        scope_of=scopes.of,
        filters={
            "prioridade": [(one.code, one.name) for one in catalogue.load().priorities],
            "servico": services,
            "atendente": [(ME, "Eu"), (NO_ONE, "Ninguém"), *offers["agents"][2:]],
        },
        orders=[(code, words.ORDER[code]) for code in ORDER_OF],
        columns=COLUMNS,
        **{"bulk_key": "", **values},
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

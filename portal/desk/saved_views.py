"""Keeping the queue as it is looked at now: under a name, for oneself, a team or everybody."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import scopes
from portal.desk.access import Signed, Who, now
from portal.desk.chosen import view_of
from portal.desk.queue import show_queue
from portal.desk.refusals import worded
from ticket_store import errors, model, queries, shelves
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/vistas")

Short = Annotated[str, Form(max_length=200)]
Query = Annotated[str, Form(max_length=1000)]


@router.post("")
def keep(request: Request, who: Signed, name: Short = "", scope: Short = "", query: Query = "") -> Response:
    return _keep(request, who, name, scope, query)


@router.post("/{view_id}")
def change(
    request: Request, who: Signed, view_id: int, name: Short = "", scope: Short = "", query: Query = ""
) -> Response:
    return _keep(request, who, name, scope, query, view_id)


@router.post("/{view_id}/apagar")
def throw_away(request: Request, who: Signed, view_id: int, query: Query = "") -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            shelves.throw_away(session, model.SavedView, kept_id=view_id, keeper=who.keeper, now=now(request))
    except errors.TicketStoreError as error:
        return _again(request, who, query, error, {})
    return RedirectResponse("/atendimento?feito=apagada", 303)


def _keep(
    request: Request, who: Who, name: str, scope: str, query: str, view_id: int | None = None
) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            teams = {team.code for team in queries.teams(session)}
            kept = shelves.put_up(
                session,
                model.SavedView,
                name=name,
                whose=scopes.whose(scope, who),
                keeper=who.keeper,
                now=now(request),
                kept_id=view_id,
                query=view_of(who, teams, dict(parse_qsl(query))).kept(),
            )
    except errors.TicketStoreError as error:
        return _again(request, who, query, error, {"name": name, "scope": scope})
    return RedirectResponse(f"/atendimento?vista={kept.id}&feito=guardada", 303)


def _again(
    request: Request, who: Who, query: str, error: errors.TicketStoreError, typed: dict[str, str]
) -> Response:
    with reading(request.app.state.engine) as session:
        view = view_of(who, {team.code for team in queries.teams(session)}, dict(parse_qsl(query)))
    return show_queue(request, who, view, 422, wrong=dict([worded(error)]), typed=typed)

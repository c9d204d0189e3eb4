"""Texts to answer with, written by page: own, a team's, everybody's. The catalogue's are in a file."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import scopes, variables
from portal.desk.access import Signed, Who, now
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from portal.desk.steps import Short, Text
from ticket_store import errors, model, queries, shelves
from ticket_store.database import reading, transaction
from ticket_store.operations.recording import words
from ticket_store.views import TicketView

router = APIRouter(prefix="/textos")

OWN = "texto-"


def canned(session: Any, who: Who, ticket: TicketView) -> list[tuple[str, str, str]]:
    """(code, title, text as it reads for that ticket): what he may use, his own first."""
    kept = shelves.on_shelf(session, model.CannedText, keeper=who.keeper)
    own = [(f"{OWN}{one.id}", one.name, one.text) for one in kept]
    known = [(one.code, one.title, one.text) for one in queries.canned_solutions(session)]
    return [(code, title, variables.filled(text, ticket, who)) for code, title, text in own + known]


def for_chat(session: Any, who: Who) -> list[tuple[str, str, str]]:
    """Those that speak of no ticket, as `canned`."""
    kept = shelves.on_shelf(session, model.CannedText, keeper=who.keeper)
    own = [(f"{OWN}{one.id}", one.name, one.text) for one in kept]
    known = [(one.code, one.title, one.text) for one in queries.canned_solutions(session)]
    said = [(code, title, variables.of_attendant(text, who)) for code, title, text in own + known]
    return [one for one in said if not variables.NAMED.search(one[2])]


@router.get("/novo")
def new(request: Request, who: Signed) -> Response:
    return _form(request, who, typed={})


@router.post("/novo")
def write(request: Request, who: Signed, name: Short = "", scope: Short = "", text: Text = "") -> Response:
    return _save(request, who, {"name": name, "scope": scope, "text": text})


@router.get("/{text_id}")
def edit(request: Request, who: Signed, text_id: int) -> Response:
    kept = scopes.found(request, who, model.CannedText, text_id)
    return _form(request, who, kept=kept, typed={"name": kept.name, "text": kept.text})


@router.post("/{text_id}")
def change(
    request: Request, who: Signed, text_id: int, name: Short = "", scope: Short = "", text: Text = ""
) -> Response:
    kept = scopes.found(request, who, model.CannedText, text_id)
    return _save(request, who, {"name": name, "scope": scope, "text": text}, kept)


@router.post("/{text_id}/apagar")
def throw_away(request: Request, who: Signed, text_id: int) -> Response:
    kept = scopes.found(request, who, model.CannedText, text_id)
    try:
        with transaction(request.app.state.engine) as session:
            shelves.throw_away(
                session, model.CannedText, kept_id=text_id, keeper=who.keeper, now=now(request)
            )
    except errors.TicketStoreError as error:
        typed = {"name": kept.name, "text": kept.text}
        return _form(request, who, 422, kept=kept, typed=typed, wrong=dict([worded(error)]))
    return RedirectResponse("/atendimento/macros?feito=apagado", 303)


def _save(
    request: Request, who: Who, typed: dict[str, str], kept: model.CannedText | None = None
) -> Response:
    try:
        variables.check(typed["text"])
        with transaction(request.app.state.engine) as session:
            shelves.put_up(
                session,
                model.CannedText,
                name=typed["name"],
                whose=scopes.whose(typed["scope"], who),
                keeper=who.keeper,
                now=now(request),
                kept_id=kept.id if kept else None,
                text=words(typed["text"]),
            )
    except errors.TicketStoreError as error:
        return _form(request, who, 422, kept=kept, typed=typed, wrong=dict([worded(error)]))
    return RedirectResponse("/atendimento/macros?feito=texto", 303)


def _form(
    request: Request,
    who: Who,
    status: int = 200,
    *,
    typed: dict[str, str],
    kept: model.CannedText | None = None,
    wrong: dict[str, str] | None = None,
) -> Response:
    with reading(request.app.state.engine) as session:
        teams = queries.teams(session)
    return desk_page(
        request,
        who,
        "canned_text.html",
        status,
        kept=kept,
        may_change=kept is None or shelves.may_change(kept, who.keeper),
        typed=typed,
        wrong=wrong or {},
        scopes=scopes.offered(who, teams),
        scope=typed.get("scope") or scopes.of(kept),
        variables=variables.LISTED,
    )

"""Macros: several changes of a ticket in one click, kept for oneself, a team or everybody."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import scopes, variables
from portal.desk import steps as forms
from portal.desk.access import Signed, Who, note_read, now
from portal.desk.actions import Seen, Short
from portal.desk.meanwhile import MOVED, SAID, meanwhile
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from portal.desk.ticket import show_ticket
from ticket_store import errors, model, operations, queries, shelves
from ticket_store.database import reading, transaction

router = APIRouter()

DONE = {
    "macro": "Macro guardada.",
    "texto": "Texto pronto guardado.",
    "apagada": "Macro apagada.",
    "apagado": "Texto pronto apagado.",
}


@router.get("/macros")
def show(request: Request, who: Signed, feito: str = "") -> Response:
    """The macros and the texts that one may use."""
    with reading(request.app.state.engine) as session:
        macros = shelves.on_shelf(session, model.Macro, keeper=who.keeper)
        texts = shelves.on_shelf(session, model.CannedText, keeper=who.keeper)
        catalogued = queries.canned_solutions(session)
        teams = {team.code: team.name for team in queries.teams(session)}
    note_read(request, who, "macros_read", "macros")
    return desk_page(
        request,
        who,
        "macros.html",
        macros=macros,
        texts=texts,
        catalogued=catalogued,
        teams=teams,
        done=DONE.get(feito),
    )


@router.get("/macros/nova")
def new(request: Request, who: Signed) -> Response:
    return _form(request, who, typed={})


@router.post("/macros/nova")
def write(request: Request, who: Signed, typed: forms.Typed, name: Short = "", scope: Short = "") -> Response:
    return _save(request, who, typed, name, scope)


@router.get("/macros/{macro_id}")
def edit(request: Request, who: Signed, macro_id: int) -> Response:
    macro = scopes.found(request, who, model.Macro, macro_id)
    return _form(request, who, macro=macro, typed=macro.steps | {"name": macro.name})


@router.post("/macros/{macro_id}")
def change(
    request: Request, who: Signed, macro_id: int, typed: forms.Typed, name: Short = "", scope: Short = ""
) -> Response:
    return _save(request, who, typed, name, scope, scopes.found(request, who, model.Macro, macro_id))


@router.post("/macros/{macro_id}/apagar")
def throw_away(request: Request, who: Signed, macro_id: int) -> Response:
    macro = scopes.found(request, who, model.Macro, macro_id)
    try:
        with transaction(request.app.state.engine) as session:
            shelves.throw_away(session, model.Macro, kept_id=macro_id, keeper=who.keeper, now=now(request))
    except errors.TicketStoreError as error:
        typed = macro.steps | {"name": macro.name}
        return _form(request, who, 422, macro=macro, typed=typed, wrong=dict([worded(error)]))
    return RedirectResponse("/atendimento/macros?feito=apagada", 303)


@router.post("/acionamentos/{number}/macro")
def use(
    request: Request,
    who: Signed,
    number: str,
    macro_id: Annotated[int, Form()] = 0,
    seen: Seen = 0,
    submission: Short = "",
) -> Response:
    """All its steps, or none where one is refused."""
    at = now(request)
    try:
        with reading(request.app.state.engine) as session:
            ticket = queries.desk_ticket(session, ticket_number=number)
            events = queries.history(session, ticket_number=number, internal=True)
            macro = shelves.taken_down(session, model.Macro, kept_id=macro_id, keeper=who.keeper)
        steps = forms.steps_of(macro.steps, who, at)
        kinds = SAID if steps.speech not in ("", "note") else MOVED
        if happened := meanwhile(events, seen, who, kinds):
            return show_ticket(request, who, number, 409, conflict=happened)
        with transaction(request.app.state.engine) as session:
            operations.take_steps(
                session,
                ticket_number=number,
                steps=replace(steps, text=variables.filled(steps.text, ticket, who)),
                author=who.author,
                now=at,
                close_after_days=request.app.state.config.close_after_days,
                dedupe_key=f"macro:{submission}" if submission else None,
            )
    except errors.TicketNotFound:
        raise
    except errors.TicketStoreError as error:
        return show_ticket(request, who, number, 422, wrong={"form": worded(error)[1]})
    return RedirectResponse(f"/atendimento/acionamentos/{number}?feito=macro", 303)


def _save(
    request: Request,
    who: Who,
    typed: dict[str, str],
    name: str,
    scope: str,
    macro: model.Macro | None = None,
) -> Response:
    again: dict[str, Any] = {"macro": macro, "typed": typed | {"name": name, "scope": scope}}
    try:
        if forms.steps_of(typed, who, now(request)).empty:
            wrong = {"form": "Escolha ao menos uma mudança que a macro faça."}
            return _form(request, who, 422, wrong=wrong, **again)
        variables.check(typed["text"])
        with transaction(request.app.state.engine) as session:
            shelves.put_up(
                session,
                model.Macro,
                name=name,
                whose=scopes.whose(scope, who),
                keeper=who.keeper,
                now=now(request),
                kept_id=macro.id if macro else None,
                steps={key: value for key, value in typed.items() if value},
            )
    except errors.TicketStoreError as error:
        return _form(request, who, 422, wrong=dict([forms.worded_for(error)]), **again)
    return RedirectResponse("/atendimento/macros?feito=macro", 303)


def _form(
    request: Request,
    who: Who,
    status: int = 200,
    *,
    typed: dict[str, Any],
    macro: model.Macro | None = None,
    wrong: dict[str, str] | None = None,
) -> Response:
    with reading(request.app.state.engine) as session:
        offers, teams = forms.offers(session, who), queries.teams(session)
    return desk_page(
        request,
        who,
        "macro.html",
        status,
        macro=macro,
        may_change=macro is None or shelves.may_change(macro, who.keeper),
        typed=typed,
        wrong=wrong or {},
        offers=offers,
        scopes=scopes.offered(who, teams),
        scope=typed.get("scope") or scopes.of(macro),
        variables=variables.LISTED,
    )

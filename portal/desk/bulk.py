"""The same done to several tickets of the queue: each is done wholly or left, and told which and why."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import steps as forms
from portal.desk import variables
from portal.desk.access import COOKIE_PATH, Signed, Who, now
from portal.desk.chosen import remembered
from portal.desk.meanwhile import MOVED, SAID, meanwhile
from portal.desk.pages import desk_page
from ticket_store import errors, model, operations, queries, shelves
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/lote")

AT_ONCE = 100


@dataclass
class Outcome:
    """The tickets that were changed, those that were so already, and why the others were not."""

    done: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


@router.post("")
def act(
    request: Request,
    who: Signed,
    typed: forms.Typed,
    numbers: Annotated[list[str] | None, Form()] = None,
    seen: Annotated[int, Form()] = 0,
    submission: Annotated[str, Form(max_length=64)] = "",
    macro: forms.Short = "",
) -> Response:
    """Back to the queue when all was done; else the page that says what was not, ready to try again.

    macro: what was typed goes before what it says.
    """
    chosen = list(dict.fromkeys(numbers or []))[:AT_ONCE]
    again: dict[str, Any] = {"chosen": chosen, "typed": typed | {"macro": macro}, "seen": seen}
    try:
        steps = forms.steps_of(_with_macro(request, who, macro, typed), who, now(request))
    except errors.TicketStoreError as error:
        return _page(request, who, 422, wrong=dict([forms.worded_for(error)]), **again)
    if not chosen:
        return _page(request, who, 422, wrong={"form": "Marque na fila os acionamentos."}, **again)
    if steps.empty:
        return _page(request, who, 422, wrong={"form": "Escolha o que fazer com eles."}, **again)
    outcome = _do(request, who, chosen, steps, seen, f"lote:{submission}" if submission else None)
    if outcome.refused:
        return _page(
            request,
            who,
            409,
            chosen=list(outcome.refused),
            typed=typed | {"macro": macro},
            seen=_newest(request),
            outcome=outcome,
        )
    with reading(request.app.state.engine) as session:
        view = remembered(request, who, {team.code for team in queries.teams(session)})
    told = urlencode({"feitos": len(outcome.done), "iguais": len(outcome.same)})
    return RedirectResponse(f"{view.address(pagina=view.pagina)}&{told}", 303)


@router.get("")
def nothing_chosen(who: Signed) -> Response:
    return RedirectResponse(COOKIE_PATH, 303)


def _with_macro(request: Request, who: Who, macro: str, typed: dict[str, str]) -> dict[str, str]:
    if not (macro.isdecimal() and len(macro) < 10):
        return typed
    with reading(request.app.state.engine) as session:
        kept = shelves.taken_down(session, model.Macro, kept_id=int(macro), keeper=who.keeper)
    return kept.steps | {key: value for key, value in typed.items() if value}


def _do(
    request: Request, who: Who, numbers: list[str], steps: operations.Steps, seen: int, key: str | None
) -> Outcome:
    """Each in a transaction of its own: one that cannot be done takes no other with it."""
    engine, outcome = request.app.state.engine, Outcome()
    kinds = SAID if steps.speech not in ("", "note") else MOVED
    for number in numbers:
        try:
            with reading(engine) as session:
                ticket = queries.desk_ticket(session, ticket_number=number)
                events = queries.history(session, ticket_number=number, internal=True)
            if happened := meanwhile(events, seen, who, kinds):
                outcome.refused[number] = f"Mudou enquanto a fila estava aberta: {happened}."
                continue
            with transaction(engine) as session:
                changed = operations.take_steps(
                    session,
                    ticket_number=number,
                    steps=replace(steps, text=variables.filled(steps.text, ticket, who)),
                    author=who.author,
                    now=now(request),
                    close_after_days=request.app.state.config.close_after_days,
                    dedupe_key=key,
                )
            (outcome.done if changed else outcome.same).append(number)
        except errors.TicketStoreError as error:
            outcome.refused[number] = forms.worded_for(error)[1]
    return outcome


def _page(
    request: Request, who: Who, status: int, *, outcome: Outcome | None = None, **values: Any
) -> Response:
    with reading(request.app.state.engine) as session:
        offers = forms.offers(session, who)
        view = remembered(request, who, {team.code for team in queries.teams(session)})
    submission = secrets.token_hex(16)
    return desk_page(
        request,
        who,
        "bulk.html",
        status,
        outcome=outcome or Outcome(),
        offers=offers,
        queue=view,
        submission=submission,
        **values,
    )


def _newest(request: Request) -> int:
    with reading(request.app.state.engine) as session:
        return queries.newest_event_id(session)

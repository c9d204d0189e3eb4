"""The same done to several tickets of the queue: each is done wholly or left, and told which and why."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import steps as forms
from portal.desk import variables, words
from portal.desk.access import COOKIE_PATH, Signed, Who, now
from portal.desk.chosen import QueueView, remembered
from portal.desk.meanwhile import MOVED, SAID, meanwhile
from portal.desk.pages import desk_page
from ticket_store import errors, model, operations, queries, shelves
from ticket_store.database import reading, transaction
from ticket_store.views import EventView

router = APIRouter(prefix="/lote")

AT_ONCE = 100
GONE = "Esta ação já foi desfeita, ou não é sua. O histórico de cada acionamento diz o que há."


@dataclass
class Outcome:
    """The tickets that were changed, those that were so already, and why the others were not.

    wrote: by ticket, the events of it.
    """

    done: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    wrote: dict[str, list[int]] = field(default_factory=dict)


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
    key = submission or secrets.token_hex(16)
    outcome = _do(request, who, chosen, steps, seen, f"lote:{key}")
    _keep(request, who, key, outcome)
    if outcome.refused:
        return _page(
            request,
            who,
            409,
            chosen=list(outcome.refused),
            typed=typed | {"macro": macro},
            seen=_newest(request),
            outcome=outcome,
            bulk_key=undoable_bulk(request, who, key),
        )
    view = _view(request, who)
    told = urlencode({"feitos": len(outcome.done), "iguais": len(outcome.same), "lote": key})
    return RedirectResponse(f"{view.address(pagina=view.pagina)}&{told}", 303)


@router.get("")
def nothing_chosen(who: Signed) -> Response:
    return RedirectResponse(COOKIE_PATH, 303)


@router.post("/{key}/desfazer")
def undo(request: Request, who: Signed, key: str) -> Response:
    """All of it that still can be; 409 with a page that says what stayed in which ticket, and why."""
    engine, at = request.app.state.engine, now(request)
    undone, stayed = list[str](), dict[str, str]()
    try:
        with transaction(engine) as session:
            wrote = operations.claim_bulk(session, key=key, agent_id=who.id, now=at)
    except errors.NotUndoable:
        return _page(request, who, 409, wrong={"form": GONE}, chosen=[], seen=0)
    for number, ids in wrote.items():
        try:
            with transaction(engine) as session:
                left = operations.undo_events(
                    session, ticket_number=number, event_ids=ids, author=who.author, now=at
                )
        except errors.TicketStoreError as error:
            stayed[number] = forms.worded_for(error)[1]
            continue
        if len(left) < len(ids):
            undone.append(number)
        if left:
            kept = ", ".join(words.event_title(one).lower() for one in reversed(left))
            stayed[number] = f"Ficou: {kept}."
    if stayed:
        return desk_page(
            request,
            who,
            "bulk_undone.html",
            409,
            undone=[one for one in undone if one not in stayed],
            stayed=stayed,
            queue=_view(request, who),
        )
    view = _view(request, who)
    return RedirectResponse(
        f"{view.address(pagina=view.pagina)}&{urlencode({'desfeitos': len(undone)})}", 303
    )


def undoable_bulk(request: Request, who: Who, key: str) -> str:
    """The key again where there is something to take back; else empty."""
    with reading(request.app.state.engine) as session:
        return key if operations.can_undo_bulk(session, key=key[:64], agent_id=who.id) else ""


def _keep(request: Request, who: Who, key: str, outcome: Outcome) -> None:
    if not outcome.wrote:
        return
    with transaction(request.app.state.engine) as session:
        operations.keep_bulk(session, key=key, events=outcome.wrote, agent_id=who.id, now=now(request))


def _view(request: Request, who: Who) -> QueueView:
    with reading(request.app.state.engine) as session:
        return remembered(request, who, {team.code for team in queries.teams(session)})


def _with_macro(request: Request, who: Who, macro: str, typed: dict[str, str]) -> dict[str, str]:
    if not (macro.isdecimal() and len(macro) < 10):
        return typed
    with reading(request.app.state.engine) as session:
        kept = shelves.taken_down(session, model.Macro, kept_id=int(macro), keeper=who.keeper)
    return kept.steps | {key: value for key, value in typed.items() if value}


def _do(
    request: Request, who: Who, numbers: list[str], steps: operations.Steps, seen: int, key: str
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
                wrote = queries.history(session, ticket_number=number, internal=True)[len(events) :]
            (outcome.done if changed else outcome.same).append(number)
            if own := [one.id for one in wrote if _is_own(one, who)]:
                outcome.wrote[number] = own
        except errors.TicketStoreError as error:
            outcome.refused[number] = forms.worded_for(error)[1]
    return outcome


def _page(
    request: Request, who: Who, status: int, *, outcome: Outcome | None = None, **values: Any
) -> Response:
    with reading(request.app.state.engine) as session:
        offers = forms.offers(session, who)
    submission = secrets.token_hex(16)
    return desk_page(
        request,
        who,
        "bulk.html",
        status,
        outcome=outcome or Outcome(),
        offers=offers,
        queue=_view(request, who),
        submission=submission,
        **{"bulk_key": "", **values},
    )


def _is_own(event: EventView, who: Who) -> bool:
    return event.author_kind == "agent" and event.author_name == who.name


def _newest(request: Request) -> int:
    with reading(request.app.state.engine) as session:
        return queries.newest_event_id(session)

"""The second step of entering, for oneself: turned on with an app's QR code, off again, new recovery codes.

Turning anything here asks for the password again: an open screen must not lock its owner out.
"""

from __future__ import annotations

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import COOKIE, Entered, Who, needs_two_steps, now, prove_again
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from ticket_store import errors, second_factor
from ticket_store.accounts import get_agent
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/conta/duas-etapas")

HERE = "/atendimento/conta/duas-etapas"
DONE = {"desligada": "Entrada em duas etapas desligada."}
NEEDED = "A sua função exige a entrada em duas etapas. Ligue-a para continuar."


@router.get("")
def show(request: Request, who: Entered, feito: str = "") -> Response:
    return _page(request, who, done=DONE.get(feito))


@router.post("/comecar")
def begin(request: Request, who: Entered, current: Annotated[str, Form(max_length=1000)] = "") -> Response:
    try:
        prove_again(request, who, current)
        with transaction(request.app.state.engine) as session:
            agent = get_agent(session, agent_id=who.id)
            second_factor.begin(session, agent=agent, key=_key(request), now=now(request))
    except errors.SecondFactorNotPending:
        return RedirectResponse(HERE, 303)
    except errors.TicketStoreError as error:
        return _page(request, who, 422, wrong=dict([worded(error)]))
    return RedirectResponse(f"{HERE}/confirmar", 303)


@router.get("/confirmar")
def show_code(request: Request, who: Entered) -> Response:
    return _qr_page(request, who)


@router.post("/confirmar")
def confirm(request: Request, who: Entered, code: Annotated[str, Form(max_length=20)] = "") -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            codes = second_factor.confirm(
                session,
                agent_id=who.id,
                code=code,
                key=_key(request),
                now=now(request),
                token=request.cookies[COOKIE],
            )
    except errors.SecondFactorNotPending:
        return RedirectResponse(HERE, 303)
    except errors.TicketStoreError as error:
        return _qr_page(request, who, 422, wrong=dict([worded(error, "code")]))
    return desk_page(request, who, "recovery_codes.html", codes=codes)


@router.post("/codigos")
def new_codes(
    request: Request, who: Entered, current: Annotated[str, Form(max_length=1000)] = ""
) -> Response:
    try:
        prove_again(request, who, current)
        with transaction(request.app.state.engine) as session:
            codes = second_factor.new_codes(session, agent_id=who.id, key=_key(request), now=now(request))
    except errors.SecondFactorNotPending:
        return RedirectResponse(HERE, 303)
    except errors.TicketStoreError as error:
        return _page(request, who, 422, wrong=dict([worded(error)]))
    return desk_page(request, who, "recovery_codes.html", codes=codes)


@router.post("/desligar")
def turn_off(request: Request, who: Entered, current: Annotated[str, Form(max_length=1000)] = "") -> Response:
    if needs_two_steps(request, who):
        return _page(request, who, 422, wrong={"form": "A sua função exige a entrada em duas etapas."})
    try:
        prove_again(request, who, current)
    except errors.TicketStoreError as error:
        return _page(request, who, 422, wrong=dict([worded(error)]))
    with transaction(request.app.state.engine) as session:
        second_factor.remove(session, agent_id=who.id, now=now(request), by=who.id)
    return RedirectResponse(f"{HERE}?feito=desligada", 303)


def _page(request: Request, who: Who, status: int = 200, **values: object) -> Response:
    with reading(request.app.state.engine) as session:
        on = second_factor.is_on(session, agent_id=who.id)
        left = second_factor.codes_left(session, agent_id=who.id)
    needed = needs_two_steps(request, who)
    if needed and not on:
        values = {"wrong": {"form": NEEDED}, **values}
    return desk_page(request, who, "two_steps.html", status, on=on, left=left, needed=needed, **values)


def _qr_page(request: Request, who: Who, status: int = 200, wrong: dict[str, str] | None = None) -> Response:
    """Drawn here, as an image in the page itself: the secret goes to no other server, nor needs a script."""
    try:
        with reading(request.app.state.engine) as session:
            secret, address = second_factor.pending(
                session, agent_id=who.id, email=who.email, key=_key(request)
            )
    except (errors.SecondFactorNotPending, errors.CannotUnseal):
        return RedirectResponse(HERE, 303)
    drawn = segno.make(address, error="m").svg_data_uri(scale=5, dark="#000", light="#fff")
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return desk_page(
        request, who, "two_steps_confirm.html", status, qr=drawn, secret=grouped, wrong=wrong or {}
    )


def _key(request: Request) -> str:
    key: str = request.app.state.config.secret_key
    return key

"""Changing one's own password, and a new one by a link in a mail for who has forgotten it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import COOKIE_PATH, Own, Who, left, now, prove_again
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from portal.pages import page, problem
from portal.security import asker
from ticket_store import accounts, errors, password_reset
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/senha")

DIFFERENT = "As duas senhas novas são diferentes. Digite-as de novo."
ASK = f"{COOKIE_PATH}/senha/esquecida"
BAD_LINK: dict[type[Exception], tuple[int, str, str]] = {
    errors.LinkInvalid: (
        404,
        "Link inválido",
        "Este link não é válido. O programa de e-mail pode tê-lo cortado: copie o endereço inteiro.",
    ),
    errors.LinkExpired: (410, "Link vencido", "O prazo deste link terminou. Peça outro: ele chega na hora."),
    errors.LinkSpent: (
        410,
        "Link já utilizado",
        "Cada link troca a senha uma vez. Se você não a trocou, peça outro e avise a administração da mesa.",
    ),
}


@router.get("")
def form(request: Request, who: Own) -> Response:
    return desk_page(request, who, "password.html")


@router.post("")
def change(
    request: Request,
    who: Own,
    current: Annotated[str, Form(max_length=1000)] = "",
    new: Annotated[str, Form(max_length=1000)] = "",
    again: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """Every session of his ends, this one too."""
    if new != again:
        return _refused(request, who, {"again": DIFFERENT})
    engine, at = request.app.state.engine, now(request)
    try:
        prove_again(request, who, current)
        with transaction(engine) as session:
            agent = accounts.set_password(session, agent_id=who.id, password=new, now=at)
            password_reset.tell_of_change(session, agent=agent, now=at)
    except errors.TicketStoreError as error:
        return _refused(request, who, dict([worded(error)]))
    return left("senha")


def _refused(request: Request, who: Who, wrong: dict[str, str]) -> Response:
    return desk_page(request, who, "password.html", 422, wrong=wrong)


@router.get("/esquecida")
def ask_form(request: Request, feito: str = "") -> Response:
    return page(request, "desk/forgotten.html", sent=feito == "enviado", wrong={}, address="", done=None)


@router.post("/esquecida")
def ask(request: Request, email: Annotated[str, Form(max_length=254)] = "") -> Response:
    """The same answer whether there is such an account or not."""
    try:
        with transaction(request.app.state.engine) as session:
            password_reset.ask(session, email=email, asker=asker(request), now=now(request))
    except (errors.InvalidEmail, errors.ResetLimitReached) as error:
        status = 422 if isinstance(error, errors.InvalidEmail) else 429
        values = {"sent": False, "wrong": dict([worded(error)]), "address": email, "done": None}
        return page(request, "desk/forgotten.html", status, **values)
    return RedirectResponse(f"{ASK}?feito=enviado", 303)


@router.get("/nova/{token}")
def new_form(request: Request, token: str) -> Response:
    """Shows; a mail program that opens links changes nothing."""
    try:
        with reading(request.app.state.engine) as session:
            password_reset.check(session, token=token, now=now(request))
    except tuple(BAD_LINK) as error:
        return _bad_link(request, error)
    return _new(request, token)


@router.post("/nova/{token}")
def set_new(
    request: Request,
    token: str,
    new: Annotated[str, Form(max_length=1000)] = "",
    again: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    engine, at = request.app.state.engine, now(request)
    try:
        with reading(engine) as session:
            password_reset.check(session, token=token, now=at)  # no hashing for a link that is none
        if new != again:
            return _new(request, token, 422, {"again": DIFFERENT})
        password_hash = accounts.hash_password(new)
        with transaction(engine) as session:
            password_reset.finish(
                session, token=token, password_hash=password_hash, asker=asker(request), now=at
            )
    except tuple(BAD_LINK) as error:
        return _bad_link(request, error)
    except (errors.WeakPassword, errors.TooManyAtOnce) as error:
        return _new(request, token, 422, dict([worded(error)]))
    return left("senha")


def _new(request: Request, token: str, status: int = 200, wrong: dict[str, str] | None = None) -> Response:
    return page(request, "desk/new_password.html", status, token=token, wrong=wrong or {}, done=None)


def _bad_link(request: Request, error: Exception) -> Response:
    status, title, text = BAD_LINK[type(error)]
    return problem(request, status, title, text, next_step=(ASK, "Pedir outro link"))

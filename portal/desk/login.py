"""Signing in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import COOKIE, COOKIE_PATH, Signed, left, local_address, now, set_cookie, signed_in
from portal.desk.sessions import browser_of
from portal.pages import page
from portal.security import asker
from ticket_store import accounts, errors, queries
from ticket_store.database import reading, transaction

router = APIRouter()

DONE = {
    "saiu": "Você saiu.",
    "terminou": "Sua sessão terminou. Entre de novo para continuar.",
    "senha": "Senha trocada. Entre com a nova.",
}
REFUSED = (
    "E-mail ou senha não conferem. Depois de cinco erros, espere 15 minutos. "
    "Se esqueceu a senha, peça outra logo abaixo."
)
CROWDED = "Muita gente está entrando agora. Espere alguns segundos e tente de novo."


def _form(request: Request, status: int = 200, **values: object) -> Response:
    with reading(request.app.state.engine) as session:
        nobody = not queries.agents(session)
    shown = {"wrong": None, "address": "", "goal": COOKIE_PATH, "done": None, **values}
    development = request.app.state.config.inbox_dir is not None
    return page(request, "desk/login.html", status, first_account=nobody and development, **shown)


@router.get("/entrar")
def ask(request: Request, de: str = COOKIE_PATH, feito: str = "") -> Response:
    try:
        signed_in(request)
    except errors.SessionEnded:
        return _form(request, goal=local_address(de), done=DONE.get(feito))
    return RedirectResponse(local_address(de), 303)


@router.post("/entrar")
def enter(
    request: Request,
    email: Annotated[str, Form(max_length=254)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    goal: Annotated[str, Form(max_length=500)] = COOKIE_PATH,
) -> Response:
    engine, at, goal = request.app.state.engine, now(request), local_address(goal)
    browser = browser_of(request)
    try:
        checked = accounts.check_password(
            engine, email=email, password=password, asker=asker(request), now=at
        )
        with transaction(engine) as session:
            agent = accounts.log_in(session, checked=checked, now=at)
            token = accounts.start_session(session, agent_id=agent.id, now=at, browser=browser)
            # The cookie of before names a session that nobody will use again.
            accounts.end_session(session, token=request.cookies.get(COOKIE, ""))
    except (errors.BadCredentials, errors.AccountLocked):
        # One answer for both: another would tell a stranger which addresses have an account.
        return _form(request, 401, wrong=REFUSED, address=email, goal=goal)
    except errors.TooManyAtOnce:
        return _form(request, 503, wrong=CROWDED, address=email, goal=goal)
    response = RedirectResponse(goal, 303)
    set_cookie(request, response, token)
    return response


@router.post("/sair")
def leave(request: Request, who: Signed) -> Response:
    with transaction(request.app.state.engine) as session:
        accounts.end_session(session, token=request.cookies[COOKIE])
        accounts.audit(
            session, agent_id=who.id, action="logged_out", target=f"agent:{who.id}", now=now(request)
        )
    return left("saiu")

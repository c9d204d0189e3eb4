"""Signing in and out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import COOKIE, COOKIE_PATH, Entered, entered, left, local_address, now, set_cookie
from portal.desk.refusals import worded
from portal.desk.sessions import browser_of
from portal.pages import page
from portal.security import asker
from ticket_store import accounts, errors, links, queries, second_factor
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
TOO_LATE = "O tempo para o código acabou. Entre de novo com e-mail e senha."
STEP_SECONDS = 5 * 60  # between the password and the code
CROWDED = "Muita gente está entrando agora. Espere alguns segundos e tente de novo."


def login_form(request: Request, status: int = 200, **values: object) -> Response:
    with reading(request.app.state.engine) as session:
        nobody = not queries.agents(session)
    shown = {"wrong": {}, "address": "", "goal": COOKIE_PATH, "done": None, **values}
    development = request.app.state.config.inbox_dir is not None
    provider = request.app.state.config.desk_provider
    shown["provider"] = provider.name if provider else ""
    return page(request, "desk/login.html", status, first_account=nobody and development, **shown)


@router.get("/entrar")
def ask(request: Request, de: str = COOKIE_PATH, feito: str = "") -> Response:
    try:
        entered(request)
    except errors.SessionEnded:
        return login_form(request, goal=local_address(de), done=DONE.get(feito))
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
            agent = accounts.accept(session, checked=checked, now=at)
            if second_factor.is_on(session, agent_id=agent.id):
                return _code_form(request, _step(request, agent), goal)
            token = let_in(request, session, agent, browser)
    except (errors.BadCredentials, errors.AccountLocked):
        # One answer for both: another would tell a stranger which addresses have an account.
        return login_form(request, 401, wrong={"form": REFUSED}, address=email, goal=goal)
    except errors.TooManyAtOnce:
        return login_form(request, 503, wrong={"form": CROWDED}, address=email, goal=goal)
    response = RedirectResponse(goal, 303)
    set_cookie(request, response, token)
    return response


@router.post("/entrar/codigo")
def enter_code(
    request: Request,
    step: Annotated[str, Form(max_length=500)] = "",
    code: Annotated[str, Form(max_length=20)] = "",
    goal: Annotated[str, Form(max_length=500)] = COOKIE_PATH,
) -> Response:
    """`step` says who gave the right password, and that it was this one."""
    engine, at, goal = request.app.state.engine, now(request), local_address(goal)
    key, browser = request.app.state.config.secret_key, browser_of(request)
    try:
        said = links.read(links.SECOND_STEP, step, key, STEP_SECONDS)
        with transaction(engine) as session:
            agent = accounts.get_agent(session, agent_id=int(said["agent"]))
            if not agent.active or _password_mark(agent) != said["password"]:
                raise errors.BadCredentials
            second_factor.check(session, agent_id=agent.id, code=code, key=key, now=at)
            token = let_in(request, session, agent, browser)
    except (errors.WrongSecondFactor, errors.AccountLocked) as error:
        return _code_form(request, step, goal, 401, wrong=dict([worded(error)]))
    except (errors.LinkInvalid, errors.LinkExpired, errors.BadCredentials, errors.AgentNotFound):
        return login_form(request, 401, wrong={"form": TOO_LATE}, goal=goal)
    except errors.SecondFactorNotPending:  # turned off meanwhile
        return login_form(request, 401, wrong={"form": TOO_LATE}, goal=goal)
    response = RedirectResponse(goal, 303)
    set_cookie(request, response, token)
    return response


def let_in(request: Request, session: Any, agent: Any, browser: str | None, via: str = "password") -> str:
    """The new session's secret. The cookie of before names a session that nobody will use again."""
    accounts.note_entry(session, agent=agent, now=now(request))
    token = accounts.start_session(session, agent_id=agent.id, now=now(request), browser=browser, via=via)
    accounts.end_session(session, token=request.cookies.get(COOKIE, ""))
    return token


def _step(request: Request, agent: Any) -> str:
    given = {"agent": agent.id, "password": _password_mark(agent)}
    return links.sign(links.SECOND_STEP, given, request.app.state.config.secret_key)


def _password_mark(agent: Any) -> str:
    return accounts.secret_mark(agent.password_hash)[:16]


def _code_form(
    request: Request, step: str, goal: str, status: int = 200, wrong: dict[str, str] | None = None
) -> Response:
    given = {"step": step, "goal": goal, "wrong": wrong or {}, "done": None}
    return page(request, "desk/second_step.html", status, **given)


@router.post("/sair")
def leave(request: Request, who: Entered) -> Response:
    with transaction(request.app.state.engine) as session:
        accounts.end_session(session, token=request.cookies[COOKIE])
        accounts.audit(
            session, agent_id=who.id, action="logged_out", target=f"agent:{who.id}", now=now(request)
        )
    return left("saiu")

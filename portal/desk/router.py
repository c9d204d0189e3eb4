"""Puts the desk's topics under `/atendimento`, and words what may go wrong at its door."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk import (
    access,
    actions,
    administration,
    article_drafts,
    bell,
    bulk,
    corrections,
    dashboard,
    deliveries,
    events,
    federated,
    incidents,
    keystrokes,
    knowledge,
    letters,
    live,
    login,
    macros,
    passing,
    password,
    phone,
    plain_language,
    queue,
    reports,
    requesters,
    review,
    saved_views,
    sessions,
    spreadsheets,
    texts,
    ticket,
    ties,
    trail,
    training,
    two_steps,
)
from portal.desk.feed import Feed
from portal.methods import page_of
from portal.pages import problem
from ticket_store import errors, roles

# Asked by a page's script, which can follow no way to the login.
QUIET = ("/eventos", "/presenca", "/saiu", "/linguagem-simples", "/digitando")
TOPICS = (
    login,
    federated,
    password,
    sessions,
    two_steps,
    events,
    queue,
    saved_views,
    bulk,
    bell,
    phone,
    actions,
    article_drafts,
    corrections,
    macros,
    texts,
    ties,
    plain_language,
    ticket,
    requesters,
    passing,
    keystrokes,
    live,
    incidents,
    knowledge,
    deliveries,
    letters,
    dashboard,
    spreadsheets,
    reports,
    administration,
    review,
    training,
    trail,
)


FIRST_PAGES = (
    (roles.ATTEND, access.COOKIE_PATH),
    (roles.REPORTS, "/atendimento/painel"),
    (roles.ARTICLES, "/atendimento/artigos"),
    (roles.REVIEW, "/atendimento/revisao"),
    (roles.INCIDENTS, "/atendimento/incidentes"),
    (roles.TRAIN, training.HERE),
    (roles.AUDIT, "/atendimento/auditoria"),
    (roles.SETTINGS, administration.HERE),
    (roles.ACCOUNTS, administration.HERE),
)


def install(app: FastAPI) -> None:
    for topic in TOPICS:
        app.include_router(topic.router, prefix=access.COOKIE_PATH)
    app.state.desk_feed = Feed(app.state.engine, app.state.keystrokes)
    app.add_exception_handler(errors.SessionEnded, _session_ended)
    app.add_exception_handler(access.SecondStepMissing, _second_step_missing)
    app.add_exception_handler(access.PermissionMissing, _permission_missing)
    app.add_exception_handler(errors.HandoffNotFound, _no_handoff)


async def _session_ended(request: Request, error: Exception) -> Response:
    if access.is_refresh(request) or request.url.path.endswith(QUIET):
        return Response(status_code=401)
    goal = request.url.path
    if request.method != "GET":
        # Back to the page it was written on, where the browser still has the words (desk_forms.js).
        goal = page_of(request) or access.COOKIE_PATH
    elif request.url.query:
        goal = f"{goal}?{request.url.query}"
    ended = "&feito=terminou" if access.COOKIE in request.cookies else ""
    return RedirectResponse(f"{access.COOKIE_PATH}/entrar?de={quote(goal, safe='')}{ended}", 303)


async def _second_step_missing(request: Request, error: Exception) -> Response:
    if access.is_refresh(request):
        return Response(status_code=401)
    return RedirectResponse(two_steps.HERE, 303)


async def _permission_missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, access.PermissionMissing)
    who = error.who
    first = next((address for may, address in FIRST_PAGES if who.may(may)), sessions.HERE)
    if request.method == "GET" and request.url.path == access.COOKIE_PATH:
        return RedirectResponse(first, 303)  # the door leads to what the role is for
    back = "Voltar à fila" if first == access.COOKIE_PATH else "Ir ao que a sua conta abre"
    return problem(
        request,
        403,
        "Seu papel não abre esta página",
        f"O papel “{who.role_name}” não a tem. Se precisar dela, peça à administração da mesa.",
        next_step=(first, back),
    )


async def _no_handoff(request: Request, error: Exception) -> Response:
    return live.no_handoff(request)

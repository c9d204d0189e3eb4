"""Consulting without the link: number and e-mail, then the code that the e-mail brings.

A code goes to whatever address was typed, within the store's limits: so neither the answer nor its time
tells whether that number exists or whose it is.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.consult.access import VISITOR, now, proven_emails, visitor_id
from portal.consult.codes import WANTED, send_again, want
from portal.pages import page
from portal.refusals import worded
from ticket_store import errors, identity, numbers, queries
from ticket_store.addresses import normalise_email
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/consulta")

PROVEN = "E-mail confirmado pelo gov.br. Os acionamentos abertos com ele estão abaixo, se houver."
CODE_SHAPE = "Digite os seis números do código que enviamos ao seu e-mail."


def consult_form(request: Request, status: int = 200, **values: Any) -> Response:
    emails = proven_emails(request)
    mine: list[Any] = []
    if emails:
        with reading(request.app.state.engine) as session:
            mine = list(queries.list_tickets(session, emails=emails))
    shown = {"wrong": {}, "typed": {}, "done": None, **values}
    govbr = request.app.state.govbr is not None
    return page(request, "consult/form.html", status, **shown, mine=mine, govbr=govbr)


def _code_page(request: Request, status: int = 200, wrong: dict[str, str] | None = None) -> Response:
    wanted = request.session.get(WANTED)
    if not wanted:
        return RedirectResponse("/consulta", 303)
    return page(request, "consult/code.html", status, address=wanted["shown"], wrong=wrong or {})


@router.get("")
def show_form(request: Request, feito: str = "") -> Response:
    return consult_form(request, done=PROVEN if feito == "govbr" and proven_emails(request) else None)


@router.post("")
def ask_code(
    request: Request, number: Annotated[str, Form()] = "", email: Annotated[str, Form()] = ""
) -> Response:
    typed = {"number": number[:40], "email": email[:254]}
    wrong: dict[str, str] = {}
    at = now(request)
    try:
        wanted = numbers.normalise(number, numbers.year_of(at))
    except errors.InvalidTicketNumber as error:
        wrong.update([worded(error)])
    try:
        address = normalise_email(email)
    except errors.InvalidEmail as error:
        wrong.update([worded(error)])
    if wrong:
        return consult_form(request, 422, wrong=wrong, typed=typed)
    # Without a year it is one of this year, or in January of the last.
    older = numbers.normalise(number, numbers.year_of(at) - 1)
    back = [f"/consulta/acionamento/{one}" for one in dict.fromkeys((wanted, older))]
    if address in proven_emails(request):
        return RedirectResponse(first_of_his(request, back), 303)
    try:
        want(request, number=wanted, email=address, back=back[0], older=back[-1])
    except errors.CodeLimitReached as error:
        return consult_form(request, 429, wrong=dict([worded(error)]), typed=typed)
    return RedirectResponse("/consulta/codigo", 303)


@router.get("/codigo")
def show_code_form(request: Request) -> Response:
    return _code_page(request)


@router.post("/codigo")
def enter_code(request: Request, code: Annotated[str, Form()] = "") -> Response:
    wanted = request.session.get(WANTED)
    if not wanted:
        return RedirectResponse("/consulta", 303)
    if not identity.looks_like_code(code):
        return _code_page(request, 422, {"code": CODE_SHAPE})
    state = request.app.state
    try:
        with transaction(state.engine) as session:
            identity.check_code(
                session,
                conversation_id=visitor_id(request),
                code=code,
                secret=state.config.secret_key,
                now=now(request),
            )
    except errors.TicketStoreError as error:
        return _code_page(request, 422, dict([worded(error)]))
    del request.session[WANTED]
    return RedirectResponse(first_of_his(request, [wanted["back"], wanted.get("older") or ""]), 303)


def first_of_his(request: Request, places: list[str]) -> str:
    """The second place only where it is the page of a ticket of his and the first is none."""
    emails = proven_emails(request)
    with reading(request.app.state.engine) as session:
        his = {f"/consulta/acionamento/{t.number}" for t in queries.list_tickets(session, emails=emails)}
    return places[-1] if places[0] not in his and places[-1] in his else places[0]


@router.post("/codigo/reenviar")
def resend_code(request: Request) -> Response:
    if WANTED in request.session:
        try:
            send_again(request)
        except errors.CodeLimitReached as error:
            return _code_page(request, 429, dict([worded(error)]))
    return RedirectResponse("/consulta/codigo", 303)


@router.post("/sair")
def leave(request: Request) -> Response:
    """For a shared computer: the proof ends here and in the store."""
    if visitor := request.session.get(VISITOR):
        with transaction(request.app.state.engine) as session:
            identity.forget_proofs(session, conversation_id=visitor)
    request.session.clear()
    return RedirectResponse("/consulta", 303)


@router.get("/sair")
def left() -> Response:
    return RedirectResponse("/consulta", 303)

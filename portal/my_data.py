"""`/meus-dados`: what is known of a person, a copy by mail, corrections, erasure; after the mailed code."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.consult.access import now, proven_emails, visitor_id
from portal.consult.codes import want
from portal.pages import page
from portal.refusals import worded
from ticket_store import errors, operations, privacy, queries
from ticket_store.addresses import normalise_email
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/meus-dados")

PATH = "/meus-dados"
DONE = {
    "copia": "A cópia vai para o seu e-mail em instantes.",
    "copia-recente": "Já enviamos uma cópia há menos de uma hora. Confira a caixa de entrada e a de spam.",
    "corrigido": "Corrigido.",
    "trocado": "Pronto: os acionamentos estão agora com o outro e-mail.",
    "pedido": "Pedido registrado. Enviamos o protocolo e o prazo por e-mail.",
    "desistiu": "Pedido cancelado: nada será apagado.",
}
Text = Annotated[str, Form(max_length=300)]


@router.get("")
def show(request: Request, feito: str = "") -> Response:
    return _page(request, done=DONE.get(feito))


@router.post("/codigo")
def ask_code(request: Request, email: Text = "") -> Response:
    try:
        address = normalise_email(email)
        want(request, number="", email=address, back=PATH)
    except (errors.InvalidEmail, errors.CodeLimitReached) as error:
        return _page(request, 422, wrong=dict([worded(error)]), typed={"email": email})
    return RedirectResponse("/consulta/codigo", 303)


@router.post("/copia")
def send_copy(request: Request, email: Text = "") -> Response:
    sent = _do(request, operations.send_copy, email=email)
    return _done("copia" if sent else "copia-recente") if sent is not NOT_PROVEN else _unproven()


@router.post("/corrigir")
def correct(
    request: Request, email: Text = "", name: Text = "", optional_mail: Annotated[str, Form()] = ""
) -> Response:
    def both(session: Any, *, email: str, conversation_id: str, now: Any) -> None:
        operations.correct_name(session, email=email, name=name, conversation_id=conversation_id, now=now)
        operations.set_optional_mail(session, email=email, enabled=bool(optional_mail), now=now)

    return _unproven() if _do(request, both, email=email) is NOT_PROVEN else _done("corrigido")


@router.post("/trocar")
def change_address(request: Request, source: Text = "", target: Text = "") -> Response:
    """All tickets of one proven address go to another that this browser has proven as well."""

    def move(session: Any, *, email: str, conversation_id: str, now: Any) -> None:
        for ticket in queries.list_tickets(session, emails=[source], limit=MOST):
            operations.change_address(
                session, ticket_number=ticket.number, email=email, conversation_id=conversation_id, now=now
            )

    if source not in proven_emails(request) or _do(request, move, email=target) is NOT_PROVEN:
        return _unproven()
    return _done("trocado")


@router.post("/apagar")
def erase(request: Request, email: Text = "", again: Text = "") -> Response:
    try:
        meant = normalise_email(again) == email
    except errors.InvalidEmail:
        meant = False
    if not meant:
        sentence = "Para confirmar, digite o mesmo e-mail."
        return _page(request, 422, wrong={_again_of(request, email): sentence})
    secret = request.app.state.config.secret_key
    asked = _do(request, operations.ask_erasure, email=email, secret=secret)
    return _unproven() if asked is NOT_PROVEN else _done("pedido")


@router.post("/desistir")
def withdraw(request: Request, email: Text = "") -> Response:
    withdrawn = _do(request, operations.withdraw_erasure, email=email)
    return _unproven() if withdrawn is NOT_PROVEN else _done("desistiu")


def _again_of(request: Request, email: str) -> str:
    """The field of that address; "form" when its proof ended meanwhile."""
    emails = sorted(proven_emails(request))
    return f"again-{emails.index(email) + 1}" if email in emails else "form"


MOST = 1000
NOT_PROVEN = object()


def _do(request: Request, verb: Any, *, email: str, **given: Any) -> Any:
    """What the store answers; NOT_PROVEN where this browser has not entered that address's code."""
    try:
        with transaction(request.app.state.engine) as session:
            return verb(session, email=email, conversation_id=visitor_id(request), now=now(request), **given)
    except (errors.AddressNotProven, errors.InvalidEmail):
        return NOT_PROVEN


def _done(what: str) -> Response:
    return RedirectResponse(f"{PATH}?feito={what}", 303)


def _unproven() -> Response:
    """The proof ended meanwhile: the page asks for the code again."""
    return RedirectResponse(PATH, 303)


def _page(request: Request, status: int = 200, **values: Any) -> Response:
    known = []
    emails = sorted(proven_emails(request))
    with reading(request.app.state.engine) as session:
        for email in emails:
            known.append(
                {
                    "email": email,
                    "data": privacy.export_requester(session, email=email),
                    "tickets": queries.list_tickets(session, emails=[email], limit=MOST),
                    "erasure": queries.running_erasure(session, email=email),
                }
            )
    given = {"wrong": {}, "typed": {}, "done": None} | values
    return page(request, "my_data.html", status, known=known, emails=emails, **given)

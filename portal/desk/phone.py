"""A ticket for somebody on the phone: six fields, and the number to tell him."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, Who, note_read, now
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from portal.desk.transcript import as_description
from ticket_store import catalogue, errors, operations, queries
from ticket_store.addresses import normalise_email
from ticket_store.database import reading, transaction
from ticket_store.operations.opening import MAX_DESCRIPTION
from ticket_store.queries import desk_live

router = APIRouter(prefix="/novo")

OTHER = "outro"
FIELD_WORDS = {
    "service": ("service_code", "Escolha o serviço na lista ou diga o nome em “Outro”."),
    "description": ("description", "Descreva o problema em 10 a 8.000 caracteres."),
    "submission_key": ("form", "O formulário ficou velho. Recarregue a página e envie de novo."),
    "name": ("name", "O nome passa de 120 caracteres."),
    "email": ("email", "Informe o e-mail do solicitante."),
}

Field = Annotated[str, Form(max_length=200)]


def _form(request: Request, who: Who, status: int = 200, **values: object) -> Response:
    with reading(request.app.state.engine) as session:
        services, incidents = queries.services(session), queries.active_incidents(session)
    return desk_page(
        request,
        who,
        "new.html",
        status,
        services=services,
        incidents=incidents,
        priorities=[(p.name, p.name) for p in catalogue.load().priorities],
        other=OTHER,
        **{"submission": secrets.token_hex(16), **values},
    )


@router.get("")
def ask(request: Request, who: Signed, email: str = "", conversa: int = 0) -> Response:
    typed = {"email": email[:254], "handoff": str(conversa or "")}
    if conversa:
        with reading(request.app.state.engine) as session:
            handoff = desk_live.handoff(session, handoff_id=conversa)
            messages = queries.live_messages(session, handoff_id=conversa)
        note_read(request, who, "handoff_read", f"handoff:{conversa}")
        typed["description"] = as_description(handoff.transcript, messages, MAX_DESCRIPTION)
    return _form(request, who, typed=typed)


@router.post("")
def open_for_caller(
    request: Request,
    who: Signed,
    email: Annotated[str, Form(max_length=254)] = "",
    name: Field = "",
    service_code: Field = "",
    service_text: Field = "",
    description: Annotated[str, Form(max_length=20_000)] = "",
    urgency: Field = "",
    handoff: Field = "",
    submission: Field = "",
) -> Response:
    typed = {
        "email": email,
        "name": name,
        "service_code": service_code,
        "service_text": service_text,
        "description": description,
        "urgency": urgency,
        "handoff": handoff,
    }
    try:
        with transaction(request.app.state.engine) as session:
            conversation = (
                desk_live.handoff(session, handoff_id=int(handoff)).conversation_id
                if handoff.isdecimal() and len(handoff) < 10
                else None
            )
            ticket = operations.open_ticket(
                session,
                email=email,
                name=name or None,
                service_code=None if service_code == OTHER else service_code or None,
                service_text=service_text if service_code == OTHER else None,
                description=description,
                urgency=urgency or None,
                channel="desk" if conversation else "phone",
                conversation_id=conversation,
                submission_key=f"desk:{submission}" if submission else "",
                author=who.author,
                now=now(request),
            )
    except errors.IncompleteTicket as incomplete:
        wrong = _of_the_email(email) | dict(FIELD_WORDS[field] for field in incomplete.fields)
        return _form(request, who, 422, wrong=wrong, typed=typed)
    except errors.TicketStoreError as error:
        return _form(request, who, 422, wrong=dict([worded(error, "description")]), typed=typed)
    return RedirectResponse(f"/atendimento/acionamentos/{ticket.number}?feito=aberto", 303)


def _of_the_email(email: str) -> dict[str, str]:
    """What the store would say of it once the rest is there: all is told at once."""
    try:
        normalise_email(email)
    except errors.InvalidEmail as error:
        return dict([worded(error)])
    return {}

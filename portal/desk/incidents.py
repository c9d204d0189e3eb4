"""Known incidents: what the assistant says before it opens a ticket about that service."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, Who, now
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from ticket_store import errors, operations, queries
from ticket_store.database import reading, transaction
from ticket_store.queries import desk_live

router = APIRouter(prefix="/incidentes")

DONE = {
    "anunciado": "Incidente anunciado. O assistente já avisa quem pergunta, e está em /situacao.",
    "atualizado": "Texto atualizado. Quem acompanha foi avisado.",
    "encerrado": "Incidente encerrado. Quem acompanha foi avisado.",
}

Text = Annotated[str, Form(max_length=20_000)]


@router.get("")
def show(request: Request, who: Signed, feito: str = "") -> Response:
    return _show(request, who, done=DONE.get(feito))


@router.post("")
def announce(
    request: Request,
    who: Signed,
    service_code: Annotated[str, Form(max_length=40)] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    text: Text = "",
) -> Response:
    typed = {"service_code": service_code, "title": title, "text": text}
    try:
        with transaction(request.app.state.engine) as session:
            operations.announce_incident(
                session, service_code=service_code, title=title, text=text, agent_id=who.id, now=now(request)
            )
    except errors.TicketStoreError as error:
        missing = "title" if not title.strip() or len(title.strip()) > 150 else "text"
        return _show(request, who, 422, wrong=dict([worded(error, missing)]), typed=typed)
    return RedirectResponse("/atendimento/incidentes?feito=anunciado", 303)


@router.post("/{incident_id}")
def change(
    request: Request, who: Signed, incident_id: int, text: Text = "", over: Annotated[bool, Form()] = False
) -> Response:
    """New words for the followers; `over` ends it with them."""
    verb = operations.end_incident if over else operations.update_incident
    try:
        with transaction(request.app.state.engine) as session:
            verb(session, incident_id=incident_id, text=text, agent_id=who.id, now=now(request))
    except errors.TicketStoreError as error:
        field, sentence = worded(error, f"text-{incident_id}")
        return _show(request, who, 422, wrong={field: sentence}, typed={f"text-{incident_id}": text})
    return RedirectResponse(f"/atendimento/incidentes?feito={'encerrado' if over else 'atualizado'}", 303)


def _show(request: Request, who: Who, status: int = 200, **values: Any) -> Response:
    with reading(request.app.state.engine) as session:
        shown = {
            "running": queries.active_incidents(session),
            "ended": desk_live.ended_incidents(session),
            "services": queries.services(session),
        }
    return desk_page(request, who, "incidents.html", status, **shown, **values)

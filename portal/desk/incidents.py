"""Known incidents: what the assistant says before it opens a ticket about that service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Deciding, Signed, Who, needs, now
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from ticket_store import errors, operations, queries, roles
from ticket_store.database import reading, transaction
from ticket_store.queries import desk_live, incident_tickets

router = APIRouter(prefix="/incidentes")
Seeing = Annotated[Who, Depends(needs(roles.ATTEND, roles.INCIDENTS))]

DONE = {
    "anunciado": "Incidente anunciado. O assistente já avisa quem pergunta, e está em /situacao.",
    "atualizado": "Texto atualizado. Quem acompanha foi avisado.",
    "encerrado": "Incidente encerrado. Quem acompanha foi avisado; os acionamentos ligados foram resolvidos.",
    "aceito": "Incidente anunciado, com os acionamentos ligados a ele.",
    "descartado": "Proposta descartada. Estes acionamentos não propõem outra.",
    "ligados": "Acionamentos ligados ao incidente.",
    "desligado": "Acionamento desligado do incidente.",
}

Text = Annotated[str, Form(max_length=20_000)]


@router.get("")
def show(request: Request, who: Seeing, feito: str = "") -> Response:
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
    days = {"close_after_days": request.app.state.config.close_after_days} if over else {}
    try:
        with transaction(request.app.state.engine) as session:
            verb(session, incident_id=incident_id, text=text, agent_id=who.id, now=now(request), **days)
    except errors.TicketStoreError as error:
        field, sentence = worded(error, f"text-{incident_id}")
        return _show(request, who, 422, wrong={field: sentence}, typed={f"text-{incident_id}": text})
    return RedirectResponse(f"/atendimento/incidentes?feito={'encerrado' if over else 'atualizado'}", 303)


@router.post("/{incident_id}/ligar")
def tie(
    request: Request, who: Deciding, incident_id: int, numbers: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Tickets that tell of the incident: answered and resolved with it from now on."""
    return _decided(
        request,
        who,
        "ligados",
        lambda session: operations.tie_tickets(
            session, incident_id=incident_id, numbers=numbers or [], author=who.author, now=now(request)
        ),
    )


@router.post("/desligar/{number}")
def untie(request: Request, who: Deciding, number: str) -> Response:
    return _decided(
        request,
        who,
        "desligado",
        lambda session: operations.untie_ticket(
            session, ticket_number=number, author=who.author, now=now(request)
        ),
    )


@router.post("/propostas/{proposal_id}/aceitar")
def accept(
    request: Request,
    who: Deciding,
    proposal_id: int,
    title: Annotated[str, Form(max_length=500)] = "",
    text: Text = "",
) -> Response:
    def verb(session: Any) -> None:
        operations.accept_proposal(
            session, proposal_id=proposal_id, title=title, text=text, agent_id=who.id, now=now(request)
        )

    typed = {f"title-p{proposal_id}": title, f"text-p{proposal_id}": text}
    missing = "title" if not title.strip() or len(title.strip()) > 150 else "text"
    return _decided(request, who, "aceito", verb, field=f"{missing}-p{proposal_id}", typed=typed)


@router.post("/propostas/{proposal_id}/descartar")
def dismiss(request: Request, who: Deciding, proposal_id: int) -> Response:
    return _decided(
        request,
        who,
        "descartado",
        lambda session: operations.dismiss_proposal(
            session, proposal_id=proposal_id, agent_id=who.id, now=now(request)
        ),
    )


def _decided(
    request: Request,
    who: Who,
    done: str,
    verb: Callable[[Any], object],
    *,
    field: str = "form",
    typed: dict[str, str] | None = None,
) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            verb(session)
    except errors.TicketStoreError as error:
        return _show(request, who, 422, wrong=dict([worded(error, field)]), typed=typed or {})
    return RedirectResponse(f"/atendimento/incidentes?feito={done}", 303)


def _show(request: Request, who: Who, status: int = 200, **values: Any) -> Response:
    with reading(request.app.state.engine) as session:
        running = queries.active_incidents(session)
        shown = {
            "running": running,
            "tied": {one.id: incident_tickets.tied_tickets(session, incident_id=one.id) for one in running},
            "untied": {
                one.id: incident_tickets.untied_tickets(session, incident_id=one.id)
                for one in running
                if who.may(roles.INCIDENTS)
            },
            "proposals": incident_tickets.proposals(session) if who.may(roles.INCIDENTS) else [],
            "ended": desk_live.ended_incidents(session),
            "services": queries.services(session),
        }
    return desk_page(request, who, "incidents.html", status, **shown, **values)

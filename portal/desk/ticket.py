"""One ticket's page: what was said, what is promised, who else looks at it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from portal.desk import hours, texts, words
from portal.desk.access import Signed, Who, is_refresh, note_read, now
from portal.desk.chosen import QueueView, remembered
from portal.desk.pages import desk_page
from portal.desk.previews import file_answer
from ticket_store import (
    answer_drafts,
    bell,
    catalogue,
    lifecycle,
    model,
    operations,
    presence,
    queries,
    requester_notes,
    shelves,
)
from ticket_store.database import reading, transaction
from ticket_store.file_kinds import seen_as
from ticket_store.queries import people, queues
from ticket_store.queries.incident_tickets import incident_of
from ticket_store.queries.linked import followers, linked_tickets
from ticket_store.queries.precedents import helpful_articles, solved_alike
from ticket_store.undoing import undoable
from ticket_store.views import EventView, TicketView

router = APIRouter(prefix="/acionamentos/{number}")

DONE = {
    "aberto": "Acionamento registrado. Diga o número ao solicitante.",
    "answer": "Resposta enviada ao solicitante.",
    "note": "Nota interna guardada.",
    "ask": "Pergunta enviada. O prazo fica parado até a resposta.",
    "resolve": "Solução enviada, com a pesquisa de satisfação.",
    "encaminhar": "Acionamento encaminhado.",
    "assumir": "O acionamento está com você.",
    "atribuir": "Acionamento atribuído.",
    "cancelar": "Acionamento cancelado.",
    "reabrir": "Acionamento reaberto, com novo prazo.",
    "unir": "Acionamentos unidos: a conversa continua neste.",
    "corrigir": "Dados corrigidos. As mudanças estão no histórico.",
    "devolver": "O acionamento voltou à fila da equipe, sem atendente.",
    "adiar": "Acionamento adiado. Ele volta à fila na hora marcada, ou antes se o solicitante responder.",
    "ligar": "Acionamentos ligados: a ligação está nos dois.",
    "desligar": "Ligação desfeita nos dois.",
    "acompanhar": "Você acompanha este acionamento: o sino conta o que acontecer nele.",
    "deixar": "Você não acompanha mais este acionamento.",
    "desfazer": "Desfeito. Os dois passos estão no histórico.",
    "macro": "Macro feita. O que ela mudou está no histórico.",
    "retomar": "O acionamento está de novo na fila.",
    "anotada": "Nota sobre o solicitante guardada. Só a mesa a vê.",
    "artigo": "Rascunho de artigo guardado. Ele fica fora do ar até a supervisão revisar e publicar.",
}


def show_ticket(request: Request, who: Who, number: str, status: int = 200, **values: Any) -> Response:
    """The page; `values` may bring `wrong`, `typed`, `done`, `conflict` and `act`, the form to leave open.

    Raises TicketNotFound.
    """
    at = now(request)
    with transaction(request.app.state.engine) as session:
        presence.see_ticket(session, ticket_number=number, agent_id=who.id, now=at)
        if not is_refresh(request):
            bell.read_ticket(session, ticket_number=number, agent_id=who.id, now=at)
        others = presence.viewers(session, ticket_number=number, now=at, but=who.id)
    with reading(request.app.state.engine) as session:
        ticket = queries.desk_ticket(session, ticket_number=number)
        events = queries.history(session, ticket_number=number, internal=True)
        similar = queries.list_tickets(session, emails=[ticket.email], limit=9)
        person_id = people.person_of(session, email=ticket.email)
        handoff = (
            queries.active_handoff(session, conversation_id=ticket.conversation_id)
            if ticket.conversation_id
            else None
        )
        draft = answer_drafts.kept(session, ticket_number=number, agent_id=who.id)
        if draft and "typed" not in values:
            values = {"typed": {"kind": draft[0], "text": draft[1]}, "drafted": True} | values
        values = {
            "place": _place(request, session, who, number),
            "priorities": [(p.code, p.name) for p in catalogue.load().priorities],
            "service_options": [(s.code, s.name) for s in queries.services(session)],
            "deadlines": queries.deadlines(session, ticket_number=number),
            "person_id": person_id,
            "person_count": people.his_counts(session, requester_id=person_id)["all"],
            "person_notes": requester_notes.notes_of(session, requester_id=person_id),
            "agreement": people.agreement_of(session, email=ticket.email),
            "attachments": queries.attachments(session, ticket_number=number),
            "canned": texts.canned(session, who, ticket),
            "undoable": _undoable(events, ticket, who, at),
            "linked": linked_tickets(session, ticket_id=ticket.id),
            "followers": followers(session, ticket_id=ticket.id),
            "macros": shelves.on_shelf(session, model.Macro, keeper=who.keeper),
            "team_options": [one for one in hours.teams(session, at).items() if one[0] != ticket.team_code],
            "agent_options": [(a.id, a.name) for a in queries.attendants(session) if a.id != ticket.agent_id],
            "incident": queries.active_incident(session, service_code=ticket.service_code)
            if ticket.service_code
            else None,
            "incident_of": incident_of(session, ticket_id=ticket.id),
            **_helps(request, session, ticket),
        } | values
    note_read(request, who, "ticket_read", f"ticket:{number}")
    return desk_page(
        request,
        who,
        "ticket.html",
        status,
        ticket=ticket,
        base=f"/atendimento/acionamentos/{number}",
        events=list(reversed(events)),
        seen=events[-1].id,
        seen_as=seen_as,
        submission=secrets.token_hex(16),
        others=others,
        similar=[t for t in similar if t.number != number][:8],
        handoff=handoff,
        is_open=ticket.status in lifecycle.OPEN,
        is_finished=ticket.status in lifecycle.FINISHED,
        **{"conflict": None, "act": "", "drafted": False, **values},
    )


def _helps(request: Request, session: Any, ticket: TicketView) -> dict[str, Any]:
    """Beside the composer: not for what has ended, nor each time the page looks for news."""
    if ticket.status not in lifecycle.OPEN or is_refresh(request):
        return {"precedents": [], "helpful": []}
    return {
        "precedents": solved_alike(session, ticket=ticket),
        "helpful": helpful_articles(session, ticket=ticket),
    }


@dataclass(frozen=True)
class Place:
    """Where the ticket stands in the queue that the attendant works through; at 0 when it left it."""

    queue: QueueView
    name: str
    at: int
    of: int
    before: str | None
    after: str | None


def _undoable(events: list[EventView], ticket: TicketView, who: Who, at: datetime) -> set[int]:
    """What he, or the clock, did and can still be taken back."""
    can = undoable(events, status=ticket.status, snoozed_until=ticket.snoozed_until, now=at)
    return {
        one.id
        for one in events
        if one.id in can and (one.author_name == who.name or one.author_kind == "system")
    }


def _place(request: Request, session: Any, who: Who, number: str) -> Place:
    view = remembered(request, who, {team.code for team in queries.teams(session)})
    saved = shelves.on_shelf(session, model.SavedView, keeper=who.keeper) if view.vista else []
    name = next((one.name for one in saved if one.id == view.vista), words.VIEW[view.name])
    line = queues.numbers_in(session, chosen=view.chosen(who), now=now(request))
    if number not in line:
        return Place(view, name, 0, len(line), None, line[0] if line else None)
    at = line.index(number)
    before = line[at - 1] if at else None
    after = line[at + 1] if at + 1 < len(line) else None
    return Place(view, name, at + 1, len(line), before, after)


@router.get("")
def show(request: Request, who: Signed, number: str, feito: str = "") -> Response:
    return show_ticket(request, who, number, done=DONE.get(feito))


@router.get("/anexos/{uid}")
def attachment(request: Request, who: Signed, number: str, uid: str, ver: bool = False) -> Response:
    """`ver`: to be looked at on the page."""
    directory = request.app.state.config.attachments_dir
    with reading(request.app.state.engine) as session:
        view, path = operations.read_attachment(session, ticket_number=number, uid=uid, directory=directory)
    note_read(request, who, "attachment_read", f"ticket:{number}", attachment=uid)
    return file_answer(path, view.filename, view.content_type, look=ver)


@router.post("/presenca")
def still_here(request: Request, who: Signed, number: str) -> Response:
    """The page says each 20 s that somebody has it before him; the answer is the sentence to show."""
    at = now(request)
    with transaction(request.app.state.engine) as session:
        presence.see_ticket(session, ticket_number=number, agent_id=who.id, now=at)
        bell.read_ticket(session, ticket_number=number, agent_id=who.id, now=at)
        others = presence.viewers(session, ticket_number=number, now=at, but=who.id)
    return JSONResponse({"text": words.also_here(others)})


@router.post("/saiu")
def left(request: Request, who: Signed, number: str) -> Response:
    with transaction(request.app.state.engine) as session:
        presence.leave_ticket(session, ticket_number=number, agent_id=who.id)
    return Response(status_code=204)

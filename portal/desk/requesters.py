"""A requester's page: who he is, the ANS of his órgão, what the desk noted of him, all his tickets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import COOKIE_PATH, Signed, Who, note_read, now
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from portal.pages import problem
from ticket_store import catalogue, errors, numbers, requester_notes
from ticket_store.catalogue import Agreement, Target
from ticket_store.database import reading, transaction
from ticket_store.queries import people

router = APIRouter(prefix="/solicitantes/{requester_id}")

PAGE = 30
DONE = {
    "anotada": "Nota guardada. Só a mesa a vê.",
    "mudada": "Nota mudada.",
    "apagada": "Nota apagada. A auditoria guarda quem apagou.",
}
WHICH: dict[str, people.Which] = {
    "todos": "all",
    "abertos": "open",
    "resolvidos": "resolved",
    "encerrados": "finished",
}
Text = Annotated[str, Form(max_length=20_000)]
Version = Annotated[int, Form()]


@router.get("")
def show(
    request: Request, who: Signed, requester_id: int, feito: str = "", ver: str = "", pagina: str = ""
) -> Response:
    page = int(pagina) if pagina.isdecimal() and len(pagina) < 5 else 1
    return show_person(
        request, who, requester_id, ver=ver, page=max(page, 1), done=DONE.get(feito), editing=0
    )


@router.post("/notas")
def write(request: Request, who: Signed, requester_id: int, text: Text = "", de: str = Form("")) -> Response:
    """de: the ticket on whose page it was written, to go back to."""
    return _do(
        request,
        who,
        requester_id,
        "anotada",
        lambda session, **given: requester_notes.write_note(session, text=text, **given),
        typed={"note": text},
        field="note",
        back=de,
    )


@router.post("/notas/{note_id}")
def change(
    request: Request, who: Signed, requester_id: int, note_id: int, text: Text = "", version: Version = 0
) -> Response:
    return _do(
        request,
        who,
        requester_id,
        "mudada",
        lambda session, **given: requester_notes.change_note(
            session, note_id=note_id, version=version, text=text, **given
        ),
        typed={f"note-{note_id}": text},
        field=f"note-{note_id}",
        editing=note_id,
    )


@router.post("/notas/{note_id}/apagar")
def remove(request: Request, who: Signed, requester_id: int, note_id: int, version: Version = 0) -> Response:
    return _do(
        request,
        who,
        requester_id,
        "apagada",
        lambda session, **given: requester_notes.remove_note(
            session, note_id=note_id, version=version, **given
        ),
    )


def show_person(
    request: Request,
    who: Who,
    requester_id: int,
    status: int = 200,
    *,
    ver: str = "",
    page: int = 1,
    editing: int = 0,
    **values: Any,
) -> Response:
    """editing: the note whose form stands open."""
    ver = ver if ver in WHICH else "todos"
    first = (page - 1) * PAGE
    try:
        with reading(request.app.state.engine) as session:
            person = people.person(session, requester_id=requester_id)
            counts = people.his_counts(session, requester_id=requester_id)
            tickets = people.his_tickets(
                session, requester_id=requester_id, which=WHICH[ver], limit=PAGE, offset=first
            )
            notes = requester_notes.notes_of(session, requester_id=requester_id)
            agreement = people.agreement_of(session, email=person.email)
    except errors.RequesterNotFound:
        return problem(
            request,
            404,
            "Solicitante não encontrado",
            "Os dados dele podem ter sido apagados. Volte à fila ou pesquise.",
            next_step=(COOKIE_PATH, "Voltar à fila"),
        )
    note_read(request, who, "requester_read", f"requester:{requester_id}")
    return desk_page(
        request,
        who,
        "requester.html",
        status,
        person=person,
        here=f"{COOKIE_PATH}/solicitantes/{requester_id}",
        tickets=tickets,
        notes=notes,
        agreement=agreement,
        targets=_targets(agreement[0]) if agreement else [],
        kinds=[(name, key, counts[key]) for name, key in WHICH.items()],
        ver=ver,
        page_number=page,
        first=first + 1,
        total=counts[WHICH[ver]],
        more=first + len(tickets) < counts[WHICH[ver]],
        editing=editing,
        **values,
    )


def _targets(agreement: Agreement) -> list[tuple[str, Target]]:
    """By the priority's name, the shortest first."""
    each = [(catalogue.load().priority_name(code), one) for code, one in agreement.targets.items()]
    return sorted(each, key=lambda named: named[1].resolution)


def _do(
    request: Request,
    who: Who,
    requester_id: int,
    told: str,
    verb: Any,
    *,
    typed: dict[str, str] | None = None,
    field: str = "form",
    editing: int = 0,
    back: str = "",
) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            verb(session, requester_id=requester_id, agent_id=who.id, now=now(request))
    except errors.RequesterNotFound:
        return show_person(request, who, requester_id, 404)
    except errors.TicketStoreError as error:
        status = 409 if isinstance(error, (errors.NoteChanged, errors.NotOnShelf)) else 422
        where, sentence = worded(error, field)
        wrong = {field if where == "form" and status == 409 and typed else where: sentence}
        return show_person(
            request, who, requester_id, status, editing=editing, wrong=wrong, typed=typed or {}
        )
    if back:
        try:
            number = numbers.normalise(back, numbers.year_of(now(request)))
            return RedirectResponse(f"{COOKIE_PATH}/acionamentos/{number}?feito=anotada", 303)
        except errors.InvalidTicketNumber:
            pass
    return RedirectResponse(f"{COOKIE_PATH}/solicitantes/{requester_id}?feito={told}", 303)

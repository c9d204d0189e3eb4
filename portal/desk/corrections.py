"""Putting a ticket right (title, priority, service, requester, tags), giving it back, putting it off, and
taking such a step back.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import JSONResponse, Response

from portal.desk import words
from portal.desk.access import Signed, now
from portal.desk.actions import Seen, Short, Text, act_on
from portal.desk.meanwhile import CORRECTED, MOVED
from portal.desk.snoozing import until_of
from ticket_store import answer_drafts, operations
from ticket_store.database import transaction

router = APIRouter(prefix="/acionamentos/{number}")

KINDS = frozenset({"answer", "note", "ask", "resolve"})


@router.post("/corrigir")
def correct(
    request: Request,
    who: Signed,
    number: str,
    title: Short = "",
    priority: Short = "",
    service_code: Short = "",
    email: Annotated[str, Form(max_length=254)] = "",
    tags: Annotated[str, Form(max_length=500)] = "",
    seen: Seen = 0,
) -> Response:
    """All of it or, where one field is wrong, nothing; what was not changed writes no event."""

    def verb(session: Any) -> None:
        given: dict[str, Any] = {"ticket_number": number, "author": who.author, "now": now(request)}
        operations.retitle(session, title=title, **given)
        operations.tag(session, tags=tags.split(","), **given)
        if priority:
            operations.change_priority(session, priority=priority, **given)
        if service_code:
            operations.change_service(session, service_code=service_code, **given)
        if email.strip():
            operations.change_requester(session, email=email, **given)

    typed = {
        "title": title,
        "priority": priority,
        "service_code": service_code,
        "email": email,
        "tags": tags,
    }
    kinds = MOVED | CORRECTED
    return act_on(request, who, number, "corrigir", verb, seen, kinds, text_field="title", typed=typed)


@router.post("/devolver")
def release(request: Request, who: Signed, number: str, seen: Seen = 0) -> Response:
    def verb(session: Any) -> None:
        operations.release(session, ticket_number=number, author=who.author, now=now(request))

    return act_on(request, who, number, "devolver", verb, seen, MOVED)


@router.post("/adiar")
def snooze(
    request: Request, who: Signed, number: str, until: Short = "", day: Short = "", seen: Seen = 0
) -> Response:
    at = now(request)

    def verb(session: Any) -> None:
        operations.snooze(
            session, ticket_number=number, until=until_of(until, day, at), author=who.author, now=at
        )

    return act_on(request, who, number, "adiar", verb, seen, MOVED, typed={"until": until, "day": day})


@router.post("/retomar")
def wake(request: Request, who: Signed, number: str, seen: Seen = 0) -> Response:
    def verb(session: Any) -> None:
        operations.wake(session, ticket_number=number, author=who.author, now=now(request))

    return act_on(request, who, number, "retomar", verb, seen, MOVED)


@router.post("/desfazer")
def undo(request: Request, who: Signed, number: str, event_id: Annotated[int, Form()] = 0) -> Response:
    def verb(session: Any) -> None:
        operations.undo(session, ticket_number=number, event_id=event_id, author=who.author, now=now(request))

    return act_on(request, who, number, "desfazer", verb, 0, frozenset())


@router.post("/rascunho")
def keep_draft(
    request: Request, who: Signed, number: str, kind: Short = "answer", text: Text = ""
) -> Response:
    """The page sends what is being written; empty, it is forgotten."""
    at = now(request)
    with transaction(request.app.state.engine) as session:
        answer_drafts.keep(
            session,
            ticket_number=number,
            agent_id=who.id,
            kind=kind if kind in KINDS else "note",
            text=text,
            now=at,
        )
    return JSONResponse({"text": f"Rascunho guardado às {words.clock(at)}." if text.strip() else ""})

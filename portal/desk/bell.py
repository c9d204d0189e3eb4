"""One person's notices: what was given to him, said to him or falls due, and who waits in the chat."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Own, note_read, now
from portal.desk.pages import desk_page
from ticket_store import bell as ringing
from ticket_store import queries
from ticket_store.database import reading, transaction
from ticket_store.operations import bell_digests
from ticket_store.queries.bell import bell

router = APIRouter(prefix="/avisos")

DONE = {"lidos": "Avisos marcados como lidos.", "escolha": "Escolha guardada: vale para os próximos avisos."}


@router.get("")
def show(request: Request, who: Own, feito: str = "") -> Response:
    with reading(request.app.state.engine) as session:
        items = bell(session, agent_id=who.id)
        waiting = [one for one in queries.live_queue(session) if one.status == "requested"]
        muted = ringing.muted(session, agent_id=who.id)
        digest = bell_digests.digest_of(session, agent_id=who.id)
    note_read(request, who, "bell_read", "bell")
    choices = [(name, name not in muted) for name in ringing.KINDS_OF]
    return desk_page(
        request,
        who,
        "bell.html",
        items=items,
        waiting=waiting,
        choices=choices,
        digest=digest,
        done=DONE.get(feito),
    )


@router.post("/lidos")
def all_read(request: Request, who: Own) -> Response:
    with transaction(request.app.state.engine) as session:
        ringing.read_all(session, agent_id=who.id, now=now(request))
    return RedirectResponse("/atendimento/avisos?feito=lidos", 303)


@router.post("/escolha")
def choose(
    request: Request,
    who: Own,
    wanted: Annotated[list[str] | None, Form()] = None,
    digest: Annotated[str, Form(max_length=5)] = "never",
) -> Response:
    every = digest if digest in bell_digests.EVERY else "never"
    with transaction(request.app.state.engine) as session:
        ringing.choose(session, agent_id=who.id, wanted=wanted or [])
        bell_digests.choose_digest(session, agent_id=who.id, every=every, now=now(request))
    return RedirectResponse("/atendimento/avisos?feito=escolha", 303)

"""The audit for supervisors: who read or changed what."""

from __future__ import annotations

from contextlib import suppress

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.desk.access import Auditing, note_read, now
from portal.desk.pages import desk_page
from ticket_store import accounts, numbers, queries
from ticket_store.database import reading
from ticket_store.errors import InvalidTicketNumber

router = APIRouter(prefix="/auditoria")

SHOWN = 200


@router.get("")
def show(request: Request, who: Auditing, atendente: str = "", alvo: str = "") -> Response:
    agent_id = int(atendente) if atendente.isdecimal() and len(atendente) < 10 else None
    target = alvo.strip()[:80]
    with suppress(InvalidTicketNumber):
        target = f"ticket:{numbers.normalise(target, numbers.year_of(now(request)))}"
    with reading(request.app.state.engine) as session:
        entries = accounts.audit_trail(session, agent_id=agent_id, target=target or None, limit=SHOWN)
        agents = queries.agents(session, only_active=False)
    note_read(request, who, "audit_read", "audit")
    return desk_page(
        request,
        who,
        "trail.html",
        entries=entries,
        agents=agents,
        agent_id=agent_id,
        target=alvo,
        shown=SHOWN,
    )

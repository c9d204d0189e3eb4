"""Rendering of the desk's pages: each carries its attendant and the counts shown in the menu."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from portal.desk import words
from portal.desk.access import Who, now
from portal.pages import page
from ticket_store import roles
from ticket_store.database import reading
from ticket_store.queries.bell import unread_count
from ticket_store.queries.desk_live import handoffs_waiting, parked_count
from ticket_store.queries.incident_tickets import proposal_count


def desk_page(request: Request, who: Who, template: str, status: int = 200, **values: Any) -> Response:
    """Render desk/`template`; `w` are the desk's words, `at` the moment of this page."""
    with reading(request.app.state.engine) as session:
        waiting, parked = handoffs_waiting(session), parked_count(session)
        unread = unread_count(session, agent_id=who.id)
        proposed = proposal_count(session) if who.may(roles.INCIDENTS) else 0
    return page(
        request,
        f"desk/{template}",
        status,
        who=who,
        w=words,
        at=now(request),
        handoffs_waiting=waiting,
        parked_count=parked,
        bell_count=unread,
        proposal_count=proposed,
        **{"done": None, "wrong": {}, "typed": {}, **values},
    )

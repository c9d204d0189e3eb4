"""A conversation passed on, the ended ones found again, and who attends conversations now."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, note_read, now
from portal.desk.live import show_live
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from portal.desk.transcript import lines
from ticket_store import errors, operations
from ticket_store.database import reading, transaction
from ticket_store.queries.past_chats import past_handoffs

router = APIRouter(prefix="/conversas")

PAGE = 30
TO_TEAM = "equipe:"


@router.get("/encerradas")
def ended(request: Request, who: Signed, q: str = "", pagina: int = 1) -> Response:
    text, page = q.strip()[:200], min(max(1, pagina), 200)
    with reading(request.app.state.engine) as session:
        found = past_handoffs(session, text=text, limit=PAGE + 1, offset=(page - 1) * PAGE)
    # What was searched for may be somebody's name: only that the list was seen.
    note_read(request, who, "handoffs_read", "handoffs")
    return desk_page(
        request,
        who,
        "live_ended.html",
        said=text,
        handoffs=found[:PAGE],
        more=len(found) > PAGE,
        page=page,
        lines=lines,
    )


@router.post("/plantao")
def attend(request: Request, who: Signed, attending: Annotated[str, Form(max_length=3)] = "") -> Response:
    """Whether he attends conversations from now on."""
    with transaction(request.app.state.engine) as session:
        operations.set_attending(session, agent_id=who.id, attending=attending == "sim", now=now(request))
    return RedirectResponse("/atendimento/conversas", 303)


@router.post("/{handoff_id}/passar")
def pass_on(
    request: Request, who: Signed, handoff_id: int, to: Annotated[str, Form(max_length=80)] = ""
) -> Response:
    """`to`: "equipe:" and its code, or a colleague's number."""
    try:
        with transaction(request.app.state.engine) as session:
            if to.startswith(TO_TEAM):
                operations.pass_handoff_to_team(
                    session,
                    handoff_id=handoff_id,
                    agent_id=who.id,
                    team_code=to.removeprefix(TO_TEAM),
                    now=now(request),
                )
            else:
                operations.pass_handoff_to(
                    session,
                    handoff_id=handoff_id,
                    agent_id=who.id,
                    to_agent_id=int(to) if to.isdecimal() and len(to) < 10 else 0,
                    now=now(request),
                )
    except errors.HandoffNotFound:
        raise
    except (errors.AgentNotFound, errors.UnknownTeam):
        return show_live(request, who, handoff_id, 422, wrong={"to": "Escolha um colega ou uma equipe."})
    except errors.TicketStoreError as error:
        return show_live(request, who, handoff_id, 409, wrong={"form": worded(error)[1]})
    return RedirectResponse("/atendimento/conversas?feito=passada", 303)

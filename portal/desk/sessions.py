"""Where one is signed in, ended one by one or all at once; for the administration, everybody's."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from ua_parser import parse

from portal.desk.access import COOKIE, MindingAccounts, Own, note_read, now
from portal.desk.pages import desk_page
from ticket_store import accounts, sessions
from ticket_store.database import reading, transaction
from ticket_store.errors import SessionEnded

router = APIRouter()

HERE = "/atendimento/conta"

DONE = {
    "sessao": "Sessão encerrada.",
    "outras": "Todas as outras sessões foram encerradas.",
    "ja": "Essa sessão já tinha terminado.",
}
# A browser says what it likes; the library's patterns are run over no more than this.
LONGEST_AGENT = 300


def browser_of(request: Request) -> str | None:
    """'Firefox, Linux', for the list; None where the browser did not say."""
    told = parse(request.headers.get("user-agent", "")[:LONGEST_AGENT])
    parts = [one.family for one in (told.user_agent, told.os) if one is not None]
    return ", ".join(parts) or None


@router.get("/conta")
def mine(request: Request, who: Own, feito: str = "") -> Response:
    with reading(request.app.state.engine) as session:
        found = sessions.open_sessions(
            session, now=now(request), agent_id=who.id, token=request.cookies.get(COOKIE, "")
        )
    return desk_page(request, who, "account.html", sessions=found, done=DONE.get(feito))


@router.post("/conta/encerrar")
def end_mine(request: Request, who: Own, mark: Annotated[str, Form(max_length=64)] = "") -> Response:
    with transaction(request.app.state.engine) as session:
        ended = _end(session, mark, request, who.id, who.id)
    return RedirectResponse(f"/atendimento/conta?feito={ended}", 303)


@router.post("/conta/encerrar-outras")
def end_others(request: Request, who: Own) -> Response:
    with transaction(request.app.state.engine) as session:
        accounts.end_sessions(session, agent_id=who.id, but=request.cookies[COOKIE])
        accounts.audit(
            session, agent_id=who.id, action="sessions_ended", target=f"agent:{who.id}", now=now(request)
        )
    return RedirectResponse("/atendimento/conta?feito=outras", 303)


@router.get("/sessoes")
def everybodys(request: Request, who: MindingAccounts, feito: str = "") -> Response:
    with reading(request.app.state.engine) as session:
        found = sessions.open_sessions(session, now=now(request), token=request.cookies.get(COOKIE, ""))
    note_read(request, who, "sessions_read", "sessions")
    return desk_page(request, who, "sessions.html", sessions=found, done=DONE.get(feito))


@router.post("/sessoes/encerrar")
def end_anyones(
    request: Request, who: MindingAccounts, mark: Annotated[str, Form(max_length=64)] = ""
) -> Response:
    with transaction(request.app.state.engine) as session:
        ended = _end(session, mark, request, who.id, None)
    return RedirectResponse(f"/atendimento/sessoes?feito={ended}", 303)


def _end(session: Any, mark: str, request: Request, by: int, agent_id: int | None) -> str:
    try:
        sessions.end_one(session, mark=mark, now=now(request), by=by, agent_id=agent_id)
    except SessionEnded:
        return "ja"
    return "sessao"

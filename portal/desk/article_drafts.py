"""One click makes the solution of a ticket the draft of an article, which the supervision reads first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, now
from portal.desk.ticket import show_ticket
from ticket_store import errors, operations, roles
from ticket_store.database import transaction

router = APIRouter(prefix="/acionamentos/{number}")


@router.post("/artigo")
def draft(request: Request, who: Signed, number: str) -> Response:
    """Who may edit articles goes on to the text; the others stay at the ticket."""
    try:
        with transaction(request.app.state.engine) as session:
            article = operations.draft_article(
                session, ticket_number=number, author=who.name, agent_id=who.id, now=now(request)
            )
            written = article.id
    except errors.IncompleteArticle:
        wrong = {"text": "Só uma solução já enviada vira artigo."}
        return show_ticket(request, who, number, 422, wrong=wrong)
    if who.may(roles.ARTICLES):
        return RedirectResponse(f"/atendimento/artigos/{written}", 303)
    return RedirectResponse(f"/atendimento/acionamentos/{number}?feito=artigo", 303)

"""What the assistant did not understand: a person says what was meant, to train with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Leading, note_read, now
from portal.desk.pages import desk_page
from portal.desk.words import INTENT
from ticket_store import errors, operations, queries
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/revisao")

DONE = {
    "rotulada": "Guardado. A mensagem vai para o próximo treinamento.",
    "descartada": "Mensagem descartada.",
    "sumiu": "Esta mensagem já tinha saído da lista.",
}
SHOWN = 50


@router.get("")
def show(request: Request, who: Leading, feito: str = "") -> Response:
    with reading(request.app.state.engine) as session:
        items = queries.review_queue(session, limit=SHOWN)
        labelled = queries.review_queue(session, status="labelled", limit=20)
    note_read(request, who, "review_read", "review")
    intents = sorted(INTENT.items(), key=lambda pair: pair[1])
    return desk_page(
        request, who, "review.html", items=items, labelled=labelled, intents=intents, done=DONE.get(feito)
    )


@router.post("/{item_id}")
def label(
    request: Request, who: Leading, item_id: int, intent: Annotated[str, Form(max_length=80)] = ""
) -> Response:
    """An empty intent dismisses the message."""
    known = intent if intent in INTENT else None
    try:
        with transaction(request.app.state.engine) as session:
            operations.label_review_item(
                session, item_id=item_id, label=known, agent_id=who.id, now=now(request)
            )
    except errors.ReviewItemNotFound:
        return RedirectResponse("/atendimento/revisao?feito=sumiu", 303)
    return RedirectResponse(f"/atendimento/revisao?feito={'rotulada' if known else 'descartada'}", 303)

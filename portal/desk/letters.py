"""E-mails that came in and wait for a person: the mail as it came, and the word that it was dealt with."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, note_read, now
from ticket_store import accounts, errors, operations
from ticket_store.database import reading, transaction
from ticket_store.queries import mailbox

router = APIRouter(prefix="/recebidos")


@router.get("/{letter_id}/original")
def original(request: Request, who: Signed, letter_id: int) -> Response:
    """The bytes, to be opened in a mail program: never shown here, whatever is in them."""
    with reading(request.app.state.engine) as session:
        raw = mailbox.kept_raw(session, letter_id=letter_id)
    if raw is None:
        raise HTTPException(404)
    note_read(request, who, "letter_read", f"letter:{letter_id}")
    named = {"Content-Disposition": f'attachment; filename="recebido-{letter_id}.eml"'}
    return Response(raw, media_type="application/octet-stream", headers=named)


@router.post("/{letter_id}/tratado")
def settle(request: Request, who: Signed, letter_id: int) -> Response:
    """Again changes nothing."""
    at = now(request)
    with transaction(request.app.state.engine) as session:
        try:
            operations.settle_letter(session, letter_id=letter_id, agent_id=who.id, now=at)
        except errors.LetterNotFound:
            raise HTTPException(404) from None
        accounts.audit(
            session, agent_id=who.id, action="letter_settled", target=f"letter:{letter_id}", now=at
        )
    return RedirectResponse("/atendimento/entregas?feito=tratado", 303)

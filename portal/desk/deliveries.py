"""What could not leave (mails, chat notices) and what came in and could not be understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Signed, Who, note_read, now
from portal.desk.failures import reason, recipient
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from ticket_store import accounts, delivery, errors, outbox
from ticket_store.addresses import normalise_email
from ticket_store.database import reading, transaction
from ticket_store.queries import mailbox
from ticket_store.queries.figures import waiting_to_leave

router = APIRouter(prefix="/entregas")
LATE = timedelta(minutes=1)  # what is sent in turn leaves within seconds

DONE = {
    "tentar": "A mensagem voltou para a fila de envio.",
    "parar": "Paramos de tentar. A mensagem fica na lista das não entregues.",
    "desistir": "A mensagem saiu da lista e não será enviada.",
    "tratado": "O e-mail recebido saiu da lista.",
}


@router.get("")
def show(request: Request, who: Signed, feito: str = "") -> Response:
    return _show(request, who, done=DONE.get(feito))


@router.post("/{item_id}/tentar")
def retry(
    request: Request, who: Signed, item_id: int, to: Annotated[str, Form(max_length=254)] = ""
) -> Response:
    """to: a corrected address, empty for the same one."""

    def verb(session: Any) -> None:
        address = normalise_email(to) if to.strip() else None
        outbox.retry_parked(session, item_id=item_id, now=now(request), to=address)

    return _do(request, who, item_id, "tentar", "delivery_retried", verb, typed={f"to-{item_id}": to})


@router.post("/{item_id}/parar")
def park(request: Request, who: Signed, item_id: int) -> Response:
    return _do(
        request,
        who,
        item_id,
        "parar",
        "delivery_parked",
        lambda session: delivery.park(session, item_id=item_id, now=now(request)),
    )


@router.post("/{item_id}/desistir")
def drop(request: Request, who: Signed, item_id: int) -> Response:
    return _do(
        request,
        who,
        item_id,
        "desistir",
        "delivery_dropped",
        lambda session: delivery.drop_parked(session, item_id=item_id),
    )


def _do(
    request: Request,
    who: Who,
    item_id: int,
    done: str,
    action: str,
    verb: Callable[[Any], None],
    typed: dict[str, str] | None = None,
) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            verb(session)
            accounts.audit(
                session, agent_id=who.id, action=action, target=f"outbox:{item_id}", now=now(request)
            )
    except errors.TicketStoreError as error:
        field, sentence = worded(error)
        field = f"to-{item_id}" if field == "email" else field
        return _show(request, who, 422, wrong={field: sentence}, typed=typed or {})
    return RedirectResponse(f"/atendimento/entregas?feito={done}", 303)


def _show(request: Request, who: Who, status: int = 200, **values: Any) -> Response:
    with reading(request.app.state.engine) as session:
        shown = {
            "parked": outbox.parked(session),
            "late": [
                (channel, count, since)
                for channel, count, since in waiting_to_leave(session, now=now(request))
                if now(request) - since > LATE
            ],
            "struggling": delivery.struggling(session),
            "letters": mailbox.kept_letters(session),
            "wiped": outbox.WIPED_KINDS,
            "reason": reason,
            "recipient": recipient,
        }
    note_read(request, who, "deliveries_read", "deliveries")
    return desk_page(request, who, "deliveries.html", status, **shown, **values)

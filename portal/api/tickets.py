"""Tickets opened and read by another system, for requesters that its token reaches."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from portal.api import schemas
from portal.api.access import Caller, Reader, Writer, note, note_read, now
from portal.api.answers import ETAG, LINK, LOCATION, REPLAYED, problems, success
from portal.api.etags import IfNoneMatch, etag, is_known
from portal.api.paging import Cursor, Limit, cursor, read_cursor
from portal.api.repeating import IdempotencyKey, once
from portal.api.representation import event_body, ticket_body
from ticket_store import operations, queries
from ticket_store.addresses import normalise_email
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.errors import TicketNotFound
from ticket_store.lifecycle import Status
from ticket_store.views import TicketView

router = APIRouter(prefix="/tickets", tags=["Acionamentos"])

Number = Annotated[
    str, Path(pattern=r"^[0-9]{4}-[0-9]{7}$", description="Número de registro.", examples=[schemas.NUMBER])
]


@router.post(
    "",
    status_code=201,
    response_model=schemas.Ticket,
    summary="Abrir um acionamento",
    responses={
        **success(201, "Aberto; o solicitante é avisado por e-mail.", LOCATION, ETAG, REPLAYED),
        **problems(413),
    },
)
def create_ticket(
    request: Request, caller: Writer, sent: schemas.NewTicket, idempotency_key: IdempotencyKey = None
) -> Response:
    """Informe `service_code` ou, se o serviço não está no catálogo, `service_text`. O prazo (ANS) é o do
    órgão do e-mail do solicitante. Com `Idempotency-Key`, repetir o pedido depois de uma falha de rede não
    abre outro."""

    def work() -> dict[str, Any]:
        email = normalise_email(sent.email)
        caller.must_reach(email)
        ticket = operations.open_ticket(
            session,
            email=email,
            name=sent.name,
            service_code=sent.service_code,
            service_text=sent.service_text,
            description=sent.description,
            urgency=sent.urgency,
            channel="api",
            # begin_request is what notices a repetition.
            submission_key=f"api-{uuid4().hex}",
            author=Author.requester(sent.name),
            now=now(request),
        )
        note(session, caller, "opened", f"ticket:{ticket.number}", now(request))
        return ticket_body(queries.desk_ticket(session, ticket_number=ticket.number))

    with transaction(request.app.state.engine) as session:
        answer = once(session, request, caller, idempotency_key, sent, 201, work)
    place = f"{request.scope.get('root_path', '')}/tickets/{answer.body['number']}"
    return JSONResponse(
        answer.body, answer.status, {"Location": place, "ETag": etag(answer.body), **answer.headers}
    )


@router.get(
    "",
    response_model=schemas.TicketPage,
    summary="Listar os acionamentos de um solicitante",
    responses={**success(200, "Do mais novo ao mais antigo.", LINK), **problems()},
)
def list_tickets(
    request: Request,
    caller: Reader,
    requester: Annotated[
        str, Query(min_length=3, max_length=254, description="E-mail do solicitante.", examples=[schemas.ANA])
    ],
    status: Annotated[
        list[Status] | None, Query(max_length=6, description="Só nestas situações; pode repetir.")
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """Um acionamento aberto enquanto você pagina não desloca as páginas seguintes."""
    email = normalise_email(requester)
    caller.must_reach(email)
    with reading(request.app.state.engine) as session:
        found = queries.page_tickets(
            session, email=email, limit=limit + 1, before_id=read_cursor(cursor), statuses=status
        )
    shown = found[:limit]
    note_read(request, caller, "list_read", "tickets", numbers=[view.number for view in shown])
    return _page(request, [ticket_body(v) for v in shown], shown[-1].id if len(found) > limit else None)


@router.get(
    "/{number}",
    response_model=schemas.Ticket,
    summary="Consultar um acionamento",
    responses={
        **success(200, "Como está agora.", ETAG),
        304: {"description": "Nada mudou."},
        **problems(404),
    },
)
def read_ticket(
    request: Request, caller: Reader, number: Number, if_none_match: IfNoneMatch = None
) -> Response:
    """A resposta traz o `ETag` para consultas condicionais (`If-None-Match`) e para `If-Match`."""
    with reading(request.app.state.engine) as session:
        body = ticket_body(reachable(session, caller, number))
    note_read(request, caller, "ticket_read", f"ticket:{number}")
    if is_known(if_none_match, body):
        return Response(status_code=304, headers={"ETag": etag(body)})
    return JSONResponse(body, headers={"ETag": etag(body)})


@router.get(
    "/{number}/events",
    response_model=schemas.EventPage,
    summary="Ler o histórico de um acionamento",
    responses={**success(200, "Do mais antigo ao mais novo.", LINK), **problems(404)},
)
def list_events(
    request: Request, caller: Reader, number: Number, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """O que o solicitante vê: anotações internas da equipe não aparecem."""
    after = read_cursor(cursor) or 0
    with reading(request.app.state.engine) as session:
        reachable(session, caller, number)
        found = [e for e in queries.history(session, ticket_number=number) if e.id > after]
    note_read(request, caller, "ticket_read", f"ticket:{number}")
    shown = found[:limit]
    return _page(request, [event_body(e) for e in shown], shown[-1].id if len(found) > limit else None)


def reachable(session: Any, caller: Caller, number: str) -> TicketView:
    """Raises TicketNotFound, the same for an absent one and for one out of the token's reach."""
    view = queries.desk_ticket(session, ticket_number=number)
    if not caller.reaches(view.email):
        raise TicketNotFound
    return view


def _page(request: Request, items: list[dict[str, Any]], last_id: int | None) -> Response:
    following = cursor(last_id) if last_id is not None else None
    headers = {}
    if following:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        headers["Link"] = f'<{request.url.path}?{urlencode([*kept, ("cursor", following)])}>; rel="next"'
    return JSONResponse({"items": items, "next_cursor": following}, headers=headers)

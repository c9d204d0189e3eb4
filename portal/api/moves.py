"""What may happen to a ticket: one POST, one verb of the store, in one transaction with key and audit."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from portal.api import schemas
from portal.api.access import Caller, Resolver, Writer, note, now
from portal.api.answers import ETAG, REPLAYED, problems, success
from portal.api.etags import IfMatch, etag, must_match
from portal.api.repeating import IdempotencyKey, once
from portal.api.representation import event_body, ticket_body
from portal.api.tickets import Number, reachable
from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.database import transaction
from ticket_store.operations.recording import locked
from ticket_store.views import TicketView

router = APIRouter(prefix="/tickets/{number}")
REQUESTER: list[str | Enum] = ["Em nome do solicitante"]
TEAM: list[str | Enum] = ["Em nome da equipe"]
WRITTEN = {**success(201, "Registrado no histórico.", REPLAYED), **problems(404, 409, 413)}
MOVED = {**success(200, "O acionamento, como ficou.", ETAG, REPLAYED), **problems(404, 409, 412, 413)}

Verb = Callable[[Any, TicketView], Any]


@router.post(
    "/comments",
    status_code=201,
    response_model=schemas.Event,
    tags=REQUESTER,
    responses=WRITTEN,
    summary="Acrescentar informação do solicitante",
)
def add_comment(
    request: Request,
    caller: Writer,
    number: Number,
    sent: schemas.NewText,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """Se o acionamento esperava por ele, volta ao atendimento e o prazo volta a contar."""

    def verb(session: Any, ticket: TicketView) -> None:
        author = Author.requester(ticket.requester_name, proven=True)
        operations.comment(session, ticket_number=number, text=sent.text, author=author, now=now(request))

    return _write(request, caller, number, "commented", sent, idempotency_key, verb)


@router.post(
    "/answers",
    status_code=201,
    response_model=schemas.Event,
    tags=TEAM,
    responses=WRITTEN,
    summary="Responder ao solicitante",
)
def add_answer(
    request: Request,
    caller: Resolver,
    number: Number,
    sent: schemas.NewText,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """O solicitante recebe a resposta por e-mail e na conversa em que abriu o acionamento."""

    def verb(session: Any, ticket: TicketView) -> None:
        operations.comment(
            session, ticket_number=number, text=sent.text, author=caller.as_team, now=now(request)
        )

    return _write(request, caller, number, "answered", sent, idempotency_key, verb)


@router.post(
    "/questions",
    status_code=201,
    response_model=schemas.Event,
    tags=TEAM,
    responses=WRITTEN,
    summary="Perguntar ao solicitante",
)
def ask(
    request: Request,
    caller: Resolver,
    number: Number,
    sent: schemas.NewText,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """O prazo fica parado até ele responder."""

    def verb(session: Any, ticket: TicketView) -> None:
        operations.ask_requester(
            session, ticket_number=number, text=sent.text, author=caller.as_team, now=now(request)
        )

    return _write(request, caller, number, "asked", sent, idempotency_key, verb)


@router.post("/resolve", response_model=schemas.Ticket, tags=TEAM, responses=MOVED, summary="Resolver")
def resolve(
    request: Request,
    caller: Resolver,
    number: Number,
    sent: schemas.Solution,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """O solicitante recebe a solução e pode avaliá-la ou reabrir o acionamento até `reopen_until`."""

    def verb(session: Any, ticket: TicketView) -> None:
        operations.resolve(
            session,
            ticket_number=number,
            solution=sent.solution,
            author=caller.as_team,
            now=now(request),
            close_after_days=request.app.state.config.close_after_days,
        )

    return _move(request, caller, number, "resolved", sent, idempotency_key, if_match, verb)


@router.post("/forward", response_model=schemas.Ticket, tags=TEAM, responses=MOVED, summary="Encaminhar")
def forward(
    request: Request,
    caller: Resolver,
    number: Number,
    sent: schemas.Forwarding,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """O solicitante é avisado; a observação fica só para a equipe."""

    def verb(session: Any, ticket: TicketView) -> None:
        operations.forward(
            session,
            ticket_number=number,
            team_code=sent.team_code,
            note=sent.note,
            author=caller.as_team,
            now=now(request),
        )

    return _move(request, caller, number, "forwarded", sent, idempotency_key, if_match, verb)


@router.post("/cancel", response_model=schemas.Ticket, tags=REQUESTER, responses=MOVED, summary="Cancelar")
def cancel(
    request: Request,
    caller: Writer,
    number: Number,
    sent: schemas.Reason,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """O solicitante não precisa mais dele. Não se desfaz."""

    def verb(session: Any, ticket: TicketView) -> None:
        author = Author.requester(ticket.requester_name, proven=True)
        operations.cancel(session, ticket_number=number, reason=sent.reason, author=author, now=now(request))

    return _move(request, caller, number, "cancelled", sent, idempotency_key, if_match, verb)


@router.post("/reopen", response_model=schemas.Ticket, tags=REQUESTER, responses=MOVED, summary="Reabrir")
def reopen(
    request: Request,
    caller: Writer,
    number: Number,
    sent: schemas.NewText,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> Response:
    """`text` diz o que não foi resolvido. Volta à equipe com prazo novo, se `reopen_until` não passou."""

    def verb(session: Any, ticket: TicketView) -> None:
        author = Author.requester(ticket.requester_name, proven=True)
        operations.reopen(session, ticket_number=number, reason=sent.text, author=author, now=now(request))

    return _move(request, caller, number, "reopened", sent, idempotency_key, if_match, verb)


def _write(
    request: Request, caller: Caller, number: str, action: str, sent: BaseModel, key: str | None, verb: Verb
) -> Response:
    """The line that the verb wrote in the history."""

    def work() -> dict[str, Any]:
        verb(session, _held(session, caller, number))
        note(session, caller, action, f"ticket:{number}", now(request))
        return event_body(queries.history(session, ticket_number=number)[-1])

    with transaction(request.app.state.engine) as session:
        answer = once(session, request, caller, key, sent, 201, work)
    return JSONResponse(answer.body, answer.status, answer.headers)


def _move(
    request: Request,
    caller: Caller,
    number: str,
    action: str,
    sent: BaseModel,
    key: str | None,
    if_match: str | None,
    verb: Verb,
) -> Response:
    """The ticket as the verb left it."""

    def work() -> dict[str, Any]:
        ticket = _held(session, caller, number)
        must_match(if_match, ticket_body(ticket))
        verb(session, ticket)
        note(session, caller, action, f"ticket:{number}", now(request))
        # The deadlines that were read above are not those that the verb has made.
        session.expire_all()
        return ticket_body(queries.desk_ticket(session, ticket_number=number))

    with transaction(request.app.state.engine) as session:
        answer = once(session, request, caller, key, sent, 200, work)
    return JSONResponse(answer.body, answer.status, {"ETag": etag(answer.body), **answer.headers})


def _held(session: Any, caller: Caller, number: str) -> TicketView:
    """Locked before it is read, so that If-Match is judged on what the verb will change."""
    locked(session, number)
    return reachable(session, caller, number)

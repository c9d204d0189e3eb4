"""What the web chat's channel asks of the desk besides files: queue, end, grade, copy by mail.

Only our own processes call this; nginx does not let it through from outside.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from portal.refusals import worded
from portal.security import bears
from ticket_store import errors, identity, operations, outbox, queries
from ticket_store.addresses import normalise_email
from ticket_store.database import reading, transaction
from ticket_store.errors import TicketStoreError

# What a mail of it may have; the download has all.
MOST_LINES = 400

Token = Annotated[str, Header(alias="Authorization")]
ConversationId = Annotated[str, Field(min_length=1, max_length=100)]
router = APIRouter(prefix="/internal/conversation", include_in_schema=False)


class Named(BaseModel):
    conversation_id: ConversationId


class Graded(Named):
    score: int
    comment: str | None = None


class Typed(Named):
    on: bool


class Line(BaseModel):
    who: str
    at: str
    text: str


class Wanted(Named):
    """A copy by mail. code: what the mail brought that proves the address; "" before that."""

    email: str
    code: str = ""
    asker: Annotated[str, Field(max_length=64)] = ""
    lines: list[Line]


@router.post("/waiting")
def waiting(request: Request, told: Named, authorization: Token = "") -> Response:
    """{"state": "requested" | "taken" | null, "place": 1 for the next one, "agent"}."""
    _only_the_channels(request, authorization)
    with reading(request.app.state.engine) as session:
        handoff = queries.active_handoff(session, conversation_id=told.conversation_id)
        place = queries.place_in_queue(session, conversation_id=told.conversation_id)
    state = handoff.status if handoff else None
    agent = handoff.agent_name if handoff and state == "taken" else None
    return JSONResponse({"state": state, "place": place, "agent": agent})


@router.post("/typing")
def typing(request: Request, told: Typed, authorization: Token = "") -> Response:
    """The person is typing, or sent it: whoever attends sees it. Nothing is written, nor kept."""
    _only_the_channels(request, authorization)
    with reading(request.app.state.engine) as session:
        handoff = queries.active_handoff(session, conversation_id=told.conversation_id)
    if handoff and handoff.agent_id is not None:
        request.app.state.keystrokes.note(handoff.id, handoff.agent_id, on=told.on)
    return JSONResponse({})


@router.post("/end")
def end(request: Request, told: Named, authorization: Token = "") -> Response:
    """Nobody is there any more: who waits for a person leaves the queue, the attendant is told."""
    _only_the_channels(request, authorization)
    with transaction(request.app.state.engine) as session:
        operations.withdraw_handoff(
            session, conversation_id=told.conversation_id, now=request.app.state.clock()
        )
    return JSONResponse({})


@router.post("/grade")
def grade(request: Request, told: Graded, authorization: Token = "") -> Response:
    _only_the_channels(request, authorization)
    try:
        with transaction(request.app.state.engine) as session:
            operations.grade_chat(
                session,
                conversation_id=told.conversation_id,
                score=told.score,
                comment=told.comment,
                now=request.app.state.clock(),
            )
    except TicketStoreError as error:
        return _no(error, "comment")
    return JSONResponse({})


@router.post("/transcript")
def transcript(request: Request, told: Wanted, authorization: Token = "") -> Response:
    """200 {"sent": true}; 200 {"sent": false}: a code went to the address, and comes back with the next call.

    422 {"field", "text"}: what is wrong with the address or the code.
    """
    _only_the_channels(request, authorization)
    state = request.app.state
    now = state.clock()
    try:
        with transaction(state.engine) as session:
            address = normalise_email(told.email)
            common: dict[str, Any] = {"conversation_id": told.conversation_id, "now": now}
            if told.code.strip():
                proven = {
                    identity.check_code(session, code=told.code, secret=state.config.secret_key, **common)
                }
            else:
                proven = identity.proven_emails(session, **common)
            if sent := address in proven:
                lines = [line.model_dump() for line in told.lines[-MOST_LINES:]]
                outbox.enqueue(session, kind="chat_transcript", to=address, payload={"lines": lines}, now=now)
            elif told.code.strip():  # it proved another address, that the conversation asked it for
                raise errors.NoCodePending
            else:
                identity.send_code(
                    session, email=address, secret=state.config.secret_key, asker=told.asker, **common
                )
    except TicketStoreError as error:
        return _no(error)
    return JSONResponse({"sent": sent})


def _no(error: TicketStoreError, text_field: str = "text") -> Response:
    field, text = worded(error, text_field)
    return JSONResponse({"field": field, "text": text}, 422)


def _only_the_channels(request: Request, authorization: str) -> None:
    """Raises HTTPException(401)."""
    if not bears(authorization, request.app.state.config.channel_token):
        raise HTTPException(401)

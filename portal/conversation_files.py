"""What Rasa's channels hand over: files that a messenger's user sent, for his conversation's ticket, and
messages that they could not work on, for the desk.

Only our own processes call this; nginx does not let it through from outside.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Header, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from ground.passwords import hide_passwords
from portal.security import bears
from portal.uploads import is_there, read_files
from ticket_store import errors, identity, lifecycle, operations, queries
from ticket_store.authors import Author
from ticket_store.database import transaction
from ticket_store.operations.attachments import MAX_FILES, kept_name

# What `about` is while a ticket is being put together (channels/core/spoken_of.py).
DRAFT = "draft"
router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/attachments")
def attach(
    request: Request,
    conversation_id: Annotated[str, Form(max_length=100)],
    file: Annotated[UploadFile, File()],
    about: Annotated[str, Form(max_length=40)] = "",
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """{"ticket_number"} of the ticket that the file was added to.

    about: the ticket spoken of, if this conversation may read it and it takes files; "draft" for one that is
    being put together. Else it is the newest one opened in this conversation that takes files.

    202 when there is none: it is kept for the one that will be. 401 without the channel's token; 413, 415
    and 422 with the reason why it is not taken. The same file again is kept once. An attendant who is in the
    conversation is told.
    """
    _only_the_channels(request, authorization)
    config = request.app.state.config
    try:
        [(name, content)] = read_files(config, [file])
        with transaction(request.app.state.engine) as session:
            number = _ticket_of(session, conversation_id, about, request.app.state.clock())
            if number is None:
                _hold(session, conversation_id, name, content, request.app.state.clock())
            elif not is_there(session, config, number, name, content):
                operations.add_attachment(
                    session,
                    ticket_number=number,
                    filename=name,
                    content=content,
                    author=Author.requester(),
                    directory=config.attachments_dir,
                    now=request.app.state.clock(),
                )
            _tell_attendant(session, conversation_id, name, number, content, request.app.state.clock())
    except errors.AttachmentTooLarge as error:
        return _not_taken(413, "too_large", error.limit)
    except errors.TooManyAttachments as error:
        return _not_taken(413, "too_many", error.limit)
    except errors.AttachmentEmpty:
        return _not_taken(422, "empty")
    except errors.AttachmentTypeRefused:
        return _not_taken(415, "refused")
    except ValueError:  # a file without a name
        raise HTTPException(400) from None
    if number is None:
        return JSONResponse({"held": True}, 202)
    return JSONResponse({"ticket_number": number})


class SetAside(BaseModel):
    """A message at which the assistant's server died twice."""

    id: Annotated[str, Field(max_length=300)]
    conversation_id: Annotated[str, Field(max_length=100)]
    text: str = ""


@router.post("/set-aside")
def set_aside(request: Request, told: SetAside, authorization: Annotated[str, Header()] = "") -> Response:
    """It stands on the desk's page until somebody has dealt with it, once however often it is told."""
    _only_the_channels(request, authorization)
    with transaction(request.app.state.engine) as session:
        operations.keep_letter(
            session,
            message_id=f"chat|{told.id}",
            reason="chat_message",
            raw=hide_passwords(told.text).encode(),
            sender=told.conversation_id,
            excerpt=told.text,
            now=request.app.state.clock(),
        )
    return JSONResponse({})


def _only_the_channels(request: Request, authorization: str) -> None:
    """Raises HTTPException(401)."""
    if not bears(authorization, request.app.state.config.channel_token):
        raise HTTPException(401)


def _hold(session: Any, conversation_id: str, name: str, content: bytes, now: datetime) -> None:
    """The worker adds it to the ticket as soon as there is one (operations.place_held_files)."""
    if len(operations.held_files(session, conversation_id=conversation_id)) >= MAX_FILES:
        raise errors.TooManyAttachments(MAX_FILES)
    same = f"{conversation_id}|{name}|{hashlib.sha256(content).hexdigest()}"
    operations.hold_files(
        session, conversation_id=conversation_id, message_id=same, files=[(name, content)], now=now
    )


def _ticket_of(session: Any, conversation_id: str, about: str, now: datetime) -> str | None:
    """None: it waits for the ticket to come."""
    if about == DRAFT:
        return None
    if about:
        emails = identity.proven_emails(session, conversation_id=conversation_id, now=now)
        with suppress(errors.TicketNotFound):
            spoken_of = queries.find_ticket(
                session, ticket_number=about, conversation_id=conversation_id, emails=emails
            )
            if spoken_of.status not in lifecycle.FINISHED:
                return spoken_of.number
    tickets = queries.list_tickets(session, conversation_id=conversation_id)
    return next((t.number for t in tickets if t.status not in lifecycle.FINISHED), None)


def _tell_attendant(
    session: Any, conversation_id: str, name: str, number: str | None, content: bytes, now: datetime
) -> None:
    handoff = queries.active_handoff(session, conversation_id=conversation_id)
    if handoff is None:
        return
    where = f"no acionamento {number}" if number else "guardado para o acionamento que for aberto"
    line = f"Enviou o arquivo “{kept_name(name, content)}” ({where})."
    uid = hashlib.sha256(f"{handoff.id}|{name}|".encode() + content).hexdigest()
    operations.hear_live(session, conversation_id=conversation_id, text=line, uid=uid, now=now)


def _not_taken(status: int, reason: str, limit: int | None = None) -> Response:
    return JSONResponse({"reason": reason, "limit": limit}, status)

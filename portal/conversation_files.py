"""What Rasa's channels hand over: files that a messenger's user sent, for his conversation's ticket, and
messages that they could not work on, for the desk.

Only our own processes call this; nginx does not let it through from outside.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Header, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from ground.passwords import hide_passwords
from portal.security import bears
from portal.uploads import is_there, read_files
from ticket_store import errors, lifecycle, operations, queries
from ticket_store.authors import Author
from ticket_store.database import transaction
from ticket_store.operations.attachments import MAX_FILES

router = APIRouter(prefix="/internal", include_in_schema=False)


@router.post("/attachments")
def attach(
    request: Request,
    conversation_id: Annotated[str, Form(max_length=100)],
    file: Annotated[UploadFile, File()],
    authorization: Annotated[str, Header()] = "",
) -> Response:
    """{"ticket_number"} of the newest ticket opened in that conversation that still takes files.

    202 when there is none: it is kept for the one that will be. 401 without the channel's token, 413 too
    large or too many, 415 a type the store refuses. The same file again is kept once.
    """
    _only_the_channels(request, authorization)
    config = request.app.state.config
    try:
        [(name, content)] = read_files(config, [file])
        with transaction(request.app.state.engine) as session:
            number = _ticket_of(session, conversation_id)
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
    except (errors.AttachmentTooLarge, errors.TooManyAttachments):
        raise HTTPException(413) from None
    except errors.AttachmentTypeRefused:
        raise HTTPException(415) from None
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


def _ticket_of(session: Any, conversation_id: str) -> str | None:
    tickets = queries.list_tickets(session, conversation_id=conversation_id)
    return next((t.number for t in tickets if t.status not in lifecycle.FINISHED), None)

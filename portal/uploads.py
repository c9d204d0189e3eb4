"""Files sent with a form: read within limits, and judged before anything is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fastapi import HTTPException, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.config import PortalConfig
from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.errors import AttachmentTooLarge, TooManyAttachments
from ticket_store.operations.attachments import MAX_BYTES, MAX_FILES, content_type_of, kept_name

FORM_BYTES = 64 * 1024


class BodyLimit:
    """ASGI middleware: a body beyond what the largest honest form can have is not read to its end."""

    def __init__(self, app: ASGIApp, config: PortalConfig) -> None:
        self.app = app
        self.limit = FORM_BYTES + MAX_FILES * file_limit(config)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.limit:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


def file_limit(config: PortalConfig) -> int:
    """The bytes one file may have: the setting, within what the store takes."""
    return min(config.attachment_max_bytes, MAX_BYTES)


def read_files(config: PortalConfig, files: list[UploadFile]) -> list[tuple[str, bytes]]:
    """(name, content) of each file that was really chosen; an empty file input sends one without a name.

    Raises AttachmentTooLarge(limit in bytes), AttachmentTypeRefused(found), TooManyAttachments(limit).
    """
    chosen = [file for file in files if file.filename]
    if len(chosen) > MAX_FILES:
        raise TooManyAttachments(MAX_FILES)
    limit = file_limit(config)
    read = []
    for file in chosen:
        content = file.file.read(limit + 1)
        if len(content) > limit:
            raise AttachmentTooLarge(limit)
        content_type_of(content)
        read.append((file.filename or "", content))
    return read


def is_there(session: Any, config: PortalConfig, number: str, name: str, content: bytes) -> bool:
    """Whether the ticket has this very file: a double click, or a messenger's update after a crash."""
    for known in queries.attachments(session, ticket_number=number):
        if known.filename == kept_name(name, content) and known.size == len(content):
            _, path = operations.read_attachment(
                session, ticket_number=number, uid=known.uid, directory=config.attachments_dir
            )
            if path.read_bytes() == content:
                return True
    return False


def keep_files(
    session: Any,
    config: PortalConfig,
    files: list[tuple[str, bytes]],
    *,
    ticket_number: str,
    author: Author,
    now: datetime,
) -> None:
    """Adds what `read_files` read to the ticket. Raises as operations.add_attachment."""
    for name, content in files:
        operations.add_attachment(
            session,
            ticket_number=ticket_number,
            filename=name,
            content=content,
            author=author,
            directory=config.attachments_dir,
            now=now,
        )

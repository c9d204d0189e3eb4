"""Files added to a ticket: judged by their content, kept under a name of ours outside the database."""

import hashlib
import os
import re
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store import lifecycle
from ticket_store.authors import Author
from ticket_store.errors import (
    AttachmentNotFound,
    AttachmentTooLarge,
    TooManyAttachments,
)
from ticket_store.file_kinds import ACCEPTED, content_type_of, extension_of
from ticket_store.model import Attachment, Ticket
from ticket_store.operations import deadlines
from ticket_store.operations.recording import locked, record, unfinished
from ticket_store.queries.building import attachment_view
from ticket_store.views import AttachmentView

MAX_BYTES = 5 * 1024 * 1024
MAX_FILES = 10
__all__ = ["ACCEPTED", "MAX_BYTES", "MAX_FILES", "add_attachment", "content_type_of", "has_attachment",
           "kept_name", "read_attachment", "safe_name", "write_file"]  # fmt: skip
# A desktop would run a file of such a name, or a browser what is in it: it is kept as what it is.
_RUN = frozenset(
    [
        *("bat", "cmd", "com", "exe", "scr", "pif", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta"),
        *("ps1", "psm1", "sh", "bash", "py", "pl", "rb", "php", "jar", "msi", "reg", "lnk", "url"),
        *("inf", "html", "htm", "xhtml", "shtml", "mht", "svg", "xml-stylesheet", "desktop", "app"),
        *("cpl", "docm", "dotm", "xlsm", "xltm", "xlam", "pptm", "potm", "ppsm", "ppam", "sldm"),
    ]
)


def add_attachment(
    session: Session,
    *,
    ticket_number: str,
    filename: str,
    content: bytes,
    author: Author,
    directory: Path,
    now: datetime,
    answers: bool = True,
) -> Attachment:
    """Writes the file into `directory` and its row.

    answers: whether it sets a ticket going again that waits for its requester.
    If the transaction fails the file stays behind, known to nobody; privacy.orphans finds it.

    Raises TicketNotFound, TicketFinished, AttachmentTooLarge(limit in bytes), TooManyAttachments(limit),
    AttachmentTypeRefused(found), AttachmentEmpty.
    """
    ticket = locked(session, ticket_number)
    unfinished(ticket)
    if len(content) > MAX_BYTES:
        raise AttachmentTooLarge(MAX_BYTES)
    if (session.scalar(select(func.count()).where(Attachment.ticket_id == ticket.id)) or 0) >= MAX_FILES:
        raise TooManyAttachments(MAX_FILES)
    content_type = content_type_of(content)
    name = kept_name(filename, content)
    uid = uuid4().hex
    write_file(directory, uid, content)
    # "Send us the screen": the file is the answer that the ticket waits for.
    answered = answers and author.kind == "requester" and ticket.status == lifecycle.WAITING
    if answered:
        deadlines.resume(ticket, now)
    data = {"attachment": uid, "size": len(content)}
    to_status = lifecycle.IN_PROGRESS if answered else None
    event = record(session, ticket, "attachment", author, now, to_status=to_status, text=name, data=data)
    attachment = Attachment(
        uid=uid,
        ticket_id=ticket.id,
        event_id=event.id,
        filename=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        storage_key=uid,
        created_at=now,
    )
    session.add(attachment)
    session.flush()
    return attachment


def has_attachment(session: Session, *, ticket_number: str, content: bytes) -> bool:
    """Whether the ticket has a file with these very bytes."""
    rows = (
        select(Attachment.id)
        .join(Ticket, Ticket.id == Attachment.ticket_id)
        .where(Ticket.number == ticket_number, Attachment.sha256 == hashlib.sha256(content).hexdigest())
    )
    return session.scalar(rows.limit(1)) is not None


def read_attachment(
    session: Session, *, ticket_number: str, uid: str, directory: Path
) -> tuple[AttachmentView, Path]:
    """The file of that very ticket. Raises AttachmentNotFound."""
    row = session.execute(
        select(Attachment, Ticket.number)
        .join(Ticket, Ticket.id == Attachment.ticket_id)
        .where(Attachment.uid == uid, Ticket.number == ticket_number)
    ).one_or_none()
    if row is None or not (directory / row[0].storage_key).is_file():
        raise AttachmentNotFound
    return attachment_view(row[0], row[1]), directory / row[0].storage_key


def safe_name(filename: str) -> str:
    """Only the last part, without control characters or what a header or a shell could stumble over."""
    name = re.split(r"[\\/]", filename)[-1]
    name = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\"<>|:*?;]", "_", name).strip(" .")
    stem, suffix = os.path.splitext(name)
    return (stem[: 140 - len(suffix[:9])] + suffix[:9]) or "arquivo"


def kept_name(filename: str, content: bytes) -> str:
    """ "rede.bat" -> "rede.bat.txt": its words arrive, and a double click shows them."""
    name = safe_name(filename)
    suffix = os.path.splitext(name)[1].lstrip(".").lower()
    return f"{name}.{extension_of(content)}" if suffix in _RUN else name


def write_file(directory: Path, key: str, content: bytes) -> None:
    """Nobody else reads it, and it replaces none."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(directory / key, "xb", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(content)

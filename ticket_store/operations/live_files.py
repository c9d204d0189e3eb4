"""Files from the attendant to the person of a live conversation: judged as all are, and reached by a link."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ticket_store.errors import AttachmentNotFound, AttachmentTooLarge, TooManyAttachments
from ticket_store.file_kinds import content_type_of
from ticket_store.model import LiveMessage
from ticket_store.operations.attachments import MAX_BYTES, MAX_FILES, kept_name, write_file
from ticket_store.operations.live import TAKEN, held, put_line


def send_live_file(
    session: Session,
    *,
    handoff_id: int,
    filename: str,
    content: bytes,
    uid: str,
    agent_id: int,
    link: str,
    directory: Path,
    now: datetime,
) -> LiveMessage:
    """Writes the file into `directory`, its line, and the chat's: no channel of ours carries the file itself.

    uid: of the line; the same one again is the same file. link: where the person gets it.

    Raises HandoffNotFound, HandoffRefused, AttachmentTooLarge(limit in bytes), TooManyAttachments(limit),
    AttachmentTypeRefused(found), AttachmentEmpty.
    """
    handoff = held(session, handoff_id, agent_id, TAKEN)
    his = select(LiveMessage).where(LiveMessage.handoff_id == handoff.id)
    if sent := session.scalar(his.where(LiveMessage.uid == uid)):
        return sent
    if len(content) > MAX_BYTES:
        raise AttachmentTooLarge(MAX_BYTES)
    files = select(func.count()).select_from(his.where(LiveMessage.file_key.is_not(None)).subquery())
    if (session.scalar(files) or 0) >= MAX_FILES:
        raise TooManyAttachments(MAX_FILES)
    content_type, name = content_type_of(content), kept_name(filename, content)
    key = uuid4().hex
    write_file(directory, key, content)
    message = LiveMessage(
        uid=uid,
        handoff_id=handoff.id,
        sender="agent",
        text=f"Arquivo: {name}",
        at=now,
        file_key=key,
        file_name=name,
        file_type=content_type,
    )
    return put_line(session, handoff, message, f"{message.text}\n{link}")


def read_live_file(session: Session, *, uid: str, directory: Path) -> tuple[LiveMessage, Path]:
    """The file that was sent by that line. Raises AttachmentNotFound."""
    message = session.scalar(select(LiveMessage).where(LiveMessage.uid == uid))
    if message is None or message.file_key is None or not (directory / message.file_key).is_file():
        raise AttachmentNotFound
    return message, directory / message.file_key

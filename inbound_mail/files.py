"""The files of a letter on their way to a ticket, and why some of them are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from inbound_mail.html_text import picture
from inbound_mail.letter import Letter
from inbound_mail.mime import LetterFile
from inbound_mail.reply_text import Reply
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.operations import attachments

Refused = list[dict[str, str]]


def sent_with(letter: Letter, read: Callable[[str], Reply]) -> list[LetterFile]:
    """The letter's files, but for the small pictures of its signature and of what it quotes.

    read: how the words of this letter are told from the rest.
    """
    if not any(file.cid for file in letter.files):
        return list(letter.files)
    rest = read(letter.pictured).rest

    def is_content(file: LetterFile) -> bool:
        if file.cid is None or not letter.pictured:
            return True
        place = picture(file.cid)
        return place not in rest and (place in letter.pictured or not file.related)

    return [file for file in letter.files if is_content(file)]


@dataclass(frozen=True)
class Files:
    """directory: where the store keeps attachments."""

    directory: Path
    limit: int = attachments.MAX_FILES

    def attach(
        self,
        session: Any,
        files: Iterable[LetterFile],
        *,
        ticket_number: str,
        author: Author,
        now: datetime,
        courtesy: bool = False,
    ) -> Refused:
        """Adds them to the ticket; returns those refused: [{"name", "why"}]. Raises TicketFinished.

        A small picture that the ticket has already is a signature's. courtesy: such a picture beside mere
        thanks answers nothing.
        """
        refused: Refused = []
        for file in files:
            if file.cid and operations.has_attachment(
                session, ticket_number=ticket_number, content=file.content
            ):
                continue
            try:
                operations.add_attachment(
                    session,
                    ticket_number=ticket_number,
                    filename=file.name,
                    content=file.content,
                    author=author,
                    directory=self.directory,
                    answers=not (courtesy and file.cid),
                    now=now,
                )
            except errors.AttachmentEmpty:
                refused.append({"name": file.name, "why": "empty"})
            except errors.AttachmentTooLarge:
                refused.append({"name": file.name, "why": "too_large"})
            except errors.TooManyAttachments:
                refused.append({"name": file.name, "why": "too_many"})
            except errors.AttachmentTypeRefused:
                refused.append({"name": file.name, "why": "type"})
        return refused

    def sort(self, files: Iterable[LetterFile]) -> Sorted:
        """Which may wait for a ticket, and which no ticket would take."""
        done = Sorted()
        for file in files:
            try:
                attachments.content_type_of(file.content)
            except errors.AttachmentEmpty:
                done.refused.append({"name": file.name, "why": "empty"})
                continue
            except errors.AttachmentTypeRefused:
                done.refused.append({"name": file.name, "why": "type"})
                continue
            if len(file.content) > attachments.MAX_BYTES:
                done.refused.append({"name": file.name, "why": "too_large"})
            elif len(done.good) >= self.limit:
                done.refused.append({"name": file.name, "why": "too_many"})
            else:
                done.good.append(file)
        return done


@dataclass
class Sorted:
    """good: worth keeping. refused: [{"name", "why": "empty" | "type" | "too_large" | "too_many"}]."""

    good: list[LetterFile] = field(default_factory=list)
    refused: Refused = field(default_factory=list)

"""The files of a letter on their way to a ticket, and why some of them are refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from inbound_mail.mime import LetterFile
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.operations import attachments

Refused = list[dict[str, str]]


@dataclass(frozen=True)
class Files:
    """directory: where the store keeps attachments."""

    directory: Path
    limit: int = attachments.MAX_FILES

    def attach(
        self, session: Any, files: Iterable[LetterFile], *, ticket_number: str, author: Author, now: datetime
    ) -> Refused:
        """Adds them to the ticket; returns those refused: [{"name", "why"}]. Raises TicketFinished."""
        refused: Refused = []
        for file in files:
            try:
                operations.add_attachment(
                    session,
                    ticket_number=ticket_number,
                    filename=file.name,
                    content=file.content,
                    author=author,
                    directory=self.directory,
                    now=now,
                )
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
    """good: worth keeping. refused: [{"name", "why": "type" | "too_large" | "too_many"}]."""

    good: list[LetterFile] = field(default_factory=list)
    refused: Refused = field(default_factory=list)

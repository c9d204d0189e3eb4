"""Files of a form that came back with something to correct: a browser cannot choose them again by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fastapi import UploadFile

from portal.config import PortalConfig
from portal.refusals import worded
from portal.uploads import read_files
from ticket_store import errors, operations
from ticket_store.operations.attachments import MAX_FILES, safe_name

# Whoever is asked nothing may not fill the store: beyond this the files must be chosen again.
FORMS_HELD_PER_HOUR = 10


@dataclass
class Chosen:
    """good: (name, content). wrong: a sentence for each that cannot be taken, by its name."""

    good: list[tuple[str, bytes]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read_each(config: PortalConfig, files: Sequence[UploadFile], already: int) -> Chosen:
    """Every file by itself: one that is refused does not take the others with it."""
    chosen = Chosen()
    for file in files:
        try:
            if file.filename and already + len(chosen.good) >= MAX_FILES:
                raise errors.TooManyAttachments(MAX_FILES)
            chosen.good += read_files(config, [file])
        except errors.TicketStoreError as error:
            chosen.wrong.append(f"“{safe_name(file.filename or '')}”: {worded(error)[1]}")
    return chosen


def held_id(submission: str) -> str:
    """Where a form's files wait: no conversation's id, so that the worker gives them to no other ticket."""
    return f"form-{submission}"


def hold(session: Any, submission: str, files: Sequence[tuple[str, bytes]], now: datetime) -> None:
    for name, content in files:
        same = f"{held_id(submission)}|{name}|{hashlib.sha256(content).hexdigest()}"
        operations.hold_files(
            session,
            conversation_id=held_id(submission),
            message_id=same,
            files=[(safe_name(name), content)],
            now=now,
        )

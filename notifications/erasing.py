"""Requests to erase whose time has come: the conversations first, then the store, then the files.

Afterwards nobody would know which conversations they were.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from notifications.chat import ChatTransport
from notifications.loops import Step
from ticket_store import operations, queries
from ticket_store.database import reading, transaction
from ticket_store.privacy import conversations_of

log = logging.getLogger("notifications")


def once(engine: Any, trusted: Callable[[], datetime], chat: ChatTransport, attachments: Path) -> Step:
    """trusted: the time that is believed; what is erased does not come back. The step raises TransportError
    while the chat's server is away: the next one tries again."""

    def step(stop: threading.Event) -> None:
        with reading(engine) as session:
            due = queries.due_erasures(session, now=trusted())
        for email in due:
            if stop.is_set():
                return
            with reading(engine) as session:
                talks = conversations_of(session, email=email)
            for conversation_id in sorted(talks):
                chat.forget(conversation_id)
            with transaction(engine) as session:
                purged = operations.carry_out_erasure(session, email=email, now=trusted())
            for key in purged.storage_keys:
                (attachments / key).unlink(missing_ok=True)
            log.info("erased on request: %d tickets", purged.counts.get("tickets", 0))

    return step

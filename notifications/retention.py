"""Personal data whose time is up: the store empties the rows, then files that no row knows are deleted."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from notifications.loops import Step
from ticket_store.database import reading, transaction
from ticket_store.privacy import PurgePolicy, orphans, purge

log = logging.getLogger("notifications")

# A file is written before its row is committed: a young one may yet get its row.
ORPHAN_AFTER_SECONDS = 24 * 3600


def once(engine: Any, settled: Callable[[], datetime | None], policy: PurgePolicy, attachments: Path) -> Step:
    """settled: a time that has been believed for a day (TrustedClock); None: nothing is deleted yet."""

    def step(stop: threading.Event) -> None:
        if (at := settled()) is None:
            return
        with transaction(engine) as session:
            purged = purge(session, now=at, policy=policy)
        for key in purged.storage_keys:
            (attachments / key).unlink(missing_ok=True)
        counts = purged.counts | {"orphans": delete_orphans(engine, attachments, at)}
        done = ", ".join(f"{what} {count}" for what, count in counts.items() if count)
        if done:
            log.info("retention: %s", done)

    return step


def delete_orphans(engine: Any, attachments: Path, now: datetime) -> int:
    """How many files were deleted: also those that a death between commit and deletion left behind."""
    before = now.timestamp() - ORPHAN_AFTER_SECONDS
    old = {path.name for path in attachments.glob("*") if path.is_file() and path.stat().st_mtime < before}
    if not old:
        return 0
    with reading(engine) as session:
        lost = orphans(session, old)
    for name in lost:
        (attachments / name).unlink(missing_ok=True)
    return len(lost)

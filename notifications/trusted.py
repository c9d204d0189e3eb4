"""The clock of what cannot be taken back: closing and deleting (ticket_store/trusted_time.py)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ticket_store.database import transaction
from ticket_store.trusted_time import TrustedTime, advance

log = logging.getLogger("notifications")

WORTH_SAYING = timedelta(hours=1)


def running_seconds() -> float:
    """Of the machine, its sleep included; no setting of the clock moves it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class TrustedClock:
    """Looks at both clocks whenever it is asked; shared by the threads of this process."""

    def __init__(
        self, engine: Any, wall: Callable[[], datetime], running: Callable[[], float] = running_seconds
    ) -> None:
        self._engine, self._wall, self._running = engine, wall, running
        self._lock = threading.Lock()
        self._at: float | None = None
        self._jumped = False

    def look(self) -> TrustedTime:
        with self._lock:
            at = self._running()
            ran = timedelta(seconds=at - self._at) if self._at is not None else timedelta()
            with transaction(self._engine) as session:
                found = advance(session, wall=self._wall(), ran=ran)
            self._at = at
            jumped = found.behind > WORTH_SAYING
            if jumped and not self._jumped:
                log.error("the clock is %s ahead of what has run: closing and deleting wait", found.behind)
            self._jumped = jumped
            return found

    def now(self) -> datetime:
        return self.look().now

    def settled(self) -> datetime | None:
        """The time by which may be deleted; None while none has been believed for a day."""
        return self.look().settled

"""What the clock does to the store: every chore in a transaction of its own, so that none spoils another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from notifications.loops import Step, where
from ticket_store import operations
from ticket_store.automations.running import run_due
from ticket_store.database import transaction
from ticket_store.operations.bell_digests import send_due_digests
from ticket_store.operations.mailed_reports import send_due_reports
from ticket_store.search.index import catch_up

log = logging.getLogger("notifications")

Chore = Callable[[Any, datetime], int]


def close_resolved(session: Any, now: datetime) -> int:
    return len(operations.close_due(session, now=now))


def watch_deadlines(session: Any, now: datetime) -> int:
    return operations.watch_deadlines(session, now=now)


def wake_snoozed(session: Any, now: datetime) -> int:
    return operations.wake_due(session, now=now)


def run_automations(session: Any, now: datetime) -> int:
    return run_due(session, now=now)


def fold_figures(session: Any, now: datetime) -> int:
    return operations.fold_figures(session, now=now)


def send_reports(session: Any, now: datetime) -> int:
    return send_due_reports(session, now=now)


def send_digests(session: Any, now: datetime) -> int:
    return send_due_digests(session, now=now)


def expire_handoffs(session: Any, now: datetime) -> int:
    return len(operations.expire_handoffs(session, now=now))


def complete_search(session: Any, now: datetime) -> int:
    """What a version without the search, still running beside this one, wrote since yesterday."""
    return catch_up(session, since=now - timedelta(days=1))


def propose_incidents(session: Any, now: datetime) -> int:
    return operations.propose_incidents(session, now=now)


def place_files(directory: Path) -> Chore:
    """Files sent before there was a ticket."""
    return lambda session, now: operations.place_held_files(session, directory=directory, now=now)


def once(engine: Any, clock: Callable[[], datetime], chores: dict[str, Chore]) -> Step:
    """A step that does each chore; one that fails is logged and done again the next time."""

    def step(stop: threading.Event) -> None:
        for name, chore in chores.items():
            if stop.is_set():
                return
            try:
                with transaction(engine) as session:
                    done = chore(session, clock())
                if done:
                    log.info("%s: %d", name, done)
            except Exception as error:
                log.error("%s failed: %s", name, where(error))

    return step


OFTEN: dict[str, Chore] = {"expire_handoffs": expire_handoffs}
# By the time that is trusted (trusted.py): what they do is not taken back.
ENDING: dict[str, Chore] = {"close_resolved": close_resolved}
EACH_MINUTE: dict[str, Chore] = {
    "watch_deadlines": watch_deadlines,
    "wake_snoozed": wake_snoozed,
    "run_automations": run_automations,
    "complete_search": complete_search,
    "fold_figures": fold_figures,
    "send_reports": send_reports,
    "send_digests": send_digests,
    "propose_incidents": propose_incidents,
}

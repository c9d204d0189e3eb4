"""A step done again and again in a thread until the process stops; a failure makes it wait, never end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from notifications.backoff import pause
from notifications.transport import TransportError

log = logging.getLogger("notifications")

Step = Callable[[threading.Event], None]


def keep_doing(name: str, step: Step, every_seconds: float, stop: threading.Event) -> None:
    """Returns soon after `stop` is set."""
    failures = 0
    while not stop.is_set():
        try:
            step(stop)
        except TransportError as away:
            failures += 1
            log.warning("%s: %s", name, away.reason)
        except Exception as error:
            failures += 1
            log.error("%s failed: %s", name, where(error))
        else:
            failures = 0
        stop.wait(pause(failures) if failures else every_seconds)


def start(jobs: dict[str, tuple[Step, float]], stop: threading.Event) -> list[threading.Thread]:
    """jobs: name -> (step, seconds between two)."""
    threads = [
        threading.Thread(target=keep_doing, args=(name, step, every, stop), name=name, daemon=True)
        for name, (step, every) in jobs.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def finish(threads: Sequence[threading.Thread], within_seconds: float) -> list[str]:
    """Waits for them together; the names of those still busy (their row's lease runs out by itself)."""
    deadline = time.monotonic() + within_seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread.name for thread in threads if thread.is_alive()]


def where(error: BaseException) -> str:
    """The error's type and place. Not its text: an SQL error repeats the row's values, which are personal."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"

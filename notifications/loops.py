"""A step done again and again in a thread until the process stops; a failure makes it wait, never end."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence

from ground.vitals import Beats
from notifications.backoff import pause
from notifications.transport import TransportError

log = logging.getLogger("notifications")

Step = Callable[[threading.Event], None]
LONGEST_WORK = 600.0  # for one row, one chore


def keep_doing(name: str, step: Step, every_seconds: float, stop: threading.Event, beats: Beats) -> None:
    """Returns soon after `stop` is set."""
    failures = 0
    while not stop.is_set():
        try:
            step(_Watched(stop, lambda: beats.beat(name, LONGEST_WORK)))
        except TransportError as away:
            failures += 1
            log.warning("%s: %s", name, away.reason)
        except Exception as error:
            failures += 1
            log.error("%s failed: %s", name, where(error))
        else:
            failures = 0
        beats.beat(name, every_seconds + LONGEST_WORK)
        stop.wait(pause(failures) if failures else every_seconds)


class _Watched(threading.Event):
    """`stop` as a step sees it: a step asks between any two works, and each time that it asks it lives."""

    def __init__(self, stop: threading.Event, beat: Callable[[], None]) -> None:
        super().__init__()
        self._stop, self._beat = stop, beat

    def set(self) -> None:
        self._stop.set()

    def is_set(self) -> bool:
        self._beat()
        return self._stop.is_set()


def start(jobs: dict[str, tuple[Step, float]], stop: threading.Event, beats: Beats) -> list[threading.Thread]:
    """jobs: name -> (step, seconds between two)."""
    threads = [
        threading.Thread(target=keep_doing, args=(name, step, every, stop, beats), name=name, daemon=True)
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

"""What takes seconds to learn, learnt in a thread of its own: whoever asks meanwhile waits a little, or goes
without."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
PATIENCE = 2.0
"""Seconds after its begin that what is being learnt is waited for, by however many questions."""
AGAIN_AFTER = 60.0
"""Seconds until what could not be learnt is tried anew."""


@dataclass
class _Course(Generic[T]):
    of: object
    begun: float = field(default_factory=monotonic)
    failed: float | None = None
    coming: Future[T] = field(default_factory=Future)

    def failed_long_ago(self) -> bool:
        return self.failed is not None and monotonic() - self.failed > AGAIN_AFTER


class InBackground(Generic[T]):
    """One thing after another, and of those that wait only the newest. What was learnt last is given while
    something else is being learnt."""

    def __init__(self) -> None:
        self._lock, self._one_by_one = Lock(), Lock()
        self._course: _Course[T] | None = None
        self._last: T | None = None

    def soon(self, of: object, learn: Callable[[], T]) -> T | None:
        """What is learnt `of` that, begun now if need be; the one before, or None, where it takes too long or
        cannot be learnt."""
        course = self._begun(of, learn)
        try:
            return course.coming.result(max(0.0, course.begun + PATIENCE - monotonic()))
        except Exception:  # it takes longer, or failed, which is logged
            return self._last

    def now(self, of: object, learn: Callable[[], T]) -> T:
        """The same, however long it takes. Raises what `learn` raises, and InterruptedError where something
        newer was begun meanwhile."""
        return self._begun(of, learn).coming.result()

    def _begun(self, of: object, learn: Callable[[], T]) -> _Course[T]:
        with self._lock:
            if self._course is None or self._course.of != of or self._course.failed_long_ago():
                self._course = _Course(of)
                Thread(target=self._work, args=(self._course, learn), daemon=True).start()
            return self._course

    def _work(self, course: _Course[T], learn: Callable[[], T]) -> None:
        try:
            with self._one_by_one:
                if self._course is not course:
                    raise InterruptedError("something newer is to be learnt")
                self._last = found = learn()
            course.coming.set_result(found)
        except BaseException as problem:
            course.failed = monotonic()
            log.warning("answers not learnt: %s", type(problem).__name__)
            course.coming.set_exception(problem)

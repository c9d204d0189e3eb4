"""What takes seconds to learn, learnt once in a thread of its own: whoever asks meanwhile waits a little, or
goes without."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
PATIENCE = 2.0
"""Seconds that a question waits for what is still being learnt; a turn has ten, and may ask twice."""


class InBackground(Generic[T]):
    """The newest of what was learnt; while something else is being learnt, still that."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: object = None
        self._coming: Future[T] | None = None
        self._last: T | None = None

    def soon(self, of: object, learn: Callable[[], T]) -> T | None:
        """What is learnt `of` that, begun now if need be; the one before, or None, where it takes too long or
        cannot be learnt."""
        try:
            self._last = self._begun(of, learn).result(PATIENCE)
        except TimeoutError:
            pass
        except Exception as problem:
            log.warning("answers not learnt: %s", type(problem).__name__)
        return self._last

    def now(self, of: object, learn: Callable[[], T]) -> T:
        """The same, however long it takes. Raises what `learn` raises."""
        self._last = self._begun(of, learn).result()
        return self._last

    def _begun(self, of: object, learn: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._coming is None or self._of != of:
                self._of, self._coming = of, Future()
                Thread(target=_work, args=(learn, self._coming), daemon=True).start()
            return self._coming


def _work(learn: Callable[[], T], coming: Future[T]) -> None:
    try:
        coming.set_result(learn())
    except BaseException as problem:
        coming.set_exception(problem)

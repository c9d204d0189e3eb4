"""A message at which the action server hangs: noticed, tried once more by itself, and then set aside.

Innocent ones wait behind it and run out of time with it; tried again, they are answered.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar

# So often a message may end a server, or have one hang.
DEATHS = 2
# A line that breaks sooner was that of a server which was stopped, or had been.
HUNG_SECONDS = 3.0
# By then the server that hangs has ended itself (ground/time_limit.py), and one that starts answers again.
SETTLE_SECONDS = 3.0
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.2

_watched: ContextVar[bool] = ContextVar("watched", default=False)


class Hung(BaseException):
    """No answer came. It passes Rasa's `except Exception`: nothing of the turn is kept, so it can be played
    anew."""


class SetAside(Exception):
    """The message was tried for the last time; a person is to read it."""


class StillAway(Exception):
    """The action server did not come back in time; the message has done nothing to it."""


@contextmanager
def watched() -> Iterator[None]:
    """What is asked of the action server inside is of a message that can be played again. Raises Hung."""
    token = _watched.set(True)
    try:
        yield
    finally:
        _watched.reset(token)


def no_answer() -> None:
    """The action server had its time. Raises Hung where that is watched; elsewhere an error is enough."""
    if _watched.get():
        raise Hung


class Suspects:
    """Messages that met a hang, each tried alone, the youngest first: the one to blame came before those that
    waited behind it."""

    def __init__(self, settle: float = SETTLE_SECONDS, patience: float = PATIENCE_SECONDS) -> None:
        self._settle, self._patience = settle, patience
        self._waiting: list[float] = []
        self._trying = False

    @asynccontextmanager
    async def alone(self, since: float, answers: Callable[[], Awaitable[bool]]) -> AsyncGenerator[None, None]:
        """since: when the message was begun. answers: whether the action server does. Raises StillAway."""
        self._waiting.append(since)
        try:
            until = time.monotonic() + self._patience
            await asyncio.sleep(self._settle)
            while not await answers() or self._trying or since != max(self._waiting):
                if time.monotonic() > until:
                    raise StillAway
                await asyncio.sleep(LOOK_SECONDS)
            self._trying = True
            try:
                yield
            finally:
                self._trying = False
        finally:
            self._waiting.remove(since)


SUSPECTS = Suspects()

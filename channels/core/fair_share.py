"""Everybody's turns run side by side, but each network address has only so many of them at a time.

Otherwise one visitor with two dozen conversations would have two dozen shares of the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Crowded(Exception):
    """Too many turns wait already; nothing was queued."""


class FairShare:
    """Counts by asker (core/askers.py); an asker with nothing to do takes no memory."""

    def __init__(self, at_once: int = 3, waiting: int = 60, waiting_in_all: int = 400) -> None:
        """`at_once`: of one asker. `waiting`: of one asker, those that run included."""
        self._at_once = at_once
        self._waiting = waiting
        self._in_all = waiting_in_all
        self._taken: dict[str, int] = {}
        self._gates: dict[str, asyncio.Semaphore] = {}

    def take(self, asker: str, *, anyway: bool = False) -> None:
        """A place in the line, to be given back by turn() or leave(). Raises Crowded."""
        taken = self._taken.get(asker, 0)
        if not anyway and (taken >= self._waiting or sum(self._taken.values()) >= self._in_all):
            raise Crowded
        self._taken[asker] = taken + 1

    def leave(self, asker: str) -> None:
        """Give a place back."""
        self._taken[asker] -= 1
        if not self._taken[asker]:
            del self._taken[asker]
            self._gates.pop(asker, None)

    @asynccontextmanager
    async def turn(self, asker: str) -> AsyncIterator[None]:
        """Runs the block when it is its turn; the place is given back at the end."""
        try:
            async with self._gates.setdefault(asker, asyncio.Semaphore(self._at_once)):
                yield
        finally:
            self.leave(asker)

"""Turns are played in the order in which they came, a few at a time.

All at once, each would wait for all the others: of thirty who write in the same moment everybody is answered
last. A few, and not one, because a turn waits for the disk and for the action server, too.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Line:
    """`at_once`: how many turns. `seconds`: one that lasts longer holds up nobody else any more."""

    def __init__(self, at_once: int = 8, seconds: float = 1.0) -> None:
        self._free = at_once
        self._seconds = seconds
        self._waiting: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Runs the block when it is its turn."""
        await self._enter()
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                self._leave()

        slow = asyncio.get_running_loop().call_later(self._seconds, leave)
        try:
            yield
        finally:
            slow.cancel()
            leave()

    async def _enter(self) -> None:
        if self._free:
            self._free -= 1
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                self._waiting.remove(place)
            else:  # it was its turn, and nobody comes
                self._leave()
            raise

    def _leave(self) -> None:
        """The place goes to who has waited longest, and to nobody who comes now."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

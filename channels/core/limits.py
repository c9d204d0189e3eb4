"""How often somebody may do something, and what was already seen; both forget, so memory stays bounded."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable


class RateLimit:
    """At most `events` per `seconds` for each key; the `capacity` most recent keys are remembered."""

    def __init__(
        self,
        events: int,
        seconds: float,
        *,
        capacity: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._events = events
        self._seconds = seconds
        self._capacity = capacity
        self._clock = clock
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def allow(self, key: str) -> bool:
        """Count one event of `key`; False (and not counted) when that would be too many."""
        now = self._clock()
        times = self._times.setdefault(key, deque())
        self._times.move_to_end(key)
        while len(self._times) > self._capacity:
            self._times.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._events:
            return False
        times.append(now)
        return True


class Seen:
    """Ids to remember (messages accepted, conversations that missed a notice), the `capacity` most recent."""

    def __init__(self, capacity: int = 50_000) -> None:
        self._capacity = capacity
        self._ids: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, message_id: str) -> bool:
        return message_id in self._ids

    def add(self, message_id: str) -> None:
        """Remember `message_id`."""
        self._ids[message_id] = None
        self._ids.move_to_end(message_id)
        while len(self._ids) > self._capacity:
            self._ids.popitem(last=False)

    def discard(self, message_id: str) -> None:
        """Forget `message_id`, known or not."""
        self._ids.pop(message_id, None)

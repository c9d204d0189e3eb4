"""How often a token may call: a moving window in memory; several processes each count their own."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class TooManyCalls(Exception):
    """retry_after: whole seconds until the next call is let through."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(str(retry_after))
        self.retry_after = retry_after


class Rate:
    def __init__(self, calls_per_minute: int) -> None:
        self.calls_per_minute = calls_per_minute
        self._item = RateLimitItemPerMinute(calls_per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, token_id: int) -> None:
        """Raises TooManyCalls(retry_after)."""
        if not self._limiter.hit(self._item, str(token_id)):
            free_at = self._limiter.get_window_stats(self._item, str(token_id)).reset_time
            # The window still counts a call at its very edge.
            raise TooManyCalls(max(0, math.floor(free_at - time.time())) + 1)

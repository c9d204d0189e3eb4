"""How often a token may call: a moving window, in Redis where there are several portals, else in memory."""

from __future__ import annotations

import logging
import math
import time
from typing import Any

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

log = logging.getLogger(__name__)
# A Redis that is away must not hold a call up.
IMPATIENT: dict[str, Any] = {"socket_timeout": 2, "socket_connect_timeout": 2}


class TooManyCalls(Exception):
    """retry_after: whole seconds until the next call is let through."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(str(retry_after))
        self.retry_after = retry_after


class Rate:
    """redis_url: counted over all portals; while Redis is away, and without it, each counts its own."""

    def __init__(self, calls_per_minute: int, redis_url: str = "") -> None:
        self.calls_per_minute = calls_per_minute
        self._item = RateLimitItemPerMinute(calls_per_minute)
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._shared = (
            MovingWindowRateLimiter(RedisStorage(redis_url, key_prefix="css:api", **IMPATIENT))
            if redis_url
            else None
        )

    def count(self, token_id: int) -> None:
        """Raises TooManyCalls(retry_after)."""
        if self._shared is not None:
            from redis.exceptions import RedisError

            try:
                self._count(self._shared, token_id)
                return
            except RedisError as error:
                log.error("Redis does not answer (%s): calls are counted here", type(error).__name__)
        self._count(self._own, token_id)

    def _count(self, limiter: MovingWindowRateLimiter, token_id: int) -> None:
        if not limiter.hit(self._item, str(token_id)):
            free_at = limiter.get_window_stats(self._item, str(token_id)).reset_time
            # The window still counts a call at its very edge.
            raise TooManyCalls(max(0, math.floor(free_at - time.time())) + 1)

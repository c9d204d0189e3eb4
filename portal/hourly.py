"""How often one asker may do what writes without a proof; each process counts its own."""

from __future__ import annotations

from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class HourlyRate:
    def __init__(self, per_hour: int) -> None:
        self._item = RateLimitItemPerHour(per_hour)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def allows(self, asker: str) -> bool:
        """Counts one more, if there is room for it."""
        return self._limiter.hit(self._item, asker)

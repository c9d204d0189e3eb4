"""Who is typing in a live conversation: known for some seconds, in Redis where there are several portals.

No word of what is typed, nobody's name, and nothing of it in the database.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from portal.api.rate import IMPATIENT

log = logging.getLogger(__name__)

KEY = "css:typing"
# A page says it again every three seconds for as long as it is so.
LASTS_SECONDS = 5.0
PAUSE_SECONDS = 5.0

# By Redis' clock: KEYS the set; ARGV seconds, and the member to note, if any.
_SCRIPT = """
local t = redis.call('TIME')
local now = t[1] + t[2] / 1000000
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if ARGV[2] then
  redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[2])
  redis.call('EXPIRE', KEYS[1], 60)
end
return redis.call('ZRANGE', KEYS[1], 0, -1)
"""


class Keystrokes:
    """The persons who are typing to an attendant, as (handoff's id, attendant's id)."""

    def __init__(self, redis_url: str = "", clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._own: dict[tuple[int, int], float] = {}
        self._client: Any = None
        if redis_url:
            import redis

            self._client = redis.Redis.from_url(redis_url, **IMPATIENT)
        self._away_until = 0.0

    def note(self, handoff_id: int, agent_id: int, *, on: bool) -> None:
        """He began, goes on, or sent it."""
        if on:
            self._own[handoff_id, agent_id] = self._clock() + LASTS_SECONDS
            self._shared("eval", _SCRIPT, 1, KEY, LASTS_SECONDS, f"{handoff_id}:{agent_id}")
        else:
            self._own.pop((handoff_id, agent_id), None)
            self._shared("zrem", KEY, f"{handoff_id}:{agent_id}")

    def now(self) -> list[tuple[int, int]]:
        """Those who are typing, at any of the portals."""
        at = self._clock()
        self._own = {key: until for key, until in self._own.items() if until > at}
        members = self._shared("eval", _SCRIPT, 1, KEY, LASTS_SECONDS)
        if members is None:
            return sorted(self._own)
        pairs = (member.decode().split(":") for member in members)
        return sorted((int(handoff_id), int(agent_id)) for handoff_id, agent_id in pairs)

    def _shared(self, command: str, *values: Any) -> Any:
        """None without a Redis, or while it is away: then it is not asked again for a moment."""
        if self._client is None or self._clock() < self._away_until:
            return None
        from redis.exceptions import RedisError

        try:
            return getattr(self._client, command)(*values)
        except RedisError as error:
            self._away_until = self._clock() + PAUSE_SECONDS
            log.error("Redis does not answer (%s): who types is known here alone", type(error).__name__)
            return None

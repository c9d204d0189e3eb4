"""What the Rasa servers of one service know together, in Redis: who may write how often, and which
conversations have a page open at one of them. Without a url, or while Redis is away, a server knows of itself
alone."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import time
from typing import Any

import redis.asyncio as redis
from redis.exceptions import RedisError

from channels.core.limits import RateLimit, Seen

logger = logging.getLogger(__name__)
PREFIX = "css:"
# A server that does not sign for so long has no pages any more.
SIGN_SECONDS = 2.0
ALIVE_SECONDS = 6
# A page counts on its server's word; the words of dead servers are forgotten by then.
PAGES_SECONDS = 8 * 24 * 3600
MISSED_SECONDS = 30 * 24 * 3600
PAUSE_SECONDS = 5.0

# KEYS: the key; ARGV: events, seconds, a name for this event. By Redis' clock.
_ALLOW = """
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2] * 1000)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], math.ceil(ARGV[2] * 1000))
return 1
"""


class Replicas:
    """One server's view of all."""

    def __init__(self, url: str = "", prefix: str = PREFIX) -> None:
        self._url, self._prefix = url, prefix
        self._me = secrets.token_hex(8)
        self._client: redis.Redis | None = None
        self._away_until = 0.0
        self._missed = Seen()

    def limit(self, name: str, events: int, seconds: float) -> SharedLimit:
        """At most `events` per `seconds` for each key, over all servers."""
        return SharedLimit(self, f"{self._prefix}limit:{name}:", events, seconds)

    async def sign(self) -> None:
        """For as long as the server runs: it is alive."""
        while self._url:
            await self._ask("set", f"{self._prefix}server:{self._me}", 1, ex=ALIVE_SECONDS)
            await asyncio.sleep(SIGN_SECONDS)

    async def opened(self, conversation_id: str) -> None:
        """A page of the conversation came to this server."""
        key = self._pages(conversation_id)
        if await self._ask("hincrby", key, self._me, 1) is not None:
            await self._ask("expire", key, PAGES_SECONDS)

    async def closed(self, conversation_id: str) -> None:
        """A page of the conversation left this server."""
        key = self._pages(conversation_id)
        left = await self._ask("hincrby", key, self._me, -1)
        if left is not None and left <= 0:
            await self._ask("hdel", key, self._me)

    async def open_elsewhere(self, conversation_id: str) -> bool:
        """Whether another server that lives has a page of it open."""
        pages = await self._ask("hgetall", self._pages(conversation_id)) or {}
        others = [name.decode() for name, count in pages.items() if int(count) > 0]
        keys = [f"{self._prefix}server:{name}" for name in others if name != self._me]
        return bool(keys and any(await self._ask("mget", keys) or ()))

    async def missed(self, conversation_id: str) -> None:
        """Nobody saw a notice: whoever opens a page of it is told."""
        if await self._ask("set", self._absent(conversation_id), 1, ex=MISSED_SECONDS) is None:
            self._missed.add(conversation_id)

    async def has_missed(self, conversation_id: str) -> bool:
        """Whether there is one."""
        return conversation_id in self._missed or bool(await self._ask("get", self._absent(conversation_id)))

    async def told(self, conversation_id: str) -> None:
        """It was seen."""
        self._missed.discard(conversation_id)
        await self._ask("delete", self._absent(conversation_id))

    async def close(self) -> None:
        """This server has no pages any more."""
        await self._ask("delete", f"{self._prefix}server:{self._me}")
        if self._client is not None:
            await self._client.close()

    def _pages(self, conversation_id: str) -> str:
        return f"{self._prefix}pages:{_hidden(conversation_id)}"

    def _absent(self, conversation_id: str) -> str:
        return f"{self._prefix}missed:{_hidden(conversation_id)}"

    async def _ask(self, command: str, *values: Any, **options: Any) -> Any:
        """None without a Redis, or while it is away: then it is not asked again for a moment."""
        if not self._url or time.monotonic() < self._away_until:
            return None
        try:
            if self._client is None:  # made inside the running loop, on first use
                self._client = redis.from_url(self._url, socket_timeout=2, socket_connect_timeout=2)
            return await getattr(self._client, command)(*values, **options)
        except (RedisError, OSError, asyncio.TimeoutError) as error:
            self._away_until = time.monotonic() + PAUSE_SECONDS
            logger.error("Redis does not answer (%s): this server counts for itself", type(error).__name__)
            return None


class SharedLimit:
    """A limit over all servers; this server's own while Redis is away."""

    def __init__(self, replicas: Replicas, prefix: str, events: int, seconds: float) -> None:
        self._replicas, self._prefix = replicas, prefix
        self._events, self._seconds = events, seconds
        self._own = RateLimit(events, seconds)

    async def allow(self, key: str) -> bool:
        """Count one event of `key`; False (and not counted) when that would be too many."""
        allowed = await self._replicas._ask(
            "eval", _ALLOW, 1, self._prefix + _hidden(key), self._events, self._seconds, secrets.token_hex(8)
        )
        return self._own.allow(key) if allowed is None else bool(allowed)


def _hidden(key: str) -> str:
    """No conversation's name, and nobody's number, is in Redis."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]

"""One turn at a time for each conversation over several Rasa servers. Rasa's own Redis lock reads, changes
and writes, and lost a quarter of the updates in a race of two servers."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import threading
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import redis.asyncio as redis
from rasa.core.lock_store import LOCK_LIFETIME, LockError
from rasa.utils.endpoints import EndpointConfig
from redis import Redis as SyncRedis
from redis.exceptions import RedisError

from channels.core.settings import optional
from channels.fifo_lock import FifoLockStore

logger = logging.getLogger(__name__)

_IF_OWNER = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call({}) end return 0"
_RELEASE = _IF_OWNER.format("'del', KEYS[1]")
_RENEW = _IF_OWNER.format("'pexpire', KEYS[1], ARGV[2]")


class AtomicRedisLock(FifoLockStore):
    """`channels.atomic_lock.AtomicRedisLock` in endpoints.yml, with `url: optional:${REDIS_URL}`.

    SET NX PX takes the lock, only its owner renews or releases it, and a crashed server's ends by itself
    after `lease_ms`: no sooner, however busy a turn or a model that is loaded keeps it. Messages of one
    process keep their order. No url means one process: its own line alone.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        super().__init__()
        settings = endpoint_config.kwargs if endpoint_config else {}
        self._url = optional(endpoint_config.url if endpoint_config else None)
        self._prefix = settings.get("prefix", "css:lock:")
        self._lease_ms = int(settings.get("lease_ms", 10_000))
        self._client: redis.Redis | None = None
        self._renewal = Renewal(self._url, self._lease_ms)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[None, None]:
        """Hold the conversation on every server.

        Raises LockError when Redis cannot be reached, or after `lock_lifetime` seconds of waiting.
        """
        inside = self.holds(conversation_id)
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds):
            if inside or not self._url:
                yield
                return
            key, owner = self._prefix + conversation_id, secrets.token_hex(16)
            await self._take(key, owner, lock_lifetime)
            self._renewal.hold(key, owner)
            try:
                yield
            finally:
                self._renewal.let_go(key)
                await self._release(key, owner)

    @property
    def _redis(self) -> redis.Redis:
        if self._client is None:  # made inside the running loop, on first use
            self._client = redis.from_url(self._url, socket_timeout=5, socket_connect_timeout=5)
        return self._client

    async def _take(self, key: str, owner: str, patience: float) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + patience
        while True:
            try:
                if await self._redis.set(key, owner, nx=True, px=self._lease_ms):
                    return
            except (RedisError, OSError) as error:
                raise LockError("Redis does not answer.") from error
            if loop.time() >= deadline:
                raise LockError("The conversation was busy elsewhere for too long.")
            await asyncio.sleep(random.uniform(0.01, 0.05))

    async def _release(self, key: str, owner: str) -> None:
        try:
            await self._redis.eval(_RELEASE, 1, key, owner)
        except (RedisError, OSError):
            logger.warning("A conversation's lock could not be released; it ends by itself")


class Renewal:
    """Renews what this server holds, in a thread: a lease must not run out because the event loop is busy."""

    def __init__(self, url: str, lease_ms: int) -> None:
        self._url, self._lease_ms = url, lease_ms
        self._held: dict[str, str] = {}
        self._changed = threading.Lock()
        self._thread: threading.Thread | None = None

    def hold(self, key: str, owner: str) -> None:
        """From now on."""
        with self._changed:
            self._held[key] = owner
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="lock renewal")
                self._thread.start()

    def let_go(self, key: str) -> None:
        """It is not to be renewed any more."""
        with self._changed:
            self._held.pop(key, None)

    def _run(self) -> None:
        client = SyncRedis.from_url(self._url, socket_timeout=5, socket_connect_timeout=5)
        while True:
            time.sleep(self._lease_ms / 3000)
            with self._changed:
                held = list(self._held.items())
            for key, owner in held:
                try:
                    if not client.eval(_RENEW, 1, key, owner, self._lease_ms) and key in self._held:
                        logger.error("A conversation's lock was lost while its turn ran")
                except (RedisError, OSError):
                    logger.warning("A conversation's lock could not be renewed; trying again")

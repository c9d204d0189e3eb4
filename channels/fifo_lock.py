"""One turn at a time for each conversation, in order, without Rasa's one-second polling."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from contextvars import ContextVar

from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from channels.core import console

# What the task holds by alone().
_held: ContextVar[frozenset[str]] = ContextVar("held conversations", default=frozenset())


class FifoLockStore(LockStore):
    """Enough for one Rasa process; `channels.atomic_lock.AtomicRedisLock` stands on it."""

    def __init__(self, endpoint_config: EndpointConfig | None = None) -> None:
        # `rasa shell` loads none of the channels; this store is the first of ours that it makes.
        console.install()
        self._lines: dict[str, tuple[asyncio.Lock, int]] = {}
        super().__init__()

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[None, None]:
        """Hold the conversation. Raises LockError after `lock_lifetime` seconds of waiting."""
        if self.holds(conversation_id):
            yield
            return
        line, waiting = self._lines.get(conversation_id, (asyncio.Lock(), 0))
        self._lines[conversation_id] = (line, waiting + 1)
        try:
            try:
                await asyncio.wait_for(line.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError("The conversation was busy for too long.") from error
            try:
                yield
            finally:
                line.release()
        finally:
            line, waiting = self._lines[conversation_id]
            if waiting == 1:
                del self._lines[conversation_id]
            else:
                self._lines[conversation_id] = (line, waiting - 1)

    @asynccontextmanager
    async def alone(self, conversation_id: str) -> AsyncGenerator[None, None]:
        """Hold the conversation; turns of this task inside the block are let through. Raises LockError."""
        async with self.lock(conversation_id):
            token = _held.set(_held.get() | {conversation_id})
            try:
                yield
            finally:
                _held.reset(token)

    @staticmethod
    def holds(conversation_id: str) -> bool:
        """Whether whoever asks is inside alone()."""
        return conversation_id in _held.get()

"""Turns of one conversation run one after another, in the order they came; conversations run side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import TypeVar

from channels.core import measures

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
Job = Callable[[], Awaitable[None]]


class QueueFull(Exception):
    """The conversation has too many turns waiting; nothing was queued."""


class ConversationQueue:
    """One worker task for each conversation that has something to do, none for the others."""

    def __init__(self, max_pending: int = 3) -> None:
        """`max_pending`: turns that may wait behind the one that runs."""
        self._max_pending = max_pending
        self._jobs: dict[str, deque[Job]] = {}  # the first one is running
        self._workers: dict[str, asyncio.Task[None]] = {}

    def submit(self, conversation_id: str, job: Job, *, anyway: bool = False) -> None:
        """Queue a user's turn. Raises QueueFull, but not `anyway`. What `job` raises is logged, without its
        text."""
        if not anyway and self.is_full(conversation_id):
            raise QueueFull
        self._append(conversation_id, _measured(job))

    def is_full(self, conversation_id: str) -> bool:
        """Whether submit() would raise."""
        return len(self._jobs.get(conversation_id, ())) > self._max_pending

    async def run(self, conversation_id: str, job: Callable[[], Awaitable[Result]]) -> Result:
        """Run our own work (a notice, a history) in its turn, however many wait, and give back its result."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()

        async def wrapped() -> None:
            try:
                result = await job()
            except Exception as error:
                if not done.done():
                    done.set_exception(error)
            else:
                if not done.done():
                    done.set_result(result)

        self._append(conversation_id, wrapped)
        return await done

    async def idle(self) -> None:
        """Wait until nothing is queued (for an orderly stop, and tests)."""
        while self._workers:
            await asyncio.gather(*self._workers.values(), return_exceptions=True)

    def _append(self, conversation_id: str, job: Job) -> None:
        measures.WAITING.inc()
        self._jobs.setdefault(conversation_id, deque()).append(job)
        if conversation_id not in self._workers:
            self._workers[conversation_id] = asyncio.create_task(self._work(conversation_id))

    async def _work(self, conversation_id: str) -> None:
        jobs = self._jobs[conversation_id]
        try:
            while jobs:
                try:
                    await jobs[0]()
                except Exception:
                    logger.exception("A queued turn failed")
                jobs.popleft()
                measures.WAITING.dec()
        finally:
            measures.WAITING.dec(len(jobs))  # of a worker that was cancelled
            del self._jobs[conversation_id]
            del self._workers[conversation_id]


def _measured(job: Job) -> Job:
    """A user's turn, whose waiting behind the earlier ones is measured."""
    came = perf_counter()

    async def run() -> None:
        measures.SECONDS.labels("wait").observe(perf_counter() - came)
        await job()

    return run

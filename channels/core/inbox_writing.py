"""What an inbox writes at every message, on a thread of its own: the event loop waits for no disk, and what
comes while one transaction waits for it goes into the next, all together: one wait, however many came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from channels.core.inbox_database import Away, Execute, PostgresInbox, SqliteInbox

Work = Callable[[Execute], Any]


@dataclass(frozen=True)
class _Asked:
    work: Work
    lasting: bool
    done: asyncio.Future[Any]


class Writing:
    """In the order in which it was asked for. database: this thread's alone."""

    def __init__(self, database: SqliteInbox | PostgresInbox) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._asked: list[_Asked] = []
        self._writes: asyncio.Task[None] | None = None

    async def run(self, work: Work, *, lasting: bool = True) -> Any:
        """What `work` gives, once that is kept. lasting: as SqliteInbox.run has it.

        Raises what the database raises; `work` may be run twice, and is kept once.
        """
        done = asyncio.get_running_loop().create_future()
        self._asked.append(_Asked(work, lasting, done))
        if self._writes is None or self._writes.done():
            self._writes = asyncio.create_task(self._write())
        return await done

    def close(self) -> None:
        """Waits for what is being written, and lets go of the database."""
        self._thread.shutdown()
        self._database.close()

    async def _write(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asked:
            some, self._asked = self._asked, []
            try:
                came = await loop.run_in_executor(self._thread, self._transact, some)
            except RuntimeError as error:  # closed meanwhile
                came = [(None, error)] * len(some)
            for one, (kept, problem) in zip(some, came, strict=True):
                if one.done.done():  # who asked waits no more
                    continue
                if problem is not None:
                    one.done.set_exception(problem)
                else:
                    one.done.set_result(kept)

    def _transact(self, some: list[_Asked]) -> list[tuple[Any, Exception | None]]:
        lasting = any(one.lasting for one in some)
        try:
            together = self._database.run(
                lambda execute: [one.work(execute) for one in some], lasting=lasting
            )
            return [(kept, None) for kept in together]
        except Exception as error:
            if len(some) == 1 or isinstance(error, Away):  # away for all of them alike
                return [(None, error)] * len(some)
        return [self._transact([one])[0] for one in some]  # the fault is of one, and no other's

"""Ends a process whose event loop stands still: a message that hangs it is to hang it for seconds only.

By the C library's own thread, which also runs while a pattern holds the interpreter. Whoever keeps the
process starts another; what is written on the way out are places in files, and no values.
"""

from __future__ import annotations

import asyncio
import faulthandler
from collections.abc import Awaitable, Callable

_KEPT: set[asyncio.Task[None]] = set()
"""The loop itself holds its tasks too loosely."""


async def keep(seconds: float, also: Callable[[], Awaitable[None]] | None = None) -> None:
    """From now on this loop comes round at least every `seconds`, or the process ends. also: what has to be
    done within that time, too, each time anew: that of a thread that works for this loop.
    """

    async def come_round() -> None:
        while True:
            faulthandler.dump_traceback_later(seconds, exit=True)
            await asyncio.sleep(seconds / 12)
            if also is not None:
                await also()

    task = asyncio.create_task(come_round())
    _KEPT.add(task)
    task.add_done_callback(_KEPT.discard)

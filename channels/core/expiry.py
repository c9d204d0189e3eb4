"""The conversations whose time is up (CONVERSATION_DAYS without a word) are erased while the server runs.

Each of several servers does so: what one has erased, the next does not find.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)
HOUR = 3600.0
SLACK = 600.0  # seconds that a clock may be put right by in an hour


def wall_ahead() -> float:
    """The clock on the wall less the one that nobody can set: the same number as long as neither jumps."""
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


async def every_hour(
    expire: Callable[[], Awaitable[int]], pause: float = HOUR, ahead: Callable[[], float] = wall_ahead
) -> None:
    """Until cancelled; a database that is away is asked again an hour later.

    Nothing is erased before an hour has passed by both clocks: one that jumps would erase what is young.
    """
    while True:
        before = ahead()
        await asyncio.sleep(pause)
        if abs(ahead() - before) > SLACK:
            logger.error("The clock jumped: no conversation is erased for an hour")
            continue
        try:
            if erased := await expire():
                logger.info("Erased %s conversations whose time was up", erased)
        except Exception:
            logger.exception("The old conversations could not be erased")

"""The conversations whose time is up (CONVERSATION_DAYS without a word) are erased while the server runs.

Each of several servers does so: what one has erased, the next does not find.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

logger = logging.getLogger(__name__)
HOUR = 3600.0


async def every_hour(expire: Callable[[], Awaitable[int]], pause: float = HOUR) -> None:
    """Until cancelled; a database that is away is asked again an hour later."""
    while True:
        try:
            if erased := await expire():
                logger.info("Erased %s conversations whose time was up", erased)
        except Exception:
            logger.exception("The old conversations could not be erased")
        await asyncio.sleep(pause)

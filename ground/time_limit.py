"""Ends a process whose event loop stands still: a message that hangs it is to hang it for seconds only.

By the C library's own thread, which also runs while a pattern holds the interpreter. Whoever keeps the
process starts another; what is written on the way out are places in files, and no values.
"""

from __future__ import annotations

import asyncio
import faulthandler


async def keep(seconds: float) -> None:
    """From now on this loop comes round at least every `seconds`, or the process ends."""
    loop = asyncio.get_running_loop()

    def come_round() -> None:
        faulthandler.dump_traceback_later(seconds, exit=True)
        loop.call_later(seconds / 12, come_round)

    come_round()

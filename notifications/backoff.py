"""How long a loop waits while a whole server is down: 1 s doubling up to a minute, spread at random.

The pauses of a single row are the store's (`outbox.mark_failed`).
"""

from __future__ import annotations

import random
from collections.abc import Callable

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 60.0


def pause(failures: int, uniform: Callable[[float, float], float] = random.uniform) -> float:
    """Seconds after the `failures`-th failure in a row (from 1): between half and all of the step."""
    step = min(FIRST_SECONDS * 2 ** (min(max(failures, 1), 20) - 1), LONGEST_SECONDS)
    return uniform(step / 2, step)

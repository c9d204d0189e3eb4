"""How long a failed delivery waits: 30 s doubling up to an hour, spread so that rows do not come back together."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST_SECONDS = 30.0
LONGEST_SECONDS = 3600.0


def delay(attempts: int, spread: random.Random) -> timedelta:
    """The wait after the `attempts`-th failure (from 1): between half and all of the exponential step."""
    step = min(FIRST_SECONDS * 2 ** (min(max(attempts, 1), 20) - 1), LONGEST_SECONDS)
    return timedelta(seconds=spread.uniform(step / 2, step))

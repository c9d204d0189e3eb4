"""What was learnt from the articles, kept from one start to the next: learning it takes seconds, and the
articles seldom change.

It holds for what it was made from: the lines, the lists of words, the code that learns, the encoder and the
stemmer. Anything else is learnt anew.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ground import arrays_file
from ground.encoder_table import PACKAGE, folder_from_env

if TYPE_CHECKING:
    import numpy as np

log = logging.getLogger(__name__)
KEPT = "answers.bin"
STEMMER = "snowballstemmer"
HERE = Path(__file__).parent
MADE_BY = ("meaning.py", "stems.py", "words.py", "vectors.py", "other_matters.txt", "empty_words.txt")


def of(heads: Iterable[tuple[str, ...]], made_by: Iterable[str] = MADE_BY) -> str:
    """A key that changes with all that what is learnt depends on. made_by: files of this folder."""
    made_from = [version(PACKAGE), version(STEMMER), *((HERE / name).read_text("utf-8") for name in made_by)]
    return blake2b(json.dumps([list(heads), made_from]).encode(), digest_size=16).hexdigest()


def read(key: str, file: str = KEPT) -> tuple[dict[str, np.ndarray], dict[str, Any]] | None:
    """(arrays, the rest) that were kept under that key; None where they were not, or are damaged."""
    folder = folder_from_env()
    if folder is None:
        return None
    try:
        kept = arrays_file.Mapped(folder / file)
    except (OSError, ValueError):
        return None
    if kept.told.get("of") != key:
        return None
    return kept.arrays(), kept.told["rest"]


def keep(key: str, arrays: Mapping[str, np.ndarray], rest: Mapping[str, Any], file: str = KEPT) -> None:
    """In place of what was kept before. rest: what JSON holds."""
    folder = folder_from_env()
    if folder is None:
        return
    try:
        arrays_file.write(folder / file, dict(arrays), {"of": key, "rest": dict(rest)})
    except OSError as problem:
        log.warning("what was learnt from the articles was not kept: %s", type(problem).__name__)

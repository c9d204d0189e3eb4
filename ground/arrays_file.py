"""Arrays in one file that is made once: every process that maps it has the same pages of memory.

The file is its checksum, a head in JSON (where each array lies, and what is told of them), and the arrays.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_START = struct.Struct("<II")  # the checksum of all that follows it; the length of the head
_ALIGNED = 64
_PART = 1 << 20


def write(file: Path, arrays: dict[str, np.ndarray], told: dict[str, Any]) -> None:
    """Whole or not at all, whoever else writes it. told: anything that JSON holds. Raises OSError."""
    places, after = {}, 0
    for name, array in arrays.items():
        after = _aligned(after)
        places[name] = (array.dtype.str, array.shape, after)
        after += array.nbytes
    head = json.dumps({"arrays": places, "told": told}).encode()
    head = head.ljust(_aligned(_START.size + len(head)) - _START.size)
    file.parent.mkdir(parents=True, exist_ok=True)
    partly = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        with partly.open("wb") as out:
            out.write(_START.pack(0, len(head)) + head)
            for name, array in arrays.items():
                out.seek(_START.size + len(head) + places[name][2])
                out.write(array.data if array.flags.c_contiguous else array.tobytes())
        with partly.open("r+b") as out:
            out.write(struct.pack("<I", _checksum(partly)))
        partly.replace(file)
    finally:
        partly.unlink(missing_ok=True)


class Mapped:
    """Such a file, found whole: read once from end to end, which is no memory of the process."""

    def __init__(self, file: Path) -> None:
        """Raises OSError, and ValueError for what is damaged or something else."""
        self._file = file.open("rb", buffering=0)
        start = self._file.read(_START.size)
        if len(start) < _START.size or _START.unpack(start)[0] != _checksum(file):
            raise ValueError(f"{file} is damaged")
        self._begins = _START.size + _START.unpack(start)[1]
        head = json.loads(self._file.read(self._begins - _START.size))
        self._places: dict[str, Any] = head["arrays"]
        self.told: dict[str, Any] = head["told"]
        self.bytes = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)

    @property
    def descriptor(self) -> int:
        return self._file.fileno()

    def begins(self, name: str) -> int:
        """The place of an array's first byte in the file."""
        return int(self._begins + self._places[name][2])

    def shape(self, name: str) -> tuple[int, ...]:
        return tuple(self._places[name][1])

    def names(self) -> list[str]:
        return list(self._places)

    def arrays(self) -> dict[str, np.ndarray]:
        """All of them; only to be read."""
        return {name: self.array(name) for name in self._places}

    def array(self, name: str) -> np.ndarray:
        """Only to be read."""
        import numpy as np

        kind, shape, _ = self._places[name]
        count = int(np.prod(shape))
        return np.frombuffer(self.bytes, kind, count, self.begins(name)).reshape(shape)


def _aligned(place: int) -> int:
    return -(-place // _ALIGNED) * _ALIGNED


def _checksum(file: Path) -> int:
    """Of all but the checksum itself."""
    found, part = 0, bytearray(_PART)
    with file.open("rb", buffering=0) as whole:
        whole.seek(4)
        while length := whole.readinto(part):
            found = zlib.crc32(memoryview(part)[:length], found)
    return found

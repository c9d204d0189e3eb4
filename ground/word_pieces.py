"""The pieces of words that the sentence encoder knows, looked up in a file.

As a dictionary of a quarter of a million strings they are 41 MB and 0.7 s of each process that has them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any
from zlib import crc32

from ground.arrays_file import Mapped

if TYPE_CHECKING:
    import numpy as np

_NAMES = ("slots", "starts", "values")
REMEMBERED = 1 << 15
"""Pieces asked for, of which a text asks for the same again and again: 4 MB when full."""


def as_arrays(pieces: dict[str, int]) -> dict[str, np.ndarray]:
    """What `Pieces` reads: the keys one after another, and for a key's checksum the number of the key."""
    import numpy as np

    keys = [piece.encode() for piece in pieces]
    mask = (1 << (2 * len(keys)).bit_length()) - 1
    slots = [0] * (mask + 1)
    for number, key in enumerate(keys, start=1):
        at = crc32(key) & mask
        while slots[at]:
            at = (at + 1) & mask
        slots[at] = number
    return {
        "slots": np.array(slots, np.uint32),
        "starts": np.fromiter(accumulate(map(len, keys), initial=0), np.uint32, len(keys) + 1),
        "values": np.fromiter(pieces.values(), np.uint32, len(keys)),
        "keys": np.frombuffer(b"".join(keys), np.uint8),
    }


class Pieces:
    """The dictionary's `get`; what was asked lately is remembered."""

    def __init__(self, file: Mapped) -> None:
        self._slots, self._starts, self._values = (file.array(name).data for name in _NAMES)
        self._mask = len(self._slots) - 1
        self._bytes: Any = file.bytes
        self._begin = file.begins("keys")
        self.get = lru_cache(maxsize=REMEMBERED)(self._found)

    def _found(self, piece: str) -> int | None:
        key = piece.encode()
        at = crc32(key) & self._mask
        while number := self._slots[at]:
            first, after = self._starts[number - 1], self._starts[number]
            if self._bytes[self._begin + first : self._begin + after] == key:
                return self._values[number - 1]
            at = (at + 1) & self._mask
        return None

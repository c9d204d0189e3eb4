"""What came of reading a message."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.pending import KINDS
from nlu.reading.notation import Command

PENDINGS = sorted(KINDS)
KIND_NAMES = sorted(set(KINDS.values()))
UNCLEAR = "unclear"


@dataclass(frozen=True)
class Interpretation:
    """commands; share: belief in them; alternatives: the two likeliest readings where it is unclear."""

    commands: list[Command]
    share: float
    unsure: bool
    alternatives: list[list[Command]]

"""What came of reading a message."""

from __future__ import annotations

from dataclasses import dataclass

from ground.notation import Command
from nlu.pending import KINDS

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

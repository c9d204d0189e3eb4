"""What a messenger's message is to us: one of a few shapes, whatever the messenger or a forger sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """Words, or the payload of a button of ours: what a forger says it is."""

    text: str


@dataclass(frozen=True)
class File:
    """A photo or document. `ref` is what it is fetched by; `size` in bytes, 0 when nobody says."""

    ref: str
    name: str
    caption: str
    size: int = 0


@dataclass(frozen=True)
class Hint:
    """Something we cannot use, to be answered with a sentence."""

    sentence: str


@dataclass(frozen=True)
class Nothing:
    """Needs no answer."""


Incoming = Text | File | Hint | Nothing

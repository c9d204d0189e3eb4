"""Cursors: opaque to the caller, an id to us."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from fastapi import Query

LARGEST = 2**31 - 1

Limit = Annotated[int, Query(ge=1, le=100, description="Quantos itens por página.")]
Cursor = Annotated[
    str | None,
    Query(max_length=40, description="O `next_cursor` da página anterior; sem ele, a primeira página."),
]


class InvalidCursor(Exception):
    """It is none that we gave."""


def cursor(last_id: int) -> str:
    return base64.urlsafe_b64encode(f"v1:{last_id}".encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> int | None:
    """The id that the page before ended with. Raises InvalidCursor."""
    if text is None:
        return None
    try:
        said = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        raise InvalidCursor from None
    version, _, number = said.partition(":")
    if version != "v1" or not number.isdecimal() or len(number) > 10 or int(number) > LARGEST:
        raise InvalidCursor
    return int(number)

"""ETag, If-Match and If-None-Match: whoever decides on an old reading is told so instead of overwriting."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from fastapi import Header

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        max_length=400,
        description="O `ETag` da última leitura. Se o acionamento mudou desde então, nada é feito: 412.",
        examples=['"9f0c8f7d3b1a4e5c9f0c8f7d3b1a4e5c"'],
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        max_length=400,
        description="O `ETag` da última leitura. Se nada mudou, a resposta é 304, sem corpo.",
    ),
]


class ChangedMeanwhile(Exception):
    """The If-Match is not the current ETag."""


def etag(body: dict[str, Any]) -> str:
    """The same for the same representation, quotes included."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f'"{hashlib.sha256(canonical.encode()).hexdigest()[:32]}"'


def must_match(if_match: str | None, body: dict[str, Any]) -> None:
    """Raises ChangedMeanwhile. No If-Match: the caller takes the risk."""
    if if_match is not None and not _names(if_match, etag(body)):
        raise ChangedMeanwhile


def is_known(if_none_match: str | None, body: dict[str, Any]) -> bool:
    return if_none_match is not None and _names(if_none_match.replace("W/", ""), etag(body))


def _names(header: str, tag: str) -> bool:
    return header.strip() == "*" or tag in (one.strip() for one in header.split(","))

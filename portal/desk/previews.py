"""A file looked at on the desk's pages instead of saved: only pictures and PDF, of which nothing is run."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from fastapi.responses import FileResponse, Response

from ticket_store.file_kinds import seen_as

# In a place of its own that can run nothing, load nothing and is shown on no page but ours.
LOCKED = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'self'"}
UNKNOWN = "application/octet-stream"


def file_answer(path: Path, name: str, content_type: str, *, look: bool) -> Response:
    """To be saved; with `look`, shown, where it is of a kind that is."""
    how = "inline" if look and seen_as(content_type) else "attachment"
    return FileResponse(
        path, filename=name, media_type=content_type, headers=LOCKED, content_disposition_type=how
    )


def bytes_answer(content: bytes, name: str, content_type: str | None) -> Response:
    """Shown as that type; saved as nothing in particular where it is none that is shown."""
    seen = content_type if seen_as(content_type) else None
    how = "inline" if seen else "attachment"
    named = {"Content-Disposition": f"{how}; filename*=utf-8''{quote(name)}"}
    return Response(content, media_type=seen or UNKNOWN, headers=LOCKED | named)

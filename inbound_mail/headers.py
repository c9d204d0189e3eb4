"""Headers as plain pairs of text, however broken they are; and the addresses in one."""

from __future__ import annotations

from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses

LONGEST = 10_000


def read(message: Message) -> tuple[tuple[str, str], ...]:
    """(name in lower case, decoded value on one line), the topmost first."""
    return tuple((str(name).lower(), _decoded(value)) for name, value in message.raw_items())


def addresses(value: str) -> list[tuple[str | None, str]]:
    """(name or None, address in lower case) of each address in a header; what is none is left out."""
    found = []
    for name, address in getaddresses([value]):
        address = address.strip().lower()
        local, at, domain = address.rpartition("@")
        if (
            at
            and local
            and domain
            and not any(c.isspace() or c in "<>,;" for c in address)
            and len(address) <= 254
        ):
            found.append((name.strip()[:80] or None, address))
    return found


def _decoded(value: object) -> str:
    text = _plain(str(value)[:LONGEST])
    try:
        decoded = str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError, UnicodeError):
        decoded = text
    return " ".join(_plain(decoded).replace("\x00", "").split())


def _plain(text: str) -> str:
    """Undeclared 8-bit text: UTF-8 if it is, else what Windows in Brazil writes."""
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")

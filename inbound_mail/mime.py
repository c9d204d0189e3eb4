"""The body of a message: its text, its files, what cannot be read. Survives wrong charsets and nesting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from inbound_mail.html_text import text_of

DEEPEST = 25
LONGEST_TEXT = 2_000_000
# Logos and pixels of signatures, not what somebody meant to send.
DECORATION_BYTES = 10 * 1024
_SIGNATURES = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_ALIASES = {"unicode-1-1-utf-7": "utf-7", "cp-850": "cp850", "iso-8859-8-i": "iso-8859-8", "ansi": "cp1252"}
_ARMOUR = re.compile(
    r"-----BEGIN PGP SIGNED MESSAGE-----\n(?:[^\n]+\n)*\n(.*?)\n"
    r"-----BEGIN PGP SIGNATURE-----.*?-----END PGP SIGNATURE-----",
    re.DOTALL,
)
_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class LetterFile:
    """name: what the sender called it, never trusted as a path."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Body:
    """text: "\\n" line ends. too_deep: nested beyond reason, so that parts of it were not looked at.

    calendar: the iTIP method ("REQUEST"), None without an invitation.
    """

    text: str
    files: tuple[LetterFile, ...]
    encrypted: bool
    too_deep: bool
    calendar: str | None


class _Reader:
    def __init__(self) -> None:
        self.files: list[LetterFile] = []
        self.encrypted = False
        self.too_deep = False
        self.calendar: str | None = None

    def text(self, part: Message, depth: int = 0) -> str:
        """The part's text; its files are collected on the way."""
        kind = part.get_content_type()
        if depth > DEEPEST:
            self.too_deep = True
            return ""
        if kind in _SEALED:
            self.encrypted = True
            return ""
        if kind == "message/rfc822" or _is_file(part):
            self._keep(part, kind)
            return ""
        if part.is_multipart():
            if kind == "multipart/alternative":
                return self._alternative(part, depth)
            texts = [self.text(child, depth + 1) for child in _children(part)]
            return "\n\n".join(t for t in texts if t.strip())
        if kind == "text/calendar":
            said = _METHOD.search(_decoded(part))
            self.calendar = str(part.get_param("method") or (said[1] if said else "REQUEST")).upper()
            return ""
        if kind in ("text/plain", "text/html"):
            return self._words(part, kind)
        self._keep(part, kind)
        return ""

    def _alternative(self, part: Message, depth: int) -> str:
        """The first version with words in it: senders put the plain one first; an empty one says nothing."""
        versions = [self.text(child, depth + 1) for child in _children(part)]
        return next((v for v in versions if v.strip()), "")

    def _words(self, part: Message, kind: str) -> str:
        text = _decoded(part)
        if kind == "text/html":
            return text_of(text)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if str(part.get_param("format") or "").lower() == "flowed":
            text = _unflowed(text, delsp=str(part.get_param("delsp") or "").lower() == "yes")
        if "-----BEGIN PGP MESSAGE-----" in text:
            self.encrypted = True
        return _ARMOUR.sub(lambda m: re.sub(r"^- ", "", m[1], flags=re.MULTILINE), text)

    def _keep(self, part: Message, kind: str) -> None:
        if kind in _SIGNATURES or kind == "message/delivery-status":
            return
        if kind == "message/rfc822":
            inner = part.get_payload()
            first = inner[0] if isinstance(inner, list) and inner else None
            content = first.as_bytes() if isinstance(first, Message) else b""
        else:
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
        inline = part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
        if not content or (inline and kind.startswith("image/") and len(content) < DECORATION_BYTES):
            return
        self.files.append(LetterFile(_name(part, kind), content))


def read(message: Message) -> Body:
    """May raise whatever the standard library does on a hostile message."""
    reader = _Reader()
    text = reader.text(message)
    text = text.replace("\x00", "").replace("\u00a0", " ").replace("\ufeff", "")[:LONGEST_TEXT]
    return Body(text.strip(), tuple(reader.files), reader.encrypted, reader.too_deep, reader.calendar)


def _children(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    return (p for p in payload if isinstance(p, Message)) if isinstance(payload, list) else iter(())


def _is_file(part: Message) -> bool:
    if part.is_multipart():
        return False
    if part.get_content_disposition() == "attachment":
        return part.get_content_type() != "text/calendar"
    return bool(part.get_filename()) and part.get_content_maintype() != "text"


def _name(part: Message, kind: str) -> str:
    name = part.get_filename()
    if isinstance(name, str) and name.strip():
        return " ".join(name.split())[:255]
    return "mensagem.eml" if kind == "message/rfc822" else f"anexo.{kind.rpartition('/')[2][:10]}"


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else str(payload or "").encode("utf-8", "surrogateescape")
    charset = str(part.get_content_charset() or "").strip("'\" ").lower()
    # Declared US-ASCII with accents in it is common, and so is UTF-8 called Latin-1 only by mistake.
    for name in (_ALIASES.get(charset, charset), "utf-8"):
        if name and name != "us-ascii":
            try:
                return content.decode(name)
            except (LookupError, ValueError):
                continue
    return content.decode("cp1252", "replace")


def _unflowed(text: str, *, delsp: bool) -> str:
    """format=flowed (RFC 3676): a line that ends in a space goes on in the next one."""
    out: list[str] = []
    joining = False
    for line in text.split("\n"):
        stuffed = line[1:] if line.startswith(" ") else line
        flows = line.endswith(" ") and line != "-- " and not line.startswith(">")
        words = stuffed[:-1] if flows and delsp else stuffed
        if joining and not line.startswith(">"):
            out[-1] += words
        else:
            out.append(words)
        joining = flows
    return "\n".join(line.rstrip() if line != "-- " else line for line in out)

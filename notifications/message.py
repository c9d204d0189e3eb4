"""A letter as a mail: headers that thread it, mark it automatic and cannot be injected into.

Written by hand where that is simple: the library's own way through its parsers was half of what a mail costs.
"""

from __future__ import annotations

import email.policy
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import MIMEPart
from email.policy import EmailPolicy
from email.utils import format_datetime
from functools import lru_cache

from email_validator import EmailNotValidError, validate_email

from notifications.transport import TransportError
from ticket_store.mails.rendering import Enclosure, Letter
from ticket_store.mails.wording import one_line

# A line of a mail may be no longer (RFC 5322); an id cannot be folded.
LONGEST_ID = 990
LONGEST_LINE = 78
# No text and no file of ours can have them: "=_" is nothing in quoted-printable, nor in base64.
WORDINGS, WHOLE = "=_wordings", "=_whole"


class _Ids(UnstructuredHeader):
    """Message-IDs, one a line as they are: the library would encode a long one, which then names nothing."""

    def fold(self, *, policy: EmailPolicy) -> str:
        name: str = self.name  # type: ignore[attr-defined]
        return f"{name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("in-reply-to", "references", "message-id"):
    _HEADERS.map_to_type(_name, _Ids)  # type: ignore[arg-type]
POLICY = email.policy.SMTP.clone(header_factory=_HEADERS)
BEYOND_ASCII = POLICY.clone(utf8=True)
SENDER_NAME = "Central de Serviços Serpro"


@dataclass(frozen=True)
class Envelope:
    """uid: the outbox row's, the Message-ID derives from it.

    first: the uid of the ticket's first mail to this reader.
    answers: Message-ID of the letter that this mail answers, if the requester wrote one.
    """

    uid: str
    sender: str
    recipient: str
    at: datetime
    first: str | None = None
    answers: str | None = None
    reply_to: str | None = None
    unsubscribe_url: str | None = None


@dataclass(frozen=True)
class Mail:
    """headers: in their order. content: what comes after them, encoded, its own headers first."""

    headers: tuple[tuple[str, str | Address], ...]
    content: bytes

    def as_bytes(self, *, utf8: bool = False) -> bytes:
        """utf8: for a server and an address with letters beyond ASCII, which stand as they are then."""
        return b"".join(_line(name, value, utf8) for name, value in self.headers) + self.content


def build(letter: Letter, envelope: Envelope) -> Mail:
    """multipart/alternative, text first, and what is enclosed after it.

    Raises TransportError(permanent) for an address that is none.
    """
    wordings = (_text("plain", letter.text), _text("html", letter.html))
    content = _multipart("alternative", WORDINGS, wordings)
    if letter.enclosures:
        content = _multipart("mixed", WHOLE, (content, *(_enclosed(one) for one in letter.enclosures)))
    return Mail((*_headers(letter, envelope), ("MIME-Version", "1.0")), content)


def _headers(letter: Letter, envelope: Envelope) -> Iterator[tuple[str, str | Address]]:
    domain = envelope.sender.rpartition("@")[2]
    yield "From", _address(envelope.sender, SENDER_NAME)
    yield "To", _address(envelope.recipient)
    yield "Subject", letter.subject
    yield "Date", format_datetime(envelope.at)
    yield "Message-ID", f"<{envelope.uid}@{domain}>"
    if envelope.reply_to:
        yield "Reply-To", _address(envelope.reply_to, SENDER_NAME)
    first = f"<{envelope.first}@{domain}>" if envelope.first else None
    before = [one for one in (first, _message_id(envelope.answers)) if one]
    if before:
        yield "In-Reply-To", before[-1]
        yield "References", " ".join(before)
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    if envelope.unsubscribe_url:
        yield "List-Unsubscribe", f"<{envelope.unsubscribe_url}>"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _line(name: str, value: str | Address, utf8: bool) -> bytes:
    """A header with its line end, folded and encoded where it has to be. Raises ValueError for two lines."""
    if isinstance(value, Address):
        if value.display_name:
            return _named_line(name, value.display_name, value.addr_spec, utf8)
        value = value.addr_spec
    if (
        value.isascii()
        and value.isprintable()
        and len(f"{name}: {value}") <= LONGEST_LINE
        and "=?" not in value
    ):
        return f"{name}: {value}\r\n".encode()
    return _folded(name, value, utf8)


@lru_cache(maxsize=8)
def _named_line(name: str, display_name: str, spec: str, utf8: bool) -> bytes:
    """Of the sender, mostly: the same in each mail."""
    return _folded(name, Address(display_name=display_name, addr_spec=spec), utf8)


def _folded(name: str, value: str | Address, utf8: bool) -> bytes:
    policy = BEYOND_ASCII if utf8 else POLICY
    return policy.fold_binary(*policy.header_store_parse(name, value))


def _text(subtype: str, text: str) -> bytes:
    lines = b"\r\n".join(text.encode().splitlines()) + b"\r\n"
    return (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode() + b2a_qp(lines)


def _enclosed(one: Enclosure) -> bytes:
    part = MIMEPart(policy=POLICY)
    part.set_content(
        one.text.encode(),
        maintype=one.maintype,
        subtype=one.subtype,
        disposition="attachment",
        filename=one.filename,
        params={"charset": "utf-8"} if one.maintype == "text" else {},
    )
    return part.as_bytes()


def _multipart(subtype: str, boundary: str, parts: tuple[bytes, ...]) -> bytes:
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    between = f"\r\n--{boundary}".encode()
    return head + between.lstrip() + b"\r\n" + (between + b"\r\n").join(parts) + between + b"--\r\n"


@lru_cache(maxsize=8)
def _address(spec: str, name: str = "") -> Address:
    """Few are kept: of all, only our own comes again and again."""
    try:
        # Development and internal addresses (ana@localhost) are fine; line breaks, spaces and lists are not.
        validate_email(spec, check_deliverability=False, test_environment=True, allow_smtputf8=True)
        return Address(display_name=name, addr_spec=spec)
    except (EmailNotValidError, HeaderParseError, ValueError, IndexError):
        raise TransportError("the address is not valid", permanent=True) from None


def _message_id(text: str | None) -> str | None:
    plain = one_line(text or "", LONGEST_ID + 1).strip("<> ")
    broken = not plain.isascii() or len(plain) > LONGEST_ID or any(c in plain for c in " <>")
    return f"<{plain}>" if plain and not broken else None

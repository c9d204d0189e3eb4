"""A letter as a mail: headers that thread it, mark it automatic and cannot be injected into."""

from __future__ import annotations

import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from email_validator import EmailNotValidError, validate_email

from notifications.transport import TransportError
from ticket_store.mails.rendering import Letter
from ticket_store.mails.wording import one_line

# A line of a mail may be no longer (RFC 5322); an id cannot be folded.
LONGEST_ID = 990


class _Ids(UnstructuredHeader):
    """Message-IDs, one a line as they are: the library would encode a long one, which then names nothing."""

    def fold(self, *, policy: EmailPolicy) -> str:
        name: str = self.name  # type: ignore[attr-defined]
        return f"{name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


_HEADERS = HeaderRegistry()
for _name in ("in-reply-to", "references", "message-id"):
    _HEADERS.map_to_type(_name, _Ids)  # type: ignore[arg-type]
POLICY = email.policy.SMTP.clone(header_factory=_HEADERS)
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


def build(letter: Letter, envelope: Envelope) -> EmailMessage:
    """multipart/alternative, text first, and what is enclosed after it.

    Raises TransportError(permanent) for an address that is none.
    """
    domain = envelope.sender.rpartition("@")[2]
    message = EmailMessage(policy=POLICY)
    message["From"] = _address(envelope.sender, SENDER_NAME)
    message["To"] = _address(envelope.recipient)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{envelope.uid}@{domain}>"
    if envelope.reply_to:
        message["Reply-To"] = _address(envelope.reply_to, SENDER_NAME)
    first = f"<{envelope.first}@{domain}>" if envelope.first else None
    before = [one for one in (first, _message_id(envelope.answers)) if one]
    if before:
        message["In-Reply-To"] = before[-1]
        message["References"] = " ".join(before)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if envelope.unsubscribe_url:
        message["List-Unsubscribe"] = f"<{envelope.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    for one in letter.enclosures:
        charset = {"charset": "utf-8"} if one.maintype == "text" else {}
        message.add_attachment(
            one.text.encode(),
            maintype=one.maintype,
            subtype=one.subtype,
            filename=one.filename,
            params=charset,
        )
    return message


def _address(spec: str, name: str = "") -> Address:
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

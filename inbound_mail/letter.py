"""A mail as the rest of this room sees it, and how the bytes become one. Pure; never raises."""

from __future__ import annotations

import email.policy
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.parser import BytesParser

from inbound_mail import headers, mime
from inbound_mail.mime import LetterFile


@dataclass(frozen=True)
class Letter:
    """message_id: the header's, or one made of the content. sender: lower case, None unless there is one.

    recipients: every address it was for, lower case. answers: Message-IDs it refers to, the closest first.
    envelope_from: "" is the null sender, None when unknown. text: the whole body, quoted parts included.
    unreadable: None, "unparsable" (nothing could be made of it), "encrypted" or "too_large" (only its headers
    were fetched). calendar: the iTIP method. pictured: the HTML's text with the places of its pictures.
    forwarded: its subject says that somebody else's words follow.
    """

    message_id: str
    raw: bytes = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    files: tuple[LetterFile, ...] = ()
    answers: tuple[str, ...] = ()
    envelope_from: str | None = None
    content_type: str = "text/plain"
    report: EmailMessage | None = field(default=None, repr=False)
    calendar: str | None = None
    unreadable: str | None = None
    pictured: str = field(default="", repr=False)

    @property
    def forwarded(self) -> bool:
        return bool(_FORWARDED.match(self.subject))

    def header(self, name: str) -> str | None:
        """The topmost one of that name."""
        return next((value for found, value in self.headers if found == name.lower()), None)

    def all(self, name: str) -> list[str]:
        return [value for found, value in self.headers if found == name.lower()]


_FORWARDED = re.compile(r"(?:re|res)?[: ]*(?:enc|fw|fwd|tr|rv|i)\s*:", re.IGNORECASE)
_REPORT = "multipart/report"


def parse(
    raw: bytes,
    *,
    envelope_from: str | None = None,
    envelope_to: Iterable[str] = (),
    complete: bool = True,
) -> Letter:
    """The letter in `raw`. The envelope is what LMTP or SMTP said; by IMAP there is none.

    complete: False when `raw` is only the headers of a letter that is too large.
    """
    blank = replace(
        unread(raw), recipients=tuple(a.lower() for a in envelope_to), envelope_from=envelope_from
    )
    try:
        message = BytesParser(policy=mime.POLICY).parsebytes(raw)
        if message.get_content_type() == _REPORT:
            # Only here the mails inside are looked into.
            message = BytesParser(policy=email.policy.default).parsebytes(raw)
        known = headers.raw(message)
        if not known:
            return blank
        letter = _addressed(blank, known)
        body = mime.read(message)
    except Exception:
        # The standard library raises a little of everything on hostile input (RecursionError included).
        return blank
    if not complete:
        return replace(letter, unreadable="too_large")
    report = message if message.get_content_type() == _REPORT else None
    return replace(
        letter,
        text=body.text,
        files=body.files,
        content_type=message.get_content_type(),
        report=report if isinstance(report, EmailMessage) else None,
        calendar=body.calendar,
        pictured=body.pictured,
        unreadable="unparsable" if body.too_deep else "encrypted" if body.encrypted else None,
    )


def unread(raw: bytes) -> Letter:
    """The bytes alone."""
    return Letter(message_id="sha256-" + hashlib.sha256(raw).hexdigest(), raw=raw, unreadable="unparsable")


def _addressed(blank: Letter, known: headers.Raw) -> Letter:
    def every(name: str) -> list[str]:
        return [value for found, value in known if found == name]

    senders = [one for value in every("from") for one in headers.addresses(value)]
    # Two that are one are a name that is the address.
    alone = len({address for _, address in senders}) == 1
    address = senders[-1][1] if alone else None
    given = [
        *every("delivered-to"),
        *every("x-original-to"),
        *every("envelope-to"),
        *every("to"),
        *every("cc"),
    ]
    recipients = [found for value in given for _, found in headers.addresses(value)]
    own = next((one for value in every("message-id") for one in headers.ids(value)), None)
    answers = [*_ids(every("in-reply-to")), *reversed(_ids(every("references")))]
    returned = next(iter(every("return-path")), None)
    envelope_from = blank.envelope_from
    if envelope_from is None and returned is not None:
        envelope_from = returned.strip().strip("<>").strip()
    return replace(
        blank,
        message_id=own or blank.message_id,
        headers=headers.decoded(known),
        sender=address,
        recipients=tuple(dict.fromkeys([*blank.recipients, *recipients])),
        subject=headers.text_of(next(iter(every("subject")), ""))[:300],
        answers=tuple(dict.fromkeys(answers))[:60],
        envelope_from=envelope_from,
    )


def _ids(values: list[str]) -> list[str]:
    return [found for value in values for found in headers.ids(value)]

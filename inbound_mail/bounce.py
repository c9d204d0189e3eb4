"""Delivery reports (RFC 3464): which of our mails came back for good, and with which code. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message

from inbound_mail.letter import Letter

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_ID = re.compile(r"<([^<>\s]{1,300})>")


@dataclass(frozen=True)
class Bounce:
    """message_ids: of the mail that came back, as the report quotes it. status: "5.1.1"."""

    message_ids: tuple[str, ...]
    status: str


def bounce_in(letter: Letter) -> Bounce | None:
    """None unless the report says that a delivery failed for good (delays and successes mark nobody)."""
    if letter.report is None:
        return None
    try:
        return _read(letter.report)
    except Exception:
        # A broken report marks nobody.
        return None


def _read(report: Message) -> Bounce | None:
    status: str | None = None
    ids: list[str] = []
    for part in report.walk():
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind == "message/delivery-status" and isinstance(payload, list):
            blocks = [block for block in payload if isinstance(block, Message)]
            status = status or next((s for block in blocks if (s := _failure(block))), None)
        elif kind == "message/rfc822" and isinstance(payload, list):
            ids += [
                i
                for m in payload
                if isinstance(m, Message)
                for i in _ID.findall(str(m.get("Message-ID", "")))
            ]
        elif kind == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            ids += [
                i
                for line in re.findall(r"(?im)^message-id:[ \t]*(?:\r?\n[ \t]+)?(.*)$", text)
                for i in _ID.findall(line)
            ]
    return Bounce(tuple(dict.fromkeys(ids)), status) if status else None


def _failure(block: Message) -> str | None:
    if str(block.get("Action", "")).strip().lower() != "failed":
        return None
    found = _STATUS.search(str(block.get("Status", "")))
    return found[0] if found and found[1] == "5" else None

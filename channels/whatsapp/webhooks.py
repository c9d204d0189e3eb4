"""What a webhook of Meta's means to us (pure): its signature, its messages, each as one of a few shapes."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any

from channels.core import sentences
from channels.core.incoming import File, Hint, Incoming, Nothing, Text

PREFIX = "wa-"
_NUMBER = re.compile(r"\d{5,20}")
_ID = re.compile(r"[\x21-\x7e]{1,300}")
_FILES = ("image", "document")
_VOICE = ("audio", "voice")
# Reactions and number changes ask for no answer.
_SAYS_NOTHING = ("reaction", "system")


def conversation_of(wa_id: str) -> str:
    """The conversation id of a user."""
    return f"{PREFIX}{wa_id}"


def number_of(conversation_id: str) -> str | None:
    """The user of a conversation id; None when it is none of WhatsApp's."""
    wa_id = conversation_id.removeprefix(PREFIX)
    return wa_id if conversation_id.startswith(PREFIX) and _NUMBER.fullmatch(wa_id) else None


def is_signed(body: bytes, signature: str, app_secret: str) -> bool:
    """Whether X-Hub-Signature-256 was made over exactly these bytes by who knows the app's secret."""
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(signature.encode(), expected.encode())


def messages(update: Any, phone_number_id: str) -> Iterator[dict[str, Any]]:
    """The messages users sent to our number, in order; statuses and other numbers' are left out."""
    for value in _values(update):
        if _dict(value.get("metadata")).get("phone_number_id") != phone_number_id:
            continue
        for message in _list(value.get("messages")):
            message = _dict(message)
            if _is(_NUMBER, message.get("from")) and _is(_ID, message.get("id")):
                yield message


def failures(update: Any) -> list[int]:
    """The error codes of our messages that Meta took and then could not deliver."""
    return [
        code if type(code := _dict(error).get("code")) is int else 0
        for value in _values(update)
        for status in _list(value.get("statuses"))
        if _dict(status).get("status") == "failed"
        for error in _list(_dict(status).get("errors"))
    ]


def sent_at(message: dict[str, Any], now: datetime) -> datetime:
    """When the user sent it: a webhook may come days late. Never after `now`."""
    stamp = str(message.get("timestamp"))
    if not re.fullmatch(r"\d{1,11}", stamp):
        return now
    return min(datetime.fromtimestamp(int(stamp), timezone.utc), now)


def read(message: dict[str, Any]) -> Incoming:
    """One message as what we do with it; whatever shape it has."""
    kind = str(message.get("type"))
    content = _dict(message.get(kind))
    if kind == "text":
        return Text(str(content.get("body") or ""))
    if kind == "interactive":
        reply = _dict(content.get(str(content.get("type"))))
        return Text(str(reply.get("id") or reply.get("title") or ""))
    if kind == "button":  # the button of a template
        return Text(str(content.get("text") or ""))
    if kind in _FILES and content.get("id"):
        name = "foto.jpg" if kind == "image" else str(content.get("filename") or "arquivo")[:120]
        if kind == "image" and content.get("mime_type") == "image/png":
            name = "foto.png"
        return File(str(content["id"]), name, str(content.get("caption") or ""))
    if kind in _VOICE:
        return Hint(sentences.VOICE)
    if kind == "sticker":
        return Hint(sentences.STICKER)
    return Nothing() if kind in _SAYS_NOTHING else Hint(sentences.UNSUPPORTED)


def _values(update: Any) -> Iterator[dict[str, Any]]:
    for entry in _list(_dict(update).get("entry")):
        for change in _list(_dict(entry).get("changes")):
            if _dict(change).get("field") == "messages":
                yield _dict(change.get("value"))


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and bool(pattern.fullmatch(value))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

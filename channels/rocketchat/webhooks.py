"""What a call of Rocket.Chat's outgoing webhook means to us (pure), whatever shape it has.

One integration sends "Message Sent", another "File Uploaded", both for direct messages only. A room that
bears a name is none: what is said there is not for us.
"""

from __future__ import annotations

import re
from typing import Any

from channels.core import sentences
from channels.core.incoming import File, Hint, Incoming, Message, Text

PREFIX = "rc-"
_ID = re.compile(r"[A-Za-z0-9_-]{5,64}")
_NAME = re.compile(r"[\w.-]{1,100}")
_CONVERSATION = re.compile(rf"{PREFIX}({_ID.pattern})")


def conversation_of(user_id: str) -> str:
    """The conversation id of a user."""
    return f"{PREFIX}{user_id}"


def user_of(conversation_id: str) -> str | None:
    """The user of a conversation id; None when it is none of Rocket.Chat's."""
    found = _CONVERSATION.fullmatch(conversation_id)
    return found[1] if found else None


def message_of(body: Any, bot_id: str) -> Message | None:
    """What is kept of a call: id, user_id, user_name, text, edited, file; None of one that is not for us."""
    if not isinstance(body, dict) or body.get("channel_name") or body.get("bot"):
        return None
    user_id, user_name, message_id = (str(body.get(key)) for key in ("user_id", "user_name", "message_id"))
    known = _ID.fullmatch(user_id) and _NAME.fullmatch(user_name) and _ID.fullmatch(message_id)
    if not known or user_id == bot_id:  # our own words come back to us, too
        return None
    file, edited = _file_of(body), bool(body.get("isEdited"))
    text = str(body.get("text") or "")
    if file is None and not text.strip():
        return None  # a file, of which the other integration tells
    kind = "f" if file else "e" if edited else "m"
    return {
        "id": f"{kind} {message_id}",
        "user_id": user_id,
        "user_name": user_name,
        "text": "" if file else text,
        "edited": edited,
        "file": file,
    }


def read(message: Message) -> Incoming:
    """A message that was kept, as what we do with it."""
    if file := message["file"]:
        if file["type"].startswith("audio/"):
            return Hint(sentences.VOICE)
        return File(file["path"], file["name"], "", file["size"])
    return Hint(sentences.EDITED) if message["edited"] else Text(message["text"])


def _file_of(body: dict[str, Any]) -> dict[str, Any] | None:
    sent = body.get("message")
    file = sent.get("file") if isinstance(sent, dict) else None
    if not isinstance(file, dict) or not _ID.fullmatch(str(file.get("_id"))):
        return None
    size = file.get("size")
    name = str(file.get("name") or "arquivo")[:120]
    return {
        "path": str(file["_id"]),
        "name": name,
        "type": str(file.get("type") or ""),
        "size": size if type(size) is int else 0,
    }

"""What an activity of Teams means to us (pure): the messages in it, each as one of a few shapes."""

from __future__ import annotations

import hashlib
import re
from typing import Any
from urllib.parse import urlsplit

from channels.core import sentences
from channels.core.incoming import File, Hint, Incoming, Message, Text

PREFIX = "teams-"
CHANNEL_ID = "msteams"
_CONVERSATION = re.compile(rf"{PREFIX}([0-9a-f]{{32}})")
# Microsoft's own are below 200 characters; what is no text (a lone surrogate, a NUL) no database takes.
_NAME = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,1000}")
_UPLOADED = "application/vnd.microsoft.teams.file.download.info"
# A file that was uploaded lies in the person's own OneDrive.
_FILE_HOSTS = (".sharepoint.com",)


def conversation_of(user_id: str) -> str:
    """The conversation id of a user."""
    return f"{PREFIX}{user_id}"


def user_of(conversation_id: str) -> str | None:
    """The user of a conversation id; None when it is none of Teams'."""
    found = _CONVERSATION.fullmatch(conversation_id)
    return found[1] if found else None


def is_sound(activity: dict[str, Any]) -> bool:
    """Whether what names the chat, the message and where to answer is text, where it stands there at all."""
    chat = activity.get("conversation")
    names = [
        activity.get("id"),
        activity.get("serviceUrl"),
        *([chat.get("id")] if isinstance(chat, dict) else []),
    ]
    return all(one is None or (isinstance(one, str) and bool(_NAME.fullmatch(one))) for one in names)


def address_of(activity: dict[str, Any], tenant_id: str) -> tuple[str, str, str] | None:
    """(user id, Teams' conversation, service address) of a person's own chat with us, in our organisation.

    The user id stands for Teams' conversation, whose name is long and says who is in it.
    """
    conversation = _dict(activity.get("conversation"))
    tenant = _dict(_dict(activity.get("channelData")).get("tenant")).get("id") or conversation.get("tenantId")
    name, service_url = conversation.get("id"), activity.get("serviceUrl")
    if conversation.get("conversationType") != "personal" or tenant != tenant_id:
        return None
    if not (isinstance(name, str) and name and isinstance(service_url, str)):
        return None
    return hashlib.sha256(f"{tenant} {name}".encode()).hexdigest()[:32], name, service_url


def was_removed(activity: dict[str, Any]) -> bool:
    """Whether the person took the bot out of his Teams."""
    return activity.get("type") == "installationUpdate" and activity.get("action") == "remove"


def messages_of(activity: dict[str, Any], user_id: str) -> list[Message]:
    """What is kept of an activity: its words or its tap, and each of its files; of others nothing."""
    edited = activity.get("type") == "messageUpdate"
    activity_id = activity.get("id")
    if (activity.get("type") != "message" and not edited) or not isinstance(activity_id, str):
        return []
    payload = _dict(activity.get("value")).get("payload")
    text = str(payload or activity.get("text") or "")
    service_url = str(activity.get("serviceUrl"))
    files = [
        file for one in _list(activity.get("attachments")) if (file := _file_of(_dict(one), service_url))
    ]
    parts: list[dict[str, Any]] = [{"file": file} for file in files]
    if text.strip() or not files:
        parts.append({"text": text, "edited": edited})
    return [
        {"id": _key(user_id, activity_id, number, edited), "user_id": user_id, **part}
        for number, part in enumerate(parts)
    ]


def read(message: Message) -> Incoming:
    """A message that was kept, as what we do with it."""
    if file := message.get("file"):
        if file["type"].startswith("audio/"):
            return Hint(sentences.VOICE)
        if not file["name"]:
            return Hint(sentences.UNSUPPORTED)
        return File(file["url"], file["name"], "") if file["url"] else Hint(sentences.FILE_FAILED)
    return Hint(sentences.EDITED) if message["edited"] else Text(message["text"])


def _file_of(attachment: dict[str, Any], service_url: str) -> dict[str, Any] | None:
    """type, url ("": not one to be fetched), name ("": not a file), ours (our token is to be shown there)."""
    kind = str(attachment.get("contentType") or "")
    if kind == "text/html" or not kind:
        return None  # the words again, with their looks
    name = str(attachment.get("name") or "")[:120]
    if kind == _UPLOADED:
        url, name = str(_dict(attachment.get("content")).get("downloadUrl") or ""), name or "arquivo"
    elif kind.startswith("image/"):
        suffix = "jpg" if kind == "image/jpeg" else "png"
        url, name = str(attachment.get("contentUrl") or ""), name or f"foto.{suffix}"
    else:
        return {"type": kind, "url": "", "name": "", "ours": False}
    asked, service = urlsplit(url), urlsplit(service_url)
    own = (asked.scheme, asked.netloc) == (service.scheme, service.netloc)
    theirs = asked.scheme == "https" and (asked.hostname or "").endswith(_FILE_HOSTS)
    ours = own and kind != _UPLOADED
    return {"type": kind, "url": url if own or theirs else "", "name": name, "ours": ours}


def _key(user_id: str, activity_id: str, number: int, edited: bool) -> str:
    return hashlib.sha256(f"{user_id} {activity_id} {number} {edited}".encode()).hexdigest()[:32]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []

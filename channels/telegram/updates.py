"""What a Telegram update means to us (pure): one of a few shapes, whatever Telegram or a forger sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from channels.core import sentences


@dataclass(frozen=True)
class Text:
    """Words of a private chat."""

    chat_id: int
    text: str


@dataclass(frozen=True)
class Tap:
    """A button of ours was tapped; `data` is what it carried, or what a forger says it did."""

    chat_id: int
    data: str
    callback_id: str


@dataclass(frozen=True)
class File:
    """A photo or document; `size` in bytes, 0 when Telegram does not say."""

    chat_id: int
    file_id: str
    name: str
    size: int
    caption: str


@dataclass(frozen=True)
class Hint:
    """Something we cannot use, to be answered with a sentence."""

    chat_id: int
    sentence: str


@dataclass(frozen=True)
class Membership:
    """The user blocked the bot, or let it in again."""

    chat_id: int
    blocked: bool


@dataclass(frozen=True)
class Group:
    """The bot was put into a group or channel, where it has nothing to say."""

    chat_id: int


@dataclass(frozen=True)
class Nothing:
    """Silence: not for us."""


Incoming = Text | Tap | File | Hint | Membership | Group | Nothing
_VOICE = ("voice", "audio", "video_note")
_SAYS_NOTHING = (
    "pinned_message",
    "new_chat_members",
    "left_chat_member",
    "message_auto_delete_timer_changed",
)


def read(update: dict[str, Any]) -> Incoming:
    """The meaning of an update; Nothing for any shape that is not known."""
    try:
        return _read(update)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError):
        return Nothing()


def chat_of(update: dict[str, Any]) -> int | None:
    """The chat an update belongs to, for its order; None when it has none."""
    incoming = read(update)
    return getattr(incoming, "chat_id", None)


def _read(update: dict[str, Any]) -> Incoming:
    if "callback_query" in update:
        query = update["callback_query"]
        chat = query["message"]["chat"]
        # Who taps is `from`; in a private chat it is the chat itself.
        if chat["type"] != "private" or query["from"]["id"] != chat["id"]:
            return Nothing()
        return Tap(_number(chat["id"]), str(query.get("data") or ""), str(query["id"]))
    if "my_chat_member" in update:
        member = update["my_chat_member"]
        chat_id, status = _number(member["chat"]["id"]), member["new_chat_member"]["status"]
        if member["chat"]["type"] != "private":
            return Group(chat_id) if status in {"member", "administrator"} else Nothing()
        return Membership(chat_id, blocked=status == "kicked")
    if "edited_message" in update:
        chat = update["edited_message"]["chat"]
        return Hint(_number(chat["id"]), sentences.EDITED) if chat["type"] == "private" else Nothing()
    return _message(update["message"])


def _message(message: dict[str, Any]) -> Incoming:
    chat = message["chat"]
    if chat["type"] != "private" or message.get("from", {}).get("is_bot"):
        return Nothing()
    chat_id = _number(chat["id"])
    if "text" in message:
        return Text(chat_id, str(message["text"]))
    caption = str(message.get("caption") or "")
    if "photo" in message:
        largest = max(message["photo"], key=lambda size: size.get("file_size") or 0)
        size = int(largest.get("file_size") or 0)
        return File(chat_id, str(largest["file_id"]), "foto.jpg", size, caption)
    if "document" in message:
        document = message["document"]
        name = str(document.get("file_name") or "arquivo")[:120]
        return File(chat_id, str(document["file_id"]), name, int(document.get("file_size") or 0), caption)
    if any(kind in message for kind in _VOICE):
        return Hint(chat_id, sentences.VOICE)
    if "sticker" in message:
        return Hint(chat_id, sentences.STICKER)
    if any(kind in message for kind in _SAYS_NOTHING):
        return Nothing()
    return Hint(chat_id, sentences.UNSUPPORTED)


def _number(value: Any) -> int:
    if not is_number(value):
        raise TypeError("a chat id is a number")
    return int(value)


def is_number(value: object) -> bool:
    """Whether it is one that Telegram gives out, and a database takes."""
    return type(value) is int and -(2**63) <= value < 2**63

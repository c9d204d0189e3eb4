"""One shape for everything a bot says, and the count of it that tells a silent turn from an answered one."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from rasa.core.channels.channel import OutputChannel

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Button:
    """What a user may tap: its words, and what is sent back for it."""

    title: str
    payload: str


@dataclass(frozen=True)
class BotMessage:
    """Something said to a user. `id` derives from `at`, so the tracker's copy of it has the same one."""

    text: str
    at: datetime
    buttons: tuple[Button, ...] = ()
    speaker: str = "bot"
    given_id: str | None = None
    card: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        return self.given_id or f"b{round(self.at.timestamp() * 1_000_000)}"

    def as_json(self) -> dict[str, Any]:
        """The shape of the web chat's protocol."""
        message: dict[str, Any] = {
            "id": self.id,
            "from": self.speaker,
            "text": self.text,
            "at": self.at.isoformat(timespec="milliseconds"),
        }
        if self.buttons:
            message["buttons"] = [{"title": b.title, "payload": b.payload} for b in self.buttons]
        if self.card:
            message["card"] = self.card
        return message


def buttons_from(raw: Iterable[dict[str, Any]] | None) -> tuple[Button, ...]:
    """Rasa's buttons, those without a title or payload left out."""
    return tuple(
        Button(str(b["title"]), str(b["payload"])) for b in raw or () if b.get("title") and b.get("payload")
    )


def card_from(custom: Any) -> dict[str, Any] | None:
    """The card that a response brings beside its text (actions/cards.py); a channel may draw it instead."""
    card = custom.get("card") if isinstance(custom, dict) else None
    return card if isinstance(card, dict) else None


class CountingOutput(OutputChannel):
    """A channel subclasses this and writes deliver(); `sent` is how many messages went out."""

    def __init__(self) -> None:
        self.sent = 0
        self._waiting: list[tuple[str, BotMessage]] | None = None

    @asynccontextmanager
    async def once_kept(self) -> AsyncGenerator[None, None]:
        """What is said inside is delivered after it, in order; when it raises, never.

        Rasa saves a turn at its end: an answer that was seen is then one that the next turn remembers.
        """
        self._waiting = waiting = []
        try:
            yield
        finally:
            self._waiting = None
        for recipient_id, message in waiting:
            await self.say(recipient_id, message)

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        """Hand one message to the user."""
        raise NotImplementedError

    async def say(self, recipient_id: str, message: BotMessage) -> None:
        """Count and deliver, once it may be."""
        if self._waiting is not None:
            self._waiting.append((recipient_id, message))
            return
        self.sent += 1
        await self.deliver(recipient_id, message)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self.send_text_with_buttons(recipient_id, text, **{**kwargs, "buttons": []})

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        at = datetime.fromtimestamp(kwargs.get("timestamp") or time.time(), timezone.utc)
        card = card_from(kwargs.get("custom"))
        await self.say(recipient_id, BotMessage((text or "").strip(), at, buttons_from(buttons), card=card))

    async def send_image_url(self, recipient_id: str, image: str, **kwargs: Any) -> None:
        await self.send_text_message(recipient_id, image, **kwargs)

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        if card_from(json_message) is None:  # one comes with its text, which is sent already
            logger.warning("A custom JSON response was dropped: no channel of ours shows one")

"""A photo or document that a user sent goes to the portal, which knows the tickets: this room knows none.

POST {url} (multipart): conversation_id, file, about ("draft", a ticket's number or ""); header Authorization:
Bearer <channel token>. It answers 200 {"ticket_number"}, 202 when it is kept for the conversation's next
ticket, and for one it does not take 4xx {"reason": "empty" | "too_large" | "too_many" | "refused", "limit"}.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import aiohttp

from channels.core import sentences

logger = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Told:
    """What became of a file, and the sentence to be said about it. `again`: it may be sent once more."""

    sentence: str
    kept: bool = False
    again: bool = False


FAILED = Told(sentences.FILE_FAILED, again=True)


class Attachments:
    """`url` of the portal's internal upload ("": none); `limit` in bytes."""

    def __init__(self, *, url: str, token: str, limit: int) -> None:
        self._url = url
        self._token = token
        self.limit = limit

    def refused_for(self, size: int) -> Told | None:
        """What is said of a file of so many bytes before it is fetched; None of one that may come."""
        if size <= 0:
            return Told(sentences.FILE_EMPTY)
        return self.too_large() if size > self.limit else None

    def too_large(self) -> Told:
        """What is said of a file beyond the limit."""
        return _too_large(self.limit)

    async def hand_over(self, name: str, content: bytes, conversation_id: str, about: str = "") -> Told:
        """What became of it."""
        if refused := self.refused_for(len(content)):
            return refused
        if not self._url:
            return FAILED
        form = aiohttp.FormData()
        form.add_field("conversation_id", conversation_id)
        form.add_field("about", about)
        form.add_field("file", content, filename=name, content_type="application/octet-stream")
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
                session.post(self._url, data=form, headers=headers) as response,
            ):
                return _told(response.status, await response.json())
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError, TypeError):
            logger.exception("A file could not be handed over")
            return FAILED


def _told(status: int, answer: dict[str, Any]) -> Told:
    if status == 200:
        return Told(sentences.FILE_KEPT.format(ticket_number=answer["ticket_number"]), kept=True)
    if status == 202:
        return Told(sentences.FILE_HELD, kept=True)
    reason = answer.get("reason")
    if reason == "too_large":
        return _too_large(int(answer["limit"]))
    if reason == "too_many":
        return Told(sentences.FILE_TOO_MANY.format(limit=int(answer["limit"])))
    said = {"empty": sentences.FILE_EMPTY, "refused": sentences.FILE_REFUSED}.get(str(reason))
    return Told(said) if said else FAILED


def _too_large(limit: int) -> Told:
    size = f"{limit // MEGABYTE} MB" if limit >= MEGABYTE else f"{limit // 1024} kB"
    return Told(sentences.FILE_TOO_LARGE.format(size=size))

"""A photo or document goes to the portal, which knows the tickets: this room knows none of ours.

POST {url} (multipart): conversation_id, file; header Authorization: Bearer <channel token>. It answers 200
{"ticket_number"}, 409 when the conversation has no open ticket, 413 too large, 415 a type we do not take.
"""

from __future__ import annotations

import asyncio
import logging

import aiohttp

from channels.core import sentences
from channels.telegram.bot_api import BotApi, BotApiError, FileTooLarge, Unreachable
from channels.telegram.updates import File

logger = logging.getLogger(__name__)


class Files:
    """`url` of the portal's internal upload ("": none), `limit` in bytes."""

    def __init__(self, api: BotApi, *, url: str, token: str, limit: int) -> None:
        self._api = api
        self._url = url
        self._token = token
        self._limit = limit

    async def forward(self, file: File, *, conversation_id: str) -> str:
        """Hand the file over; the sentence to be said about it."""
        if file.size > self._limit:
            return self._too_large()
        if not self._url:
            return sentences.FILE_FAILED
        try:
            content = await self._api.download(file.file_id, self._limit)
            status, answer = await self._upload(file.name, content, conversation_id)
        except FileTooLarge:
            return self._too_large()
        except (BotApiError, Unreachable, aiohttp.ClientError, asyncio.TimeoutError, ValueError):
            logger.exception("A file could not be handed over")
            return sentences.FILE_FAILED
        number = answer.get("ticket_number") if isinstance(answer, dict) else None
        if status == 200 and number:
            return sentences.FILE_KEPT.format(ticket_number=number)
        if status == 413:
            return self._too_large()
        return {409: sentences.FILE_WITHOUT_TICKET, 415: sentences.FILE_REFUSED}.get(
            status, sentences.FILE_FAILED
        )

    async def _upload(self, name: str, content: bytes, conversation_id: str) -> tuple[int, object]:
        form = aiohttp.FormData()
        form.add_field("conversation_id", conversation_id)
        form.add_field("file", content, filename=name, content_type="application/octet-stream")
        headers = {"Authorization": f"Bearer {self._token}"}
        timeout = aiohttp.ClientTimeout(total=30)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(self._url, data=form, headers=headers) as response,
        ):
            answer = await response.json() if response.status == 200 else None
            return response.status, answer

    def _too_large(self) -> str:
        return sentences.FILE_TOO_LARGE.format(megabytes=self._limit // (1024 * 1024))

"""A photo or document that a user sent goes to the portal, which knows the tickets: this room knows none.

POST {url} (multipart): conversation_id, file; header Authorization: Bearer <channel token>. It answers 200
{"ticket_number"}, 202 when it is kept for the conversation's next ticket, 413 too large, 415 a type we do
not take.
"""

from __future__ import annotations

import asyncio
import logging

import aiohttp

from channels.core import sentences

logger = logging.getLogger(__name__)
_SENTENCES = {202: sentences.FILE_HELD, 415: sentences.FILE_REFUSED}


class Attachments:
    """`url` of the portal's internal upload ("": none); `limit` in bytes."""

    def __init__(self, *, url: str, token: str, limit: int) -> None:
        self._url = url
        self._token = token
        self.limit = limit

    async def hand_over(self, name: str, content: bytes, conversation_id: str) -> str:
        """The sentence to be said about it."""
        if len(content) > self.limit:
            return self.too_large()
        if not self._url:
            return sentences.FILE_FAILED
        form = aiohttp.FormData()
        form.add_field("conversation_id", conversation_id)
        form.add_field("file", content, filename=name, content_type="application/octet-stream")
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
                session.post(self._url, data=form, headers=headers) as response,
            ):
                if response.status == 413:
                    return self.too_large()
                if response.status != 200:
                    return _SENTENCES.get(response.status, sentences.FILE_FAILED)
                answer = await response.json()
                return sentences.FILE_KEPT.format(ticket_number=answer["ticket_number"])
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, KeyError, TypeError):
            logger.exception("A file could not be handed over")
            return sentences.FILE_FAILED

    def too_large(self) -> str:
        """The sentence for a file beyond the limit."""
        return sentences.FILE_TOO_LARGE.format(megabytes=self.limit // (1024 * 1024))

"""A photo or document is fetched from Telegram and handed to the portal."""

from __future__ import annotations

import logging

from channels.core import sentences
from channels.core.attachments import Attachments
from channels.telegram.bot_api import BotApi, BotApiError, FileTooLarge, Unreachable
from channels.telegram.updates import File

logger = logging.getLogger(__name__)


class Files:
    """Brings files from `api` to `attachments`."""

    def __init__(self, api: BotApi, attachments: Attachments) -> None:
        self._api = api
        self._attachments = attachments

    async def forward(self, file: File, *, conversation_id: str, about: str) -> str:
        """Hand the file over; the sentence to be said about it."""
        if file.size > self._attachments.limit:
            return self._attachments.too_large().sentence
        try:
            content = await self._api.download(file.file_id, self._attachments.limit)
        except FileTooLarge:
            return self._attachments.too_large().sentence
        except (BotApiError, Unreachable):
            logger.exception("A file could not be fetched")
            return sentences.FILE_FAILED
        told = await self._attachments.hand_over(file.name, content, conversation_id, about)
        return told.sentence

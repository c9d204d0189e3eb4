"""The few calls of Telegram's Bot API that the channel needs, with their refusals told apart."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import aiohttp

from channels.core.messenger_api import FileTooLarge, Gone, MessengerApi, Refused, Unreachable

logger = logging.getLogger(__name__)
TRIES = 4
LONGEST_PAUSE = 60.0
LONGEST_FLOOD = 3600.0  # a flood wait longer than this is a ban, not a pause
POLL_SECONDS = 25
ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


class BotApiError(Refused):
    """Telegram refused a call for good; `code` is its error code."""


class Blocked(BotApiError, Gone):
    """The user blocked the bot, or deleted the chat or the account."""


class BotApi(MessengerApi):
    """One bot. `base_url` is https://api.telegram.org or a local Bot API server, without a trailing slash."""

    def __init__(self, token: str, base_url: str) -> None:
        super().__init__()
        self._url = f"{base_url}/bot{token}"
        self._file_url = f"{base_url}/file/bot{token}"

    async def call(
        self,
        method: str,
        parameters: dict[str, Any] | None = None,
        *,
        patience: float = 15.0,
        flood_wait: float = LONGEST_FLOOD,
    ) -> Any:
        """The `result` of one method; `patience` in seconds.

        Waits out what Telegram asks for (429) up to `flood_wait` seconds in all, and tries again when nobody
        answers. Raises Blocked, BotApiError and Unreachable.
        """
        pause = 0.5
        attempt = 1
        while True:
            try:
                async with self._http.post(
                    f"{self._url}/{method}",
                    json=parameters or {},
                    timeout=aiohttp.ClientTimeout(total=patience),
                ) as response:
                    answer = await response.json(content_type=None)
            except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
                answer = {"error_code": 500}
            if not isinstance(answer, dict):
                answer = {"error_code": 500}
            if answer.get("ok"):
                return answer.get("result")
            code = int(answer.get("error_code") or 500)
            if code == 429:
                told = float((answer.get("parameters") or {}).get("retry_after") or 1.0)
                flood_wait -= told
                if flood_wait < 0:
                    raise Unreachable(method)
                # No failure: a wait that was asked for, however often, uses up no try.
                await asyncio.sleep(told)
                continue
            if code < 500:
                description = str(answer.get("description") or "")
                gone = code == 403 or "chat not found" in description or "user is deactivated" in description
                raise (Blocked if gone else BotApiError)(code, description)
            if attempt >= TRIES:
                raise Unreachable(method)
            attempt += 1
            await asyncio.sleep(min(pause, LONGEST_PAUSE))
            pause *= 2

    async def send_message(
        self,
        chat_id: int,
        text: str,
        keyboard: list[list[dict[str, str]]] | None,
        *,
        flood_wait: float = LONGEST_FLOOD,
    ) -> None:
        """One message of at most 4096 UTF-16 units, plain text. Raises as call() does."""
        markup = {"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}
        await self.call("sendMessage", {"chat_id": chat_id, "text": text, **markup}, flood_wait=flood_wait)

    async def get_updates(self, offset: int) -> list[dict[str, Any]]:
        """Long poll; asking with `offset` confirms what came before it."""
        parameters = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        return await self.call("getUpdates", parameters, patience=POLL_SECONDS + 10.0)

    async def download(self, file_id: str, limit: int) -> bytes:
        """The bytes of a file a user sent. Raises FileTooLarge beyond `limit` bytes, else as call() does."""
        found = await self.call("getFile", {"file_id": file_id})
        if int(found.get("file_size") or 0) > limit:
            raise FileTooLarge
        return await self._fetch(f"{self._file_url}/{found.get('file_path')}", limit)

"""The few calls of Meta's Graph API that the channel needs, with their refusals told apart by error code."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

TRIES = 4
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# Too many calls (of the app, the number, to this one user) and faults of Meta's own: worth another try.
_LATER = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004})
_TOKEN = frozenset({3, 10, 190})
_WINDOW_CLOSED = 131047
_NOT_DELIVERABLE = frozenset({131026, 131030, 131051})


class GraphError(Exception):
    """Meta refused a call for good; `code` is its error code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code


class WindowClosed(GraphError):
    """The user's last message is more than 24 hours old."""


class NotDeliverable(GraphError):
    """The number has no WhatsApp, or does not want us."""


class Unreachable(Exception):
    """Meta did not answer, asked for patience too often, or does not know our token (any more)."""


class FileTooLarge(Exception):
    """The file has more bytes than were asked for."""


class GraphApi:
    """One business number. `base_url` ends in the version, without a slash."""

    def __init__(self, token: str, phone_number_id: str, base_url: str) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}
        self._base_url = base_url
        self._messages_url = f"{base_url}/{phone_number_id}/messages"
        self._session: aiohttp.ClientSession | None = None

    async def send(self, message: dict[str, Any], *, tries: int = TRIES) -> None:
        """POST /messages. Waits and tries again where that helps, `tries` times in all.

        Raises WindowClosed, NotDeliverable, GraphError and Unreachable.
        """
        body = {"messaging_product": "whatsapp", **message}
        await self._call("POST", self._messages_url, body, tries)

    async def download(self, media_id: str, limit: int) -> bytes:
        """A file that a user sent. Raises FileTooLarge beyond `limit` bytes, else as send() does."""
        found = await self._call("GET", f"{self._base_url}/{media_id}")
        if int(found.get("file_size") or 0) > limit:
            raise FileTooLarge
        content = bytearray()
        try:
            async with self._http.get(
                str(found["url"]), headers=self._headers, timeout=aiohttp.ClientTimeout(total=60)
            ) as response:
                if response.status != 200:
                    raise Unreachable("media")
                async for part in response.content.iter_chunked(64 * 1024):
                    content += part
                    if len(content) > limit:
                        raise FileTooLarge
        except (aiohttp.ClientError, asyncio.TimeoutError, KeyError) as error:
            raise Unreachable("media") from error
        return bytes(content)

    async def close(self) -> None:
        """Give the connections back."""
        if self._session:
            await self._session.close()

    async def _call(
        self, method: str, url: str, body: dict[str, Any] | None = None, tries: int = TRIES
    ) -> dict[str, Any]:
        pause = FIRST_PAUSE
        for attempt in range(1, tries + 1):
            try:
                async with self._http.request(
                    method, url, json=body, headers=self._headers, timeout=aiohttp.ClientTimeout(total=15)
                ) as response:
                    status, retry_after = response.status, response.headers.get("Retry-After", "")
                    answer = await response.json(content_type=None)
            except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
                status, retry_after, answer = 500, "", {}
            if status == 200 and isinstance(answer, dict):
                return answer
            error = answer.get("error") if isinstance(answer, dict) else None
            code = int((error or {}).get("code") or 0) if isinstance(error, dict) else 0
            if status == 401 or code in _TOKEN:
                raise Unreachable("the access token was refused")
            if status < 500 and status != 429 and code not in _LATER:
                raise _refusal(code, str((error or {}).get("message") or status))
            if attempt < tries:
                wait = float(retry_after) if retry_after.isdigit() else pause
                await asyncio.sleep(min(wait, LONGEST_PAUSE))
                pause *= 2
        raise Unreachable(method)

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:  # made inside the running loop: a session of another loop is dead
            self._session = aiohttp.ClientSession()
        return self._session


def _refusal(code: int, message: str) -> GraphError:
    if code == _WINDOW_CLOSED:
        return WindowClosed(code, message)
    return (NotDeliverable if code in _NOT_DELIVERABLE else GraphError)(code, message)

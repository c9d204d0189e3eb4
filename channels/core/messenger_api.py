"""What every messenger's API has in common: how it refuses, its connections, a file that is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp

PIECE = 64 * 1024
TRIES = 4
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0


class Refused(Exception):
    """A call was refused for good; `code` is the messenger's own."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code


class Gone(Refused):
    """Nothing reaches this user any more: he blocked us, left, or never was."""


class NotNow(Exception):
    """It could not be said now; what was to be said is worth keeping."""


class Unreachable(NotNow):
    """The messenger did not answer, asked for patience too often, or does not know our key (any more)."""


class FileTooLarge(Exception):
    """The file has more bytes than were asked for."""


class MessengerApi:
    """A subclass adds the calls."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Give the connections back."""
        if self._session:
            await self._session.close()

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:  # made inside the running loop: a session of another loop is dead
            self._session = aiohttp.ClientSession()
        return self._session

    async def _fetch(
        self, url: str, limit: int, headers: Mapping[str, str] | None = None, *, follow: bool = True
    ) -> bytes:
        """`follow`: also to where it is sent on. Raises FileTooLarge beyond `limit` bytes; Unreachable."""
        content = bytearray()
        try:
            async with self._http.get(
                url, headers=headers, timeout=aiohttp.ClientTimeout(total=60), allow_redirects=follow
            ) as response:
                if response.status != 200:
                    raise Unreachable("file")
                async for part in response.content.iter_chunked(PIECE):
                    content += part
                    if len(content) > limit:
                        raise FileTooLarge
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Unreachable("file") from error
        return bytes(content)

    async def _answer(
        self, method: str, url: str, *, patience: float = 15.0, **options: Any
    ) -> tuple[int, Mapping[str, str], Any]:
        """(status, headers, the JSON of the body); 500 and {} when nobody answers. `patience` in seconds."""
        try:
            async with self._http.request(
                method, url, timeout=aiohttp.ClientTimeout(total=patience), **options
            ) as response:
                raw = await response.read()
                body = await response.json(content_type=None) if raw else {}
                return response.status, response.headers, body
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
            return 500, {}, {}

    async def _patient(
        self,
        method: str,
        url: str,
        later: Callable[[int, Any], bool],
        *,
        tries: int = TRIES,
        **options: Any,
    ) -> tuple[int, Any]:
        """(status, JSON) of the first answer below 500 that is not for `later(status, JSON)`.

        Waits as long as it is told in between, `tries` times in all. Raises Unreachable.
        """
        pause = FIRST_PAUSE
        for attempt in range(1, tries + 1):
            status, headers, answer = await self._answer(method, url, **options)
            if status < 500 and not later(status, answer):
                return status, answer
            if attempt < tries:
                told = headers.get("Retry-After", "")
                await asyncio.sleep(min(float(told) if told.isdigit() else pause, LONGEST_PAUSE))
                pause *= 2
        raise Unreachable(method)

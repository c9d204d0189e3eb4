"""Questions to the portal's doors for our own processes: JSON there and back, with the channels' token.

POST {url}/<what> as JSON; header Authorization: Bearer <channel token>. `url` "": there is no desk.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any

import aiohttp

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """`ok` False with a `said` is a refusal in words; with none nobody answered."""

    ok: bool
    told: dict[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> str:
        return str(self.told.get("text") or "")


class Desk:
    """`url` of the portal's /internal/conversation."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    async def ask(self, what: str, **told: Any) -> Answer:
        if not self._url:
            return Answer(False)
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session,
                session.post(
                    f"{self._url}/{what}", json=told, headers={"Authorization": f"Bearer {self._token}"}
                ) as response,
            ):
                answer = await response.json()
                return Answer(response.status == 200, answer if isinstance(answer, dict) else {})
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            logger.error("The desk did not answer: %s", type(error).__name__)
            return Answer(False)

"""A message at which a server was lost twice is put before the desk: its sender was told that it had arrived.

POST {url} as JSON: id, conversation_id, text; header Authorization: Bearer <channel token>.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from channels.core.durable_inbox import DurableInbox, typed_in
from channels.core.inbox_database import Away

logger = logging.getLogger(__name__)
RETRY_SECONDS = 60.0
Message = dict[str, Any]


class Aside:
    """One channel's way to the desk. `url` "": there is none, and what is set aside stays in the inbox.

    tell: says to its sender what became of a message at which Rasa itself died; he has heard nothing of it.
    """

    def __init__(
        self,
        inbox: DurableInbox,
        *,
        conversation_of: Callable[[Message], str],
        tell: Callable[[Message], Awaitable[None]],
        url: str,
        token: str,
    ) -> None:
        self._inbox, self._conversation_of, self._tell = inbox, conversation_of, tell
        self._url, self._token = url, token
        self._tasks: set[asyncio.Task[None]] = set()

    def left(self) -> asyncio.Task[None]:
        """Begun before what a death left behind is begun again: that is none of these yet. Their senders hear
        of them before what they wrote next is played.
        """
        found = self._inbox.set_aside() if self._url else []
        telling = [self._kept(asyncio.create_task(self._told(body))) for _, body in found]
        return self._running(found, telling)

    def one(self, message_id: str, body: Message) -> asyncio.Task[None]:
        """A message whose sender was told."""
        return self._running([(message_id, body)] if self._url else [], [])

    def stop(self) -> None:
        """What is not handed over yet is at the next start."""
        for task in self._tasks:
            task.cancel()

    def _running(
        self, left: list[tuple[str, Message]], telling: list[asyncio.Task[None]]
    ) -> asyncio.Task[None]:
        return self._kept(asyncio.create_task(self._hand_over(left, telling)))

    def _kept(self, task: asyncio.Task[None]) -> asyncio.Task[None]:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _hand_over(self, left: list[tuple[str, Message]], telling: list[asyncio.Task[None]]) -> None:
        await asyncio.gather(*telling)
        while left:
            again = []
            for message_id, body in left:
                if not await _taken(self._url, self._token, self._shown(message_id, body)):
                    again.append((message_id, body))
                    continue
                try:
                    await self._inbox.done(message_id)
                except Away:  # the desk knows one that it is given again
                    again.append((message_id, body))
            if left := again:
                await asyncio.sleep(RETRY_SECONDS)

    def _shown(self, message_id: str, body: Message) -> dict[str, str]:
        text = "\n".join(typed_in(body))
        return {"id": message_id, "conversation_id": self._conversation_of(body), "text": text}

    async def _told(self, body: Message) -> None:
        try:
            await self._tell(body)
        except Exception:  # the desk has it
            logger.exception("Who wrote a message that was set aside could not be told")


async def _taken(url: str, token: str, told: dict[str, str]) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session,
            session.post(url, json=told, headers=headers) as response,
        ):
            return response.status == 200
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        logger.error("A message set aside could not be put before the desk: %s", type(error).__name__)
        return False

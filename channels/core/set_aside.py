"""A message at which the server died twice is put before the desk: its sender was told that it had arrived.

POST {url} as JSON: id, conversation_id, text; header Authorization: Bearer <channel token>.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import aiohttp

from channels.core.durable_inbox import DurableInbox, typed_in

logger = logging.getLogger(__name__)
RETRY_SECONDS = 60.0


def to_desk(
    inbox: DurableInbox, conversation_of: Callable[[dict[str, Any]], str], *, url: str, token: str
) -> asyncio.Task[None]:
    """Begun before what a death left behind is begun again: that is none of these yet.

    `url` "": there is no desk, and the log has said it.
    """
    return asyncio.create_task(
        _hand_over(inbox, inbox.set_aside() if url else [], conversation_of, url, token)
    )


async def _hand_over(
    inbox: DurableInbox,
    left: list[tuple[str, dict[str, Any]]],
    conversation_of: Callable[[dict[str, Any]], str],
    url: str,
    token: str,
) -> None:
    while left:
        again = []
        for message_id, body in left:
            conversation_id, text = conversation_of(body), "\n".join(typed_in(body))
            told = {"id": message_id, "conversation_id": conversation_id, "text": text}
            if await _taken(url, token, told):
                inbox.done(message_id)
            else:
                again.append((message_id, body))
        if left := again:
            await asyncio.sleep(RETRY_SECONDS)


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

"""Who waits for a person sees his place in the queue: asked of the desk while a page of his is open.

`waiting` {state: "requested" | "taken" | null, place, agent} goes to the conversation's pages as it changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from channels.core.desk import Desk

REQUESTED = "requested"
PAUSE = 10.0


class Waiting:
    """One task for each conversation that waits."""

    def __init__(
        self,
        *,
        desk: Desk,
        show: Callable[[str, dict[str, Any]], Awaitable[None]],
        present: Callable[[str], bool],
        pause: float = PAUSE,
    ) -> None:
        self._desk = desk
        self._show = show
        self._present = present
        self._pause = pause
        self._shown: dict[str, dict[str, Any]] = {}
        self._followed: dict[str, asyncio.Task[None]] = {}

    def follow(self, conversation_id: str) -> None:
        """Begin, or begin again with what is true now; a page that came in between gets it too."""
        if task := self._followed.pop(conversation_id, None):
            task.cancel()
        self._followed[conversation_id] = asyncio.create_task(self._until_over(conversation_id))

    async def over(self, conversation_id: str) -> None:
        """Nobody is awaited any more; told where something else was shown."""
        if self._shown.pop(conversation_id, None):
            await self._show(conversation_id, {"state": None, "place": None, "agent": None})

    def stop(self) -> None:
        for task in self._followed.values():
            task.cancel()

    async def _until_over(self, conversation_id: str) -> None:
        first = True
        try:
            while self._present(conversation_id):
                answer = await self._desk.ask("waiting", conversation_id=conversation_id)
                if answer.ok and (first or answer.told != self._shown.get(conversation_id)):
                    first, self._shown[conversation_id] = False, answer.told
                    await self._show(conversation_id, answer.told)
                if answer.ok and answer.told.get("state") != REQUESTED:
                    return
                await asyncio.sleep(self._pause)
            self._shown.pop(conversation_id, None)  # no page is open
        finally:
            if self._followed.get(conversation_id) is asyncio.current_task():
                del self._followed[conversation_id]

"""Messages are read in a thread of their own, one after another, while the event loop hears and answers: half
of the reading is products that let go of the interpreter's lock. Written for Rasa 3.6.21.

Left out of what Rasa does is its look for intents that the domain has not, which makes an empty domain each
time: `rasa data validate` finds those.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

_THREAD = ThreadPoolExecutor(1, thread_name_prefix="reader")
"""One: what reads a message keeps its place in objects of its own, which two would share."""


def install() -> None:
    stock = getattr(MessageProcessor.parse_message, "stock", MessageProcessor.parse_message)

    async def parse_message(
        self: MessageProcessor,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        if self.http_interpreter:
            found: dict[str, Any] = await stock(self, message, tracker, only_output_properties)
            return found
        if tracker is None:
            tracker = DialogueStateTracker.from_events(message.sender_id, [])
        read = await asyncio.get_running_loop().run_in_executor(
            _THREAD, self._parse_message_with_graph, message, tracker, only_output_properties
        )
        self._update_full_retrieval_intent(read)
        return read

    parse_message.stock = stock  # type: ignore[attr-defined]
    MessageProcessor.parse_message = parse_message


async def at_leisure() -> None:
    """When all that waits to be read by now has been read: never, where a message hangs the thread."""
    await asyncio.get_running_loop().run_in_executor(_THREAD, int)

"""A turn as every channel plays it: typed text in, at least one answer out, whatever broke in between."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from rasa.core.channels.channel import UserMessage

from channels.core import log_privacy, measures, sentences
from channels.core.conversations import Conversations
from channels.core.output import BotMessage, CountingOutput
from ground import log_lines

logger = logging.getLogger(__name__)


def message_id(conversation_id: str, given: str) -> str:
    """The id under which a message is known to the actions: the same message sent twice has the same one."""
    return hashlib.sha256(f"{conversation_id}\n{given}".encode()).hexdigest()[:32]


class Turns:
    """Plays turns through Rasa's handler; `now` gives the time of an apology."""

    def __init__(
        self,
        handle: Callable[[UserMessage], Awaitable[Any]],
        conversations: Conversations,
        now: Callable[[], datetime],
    ) -> None:
        self._handle = handle
        self._conversations = conversations
        self._now = now

    async def play(
        self,
        conversation_id: str,
        text: str,
        output: CountingOutput,
        *,
        channel: str,
        message_id: str,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """Let Rasa answer; when it says nothing, apologise. Raises only what delivering that raises."""
        with (
            log_privacy.private(text, conversation_id),
            log_lines.about(conversation_id),
            measures.turn(channel) as measured,
        ):
            if not await self._conversations.ready():
                measured.outcome = "unavailable"
                await output.say(conversation_id, BotMessage(sentences.UNAVAILABLE, self._now()))
                return
            message = UserMessage(
                text,
                output,
                conversation_id,
                input_channel=channel,
                message_id=message_id,
                metadata=metadata or {},
            )
            failed = False
            try:
                async with output.once_kept():
                    await self._handle(message)
            except Exception:
                failed = True
                logger.exception("A turn failed")
            if output.sent == 0 and (failed or not await self._silent_by_design(conversation_id)):
                measured.outcome = "apologised"
                await self._apologise(conversation_id, output)

    async def _silent_by_design(self, conversation_id: str) -> bool:
        with contextlib.suppress(Exception):  # the store died meanwhile: not by design
            return await self._conversations.silent_by_design(conversation_id)
        return False

    async def _apologise(self, conversation_id: str, output: CountingOutput) -> None:
        logger.error("A turn ended without an answer; apologised")
        apology = BotMessage(sentences.APOLOGY, self._now())
        await output.say(conversation_id, apology)
        with contextlib.suppress(Exception):  # the apology was said; recording it is a courtesy
            await self._conversations.record(conversation_id, apology)

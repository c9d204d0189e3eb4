"""A turn as every channel plays it: typed text in, at least one answer out, whatever broke in between."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered

from channels.core import hangs, log_privacy, measures, sentences
from channels.core.conversations import Conversations
from channels.core.hangs import SetAside
from channels.core.line import Line
from channels.core.output import BotMessage, CountingOutput
from ground import log_lines

logger = logging.getLogger(__name__)
_LINE = Line()  # of all channels: they share the machine


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
        died: Callable[[], int] | None = None,
    ) -> None:
        """Let Rasa answer; when it says nothing, apologise. Raises only what delivering that raises, and
        SetAside.

        died: notes that the action server was lost to the message, and says how often it was; such a one is
        tried once more. Without it nobody keeps the message, and it is not.
        """
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
                async with _LINE.turn():
                    await self._hear(message, output, died)
            except SetAside:
                measured.outcome = "set_aside"
                await self.tell_set_aside(conversation_id, text, output, channel, message_id, metadata)
                raise
            except Exception:
                failed = True
                logger.exception("A turn failed")
            if output.sent == 0 and (failed or not await self._silent_by_design(conversation_id)):
                measured.outcome = "apologised"
                await self._apologise(conversation_id, output)

    async def tell_set_aside(
        self,
        conversation_id: str,
        text: str,
        output: CountingOutput,
        channel: str,
        message_id: str,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        """What became of a message at which a server was lost twice, once turns can be played."""
        logger.error("A message is set aside: a server was lost to it twice")
        while not await self._conversations.ready():
            await asyncio.sleep(0.2)
        heard = UserUttered(text, input_channel=channel, message_id=message_id, metadata=metadata)
        said = BotMessage(sentences.SET_ASIDE, self._now(), given_id=f"aside-{message_id}")
        with contextlib.suppress(Exception):  # the person is told all the same
            await self._conversations.record(conversation_id, said, heard)
        await output.say(conversation_id, said)

    async def _hear(
        self, message: UserMessage, output: CountingOutput, died: Callable[[], int] | None
    ) -> None:
        began = time.monotonic()
        if died is None:
            async with output.once_kept():
                await self._handle(message)
            return
        again: AbstractAsyncContextManager[None] = contextlib.nullcontext()
        while True:
            try:
                async with again, output.once_kept():
                    with hangs.watched():
                        await self._handle(message)
                return
            except hangs.Hung:
                if died() >= hangs.DEATHS:
                    raise SetAside from None
                logger.error("The action server did not answer; what was asked of it is tried once more")
                again = hangs.SUSPECTS.alone(began, self._conversations.acts)

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

"""A message's way through: kept, put in its sender's order, played, forgotten; and notices from our side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sanic.exceptions import ServiceUnavailable

from channels.core import log_privacy, sentences
from channels.core.attachments import Attachments
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations, UnknownConversation
from channels.core.durable_inbox import typed_in
from channels.core.hangs import SetAside
from channels.core.output import BotMessage
from channels.core.replicas import Replicas
from channels.core.set_aside import Aside
from channels.core.succession import Succession
from channels.core.text_gate import TextRefused, admit
from channels.core.turns import Turns, message_id
from channels.whatsapp import webhooks
from channels.whatsapp.graph_api import FileTooLarge, GraphApi, GraphError, Unreachable, WindowClosed
from channels.whatsapp.inbox import WhatsAppInbox
from channels.whatsapp.output import WhatsAppOutput
from channels.whatsapp.webhooks import conversation_of, number_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class WhatsAppRules:
    """What a user may send: payloads of buttons, characters, pace."""

    payloads: frozenset[str] = frozenset()
    characters: int = 4096
    messages: int = 20
    messages_seconds: float = 10.0


class WhatsAppChat:
    """All users of one business number. `template`: the approved one that calls a user back, "" for none."""

    def __init__(
        self,
        *,
        api: GraphApi,
        inbox: WhatsAppInbox,
        conversations: Conversations,
        turns: Turns,
        attachments: Attachments,
        rules: WhatsAppRules,
        phone_number_id: str,
        template: str,
        replicas: Replicas,
        now: Callable[[], datetime],
        aside: Aside,
    ) -> None:
        self._api = api
        self._inbox = inbox
        self._conversations = conversations
        self._turns = turns
        self._attachments = attachments
        self._rules = rules
        self._phone_number_id = phone_number_id
        self._template = template
        self._now = now
        self._queue = ConversationQueue()
        self._pace = replicas.limit("whatsapp", rules.messages, rules.messages_seconds)
        self._warned = replicas.limit("whatsapp warned", 1, rules.messages_seconds)
        self.succession = Succession(
            inbox,
            self._queue,
            play=self._work,
            conversation_of=lambda message: conversation_of(message["from"]),
            alone=conversations.alone,
            left_aside=aside.left,
        )
        self._aside = aside
        self._tasks: set[asyncio.Task[None]] = set()

    def output(self) -> WhatsAppOutput:
        """A fresh count of what is said."""
        return WhatsAppOutput(self._api, self._inbox, self._template, self._now)

    async def ready(self) -> bool:
        """Whether a message would be answered and kept."""
        return await self._conversations.ready()

    # --- webhooks ---

    def receive(self, update: object) -> None:
        """Keep a webhook's messages and queue them. Raises when it cannot: then it must come again."""
        for message in webhooks.messages(update, self._phone_number_id):
            if self._inbox.add(message["id"], message, message["from"]):
                self._enqueue(message)
        for code in webhooks.failures(update):
            logger.error("WhatsApp could not deliver a message it had taken: error %s", code)

    def resume(self) -> None:
        """Queue what a crash left behind."""
        for message in self._inbox.left_behind():
            self._enqueue(message, again=True)

    def _enqueue(self, message: dict[str, Any], again: bool = False) -> None:
        line = message["from"]

        def job() -> Awaitable[None]:
            if again:
                return self.succession.again(message)
            return self.succession.turn(line, message["id"], message)

        task = asyncio.create_task(self._queue.run(line, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, message: dict[str, Any], again: bool) -> None:
        if again:
            self._inbox.begin_again(message["id"])
        conversation_id = conversation_of(message["from"])
        with log_privacy.private(conversation_id, message["from"]):
            try:
                self._inbox.heard(message["from"], webhooks.sent_at(message, self._now()))
                await self._handle(webhooks.read(message), conversation_id, message["id"])
            except SetAside:
                self._aside.one(message["id"], message)
                return
            except Exception:
                # Kept as done: a message that breaks us would break us again at every start.
                logger.exception("A message could not be worked on")
            self._inbox.done(message["id"])

    async def _handle(self, incoming: webhooks.Incoming, conversation_id: str, wamid: str) -> None:
        if isinstance(incoming, webhooks.Nothing):
            return
        if not await self._pace.allow(conversation_id):
            if await self._warned.allow(conversation_id):
                await self._say(conversation_id, sentences.RATE)
            return
        await self.output().pay(conversation_id)
        key = message_id(conversation_id, wamid)
        if isinstance(incoming, webhooks.Hint):
            await self._say(conversation_id, incoming.sentence)
        elif isinstance(incoming, webhooks.File):
            await self._say(conversation_id, await self._forward(incoming, conversation_id))
            if incoming.caption.strip():
                await self._turn(conversation_id, incoming.caption, key, wamid)
        else:
            await self._turn(conversation_id, incoming.text, key, wamid)

    async def _turn(self, conversation_id: str, typed: str, key: str, wamid: str) -> None:
        try:
            text = admit(typed, limit=self._rules.characters, payloads=self._rules.payloads)
        except TextRefused as error:
            wording = {"empty": sentences.EMPTY, "too_long": sentences.TOO_LONG}
            said = wording.get(error.reason, sentences.INVALID).format(limit=self._rules.characters)
            await self._say(conversation_id, said)
            return
        if await self._conversations.ready() and key in await self._conversations.heard(conversation_id):
            return  # played, then we crashed before it was marked done
        reading = {"status": "read", "message_id": wamid, "typing_indicator": {"type": "text"}}
        with contextlib.suppress(GraphError, Unreachable):  # a courtesy
            await self._api.send(reading, tries=1)
        await self._turns.play(
            conversation_id,
            text,
            self.output(),
            channel="whatsapp",
            message_id=key,
            died=partial(self._inbox.died, wamid),
        )

    async def tell_set_aside(self, message: dict[str, Any]) -> None:
        """Its sender hears of it, in his turn."""
        conversation_id, text = conversation_of(message["from"]), "\n".join(typed_in(message))
        key = message_id(conversation_id, message["id"])

        async def tell() -> None:
            with log_privacy.private(conversation_id, message["from"], text):
                await self._turns.tell_set_aside(conversation_id, text, self.output(), "whatsapp", key)

        await self._queue.run(message["from"], tell)

    async def _forward(self, file: webhooks.File, conversation_id: str) -> str:
        try:
            content = await self._api.download(file.media_id, self._attachments.limit)
        except FileTooLarge:
            return self._attachments.too_large().sentence
        except (GraphError, Unreachable):
            logger.exception("A file could not be fetched")
            return sentences.FILE_FAILED
        about = await self._conversations.spoken_of(conversation_id)
        told = await self._attachments.hand_over(file.name, content, conversation_id, about)
        return told.sentence

    async def _say(self, conversation_id: str, text: str) -> None:
        await self.output().say(conversation_id, BotMessage(text, self._now()))

    # --- what our own processes ask (internal_api.Door) ---

    async def notify(self, conversation_id: str, intent: str) -> bool:
        """Trigger `intent`; False when the user's 24 hours are over: it is said when he next writes.

        Raises UnknownConversation, also for a number that cannot be reached, and ServiceUnavailable (503:
        worth another try, nothing is lost meanwhile).
        """
        wa_id = self._known(conversation_id)
        output = self.output()

        async def trigger() -> None:
            with log_privacy.private(conversation_id, wa_id):
                await output.pay(conversation_id)
                await self._conversations.trigger(conversation_id, intent, output)

        await self._queue.run(wa_id, trigger)
        return _arrived(output)

    async def say(self, conversation_id: str, text: str, speaker: str, said_id: str) -> bool:
        """Record one line once and send it; False and Raises as notify()."""
        wa_id = self._known(conversation_id)
        message = BotMessage(text, self._now(), speaker=speaker, given_id=said_id)
        output = self.output()

        async def record_and_send() -> None:
            with log_privacy.private(conversation_id, wa_id, text):
                await self._conversations.record(conversation_id, message)
                if said_id not in await output.pay(conversation_id):
                    await output.say(conversation_id, message)

        await self._queue.run(wa_id, record_and_send)
        return _arrived(output)

    def _known(self, conversation_id: str) -> str:
        wa_id = number_of(conversation_id)
        if wa_id is None or not self._inbox.is_known(wa_id):
            raise UnknownConversation
        return wa_id


def _arrived(output: WhatsAppOutput) -> bool:
    if isinstance(output.failed, Unreachable):
        raise ServiceUnavailable("WhatsApp did not take it yet")
    if isinstance(output.failed, GraphError) and not isinstance(output.failed, WindowClosed):
        raise UnknownConversation
    return output.failed is None

"""An update's way through: kept, put in its chat's order, played, forgotten; and notices from our side."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from channels.core import log_privacy, sentences
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
from channels.telegram import updates
from channels.telegram.bot_api import Blocked, BotApi, BotApiError, Unreachable
from channels.telegram.files import Files
from channels.telegram.inbox import TelegramInbox
from channels.telegram.output import TelegramOutput, chat_of, conversation_of

logger = logging.getLogger(__name__)
NOTICE_WAIT = 5.0
PAYING_SECONDS = 120


@dataclass(frozen=True)
class TelegramRules:
    """What a user may send: payloads of buttons, `commands` ("/start" -> payload), characters, pace."""

    payloads: frozenset[str] = frozenset()
    commands: Mapping[str, str] = field(default_factory=dict)
    characters: int = 4096
    messages: int = 20
    messages_seconds: float = 10.0


class TelegramChat:
    """All private chats of one bot."""

    def __init__(
        self,
        *,
        api: BotApi,
        inbox: TelegramInbox,
        conversations: Conversations,
        turns: Turns,
        files: Files,
        rules: TelegramRules,
        replicas: Replicas,
        now: Callable[[], datetime],
        aside: Aside,
    ) -> None:
        self._api = api
        self._inbox = inbox
        self._conversations = conversations
        self._turns = turns
        self._files = files
        self._rules = rules
        self._now = now
        self._queue = ConversationQueue()
        self._pace = replicas.limit("telegram", rules.messages, rules.messages_seconds)
        self._warned = replicas.limit("telegram warned", 1, rules.messages_seconds)
        self.succession = Succession(
            inbox,
            self._queue,
            play=self._work,
            conversation_of=lambda update: conversation_of(updates.chat_of(update) or 0),
            alone=conversations.alone,
            left_aside=aside.left,
        )
        self._aside = aside
        self._tasks: set[asyncio.Task[None]] = set()

    def output(self) -> TelegramOutput:
        """A fresh count of what is said."""
        return TelegramOutput(self._api, self._inbox)

    def _hurried(self) -> TelegramOutput:
        """For whoever waits for us on HTTP and comes again: he is told no before he loses patience."""
        return TelegramOutput(self._api, self._inbox, flood_wait=NOTICE_WAIT, owes=False)

    async def pay(self) -> None:
        """Say to everybody what Telegram could not take; each in his own order."""
        if not self._inbox.on_duty("pay", PAYING_SECONDS):
            return  # another server does
        for chat_id in self._inbox.creditors():
            output = self._hurried()
            await self._queue.run(chat_id, partial(self._pay, output, int(chat_id)))
            if isinstance(output.failed, Unreachable):
                return  # it is away for all

    async def _pay(self, output: TelegramOutput, chat_id: int) -> None:
        with log_privacy.private(conversation_of(chat_id)):
            try:
                await output.pay(chat_id)
            except Blocked:
                self._inbox.set_blocked(chat_id, True)

    async def ready(self) -> bool:
        """Whether a message would be answered and kept."""
        return await self._conversations.ready()

    # --- updates ---

    def receive(self, update: object) -> None:
        """Keep an update and queue it. Raises when it could not be kept: it must come again."""
        if not isinstance(update, dict) or not updates.is_number(update.get("update_id")):
            return
        if self._inbox.add(str(update["update_id"]), update, _line_of(update)):
            self._queue_update(update)

    def resume(self) -> None:
        """Queue what a crash left behind."""
        for update in self._inbox.left_behind():
            self._queue_update(update, again=True)

    def _queue_update(self, update: dict[str, Any], again: bool = False) -> None:
        line, key = _line_of(update), str(update["update_id"])

        def job() -> Awaitable[None]:
            return self.succession.again(update) if again else self.succession.turn(line, key, update)

        task = asyncio.create_task(self._queue.run(line, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, update: dict[str, Any], again: bool) -> None:
        if again:
            self._inbox.begin_again(str(update["update_id"]))
        incoming = updates.read(update)
        conversation_id = conversation_of(getattr(incoming, "chat_id", 0))
        try:
            with log_privacy.private(conversation_id):
                await self._handle(incoming, conversation_id, str(update["update_id"]))
        except SetAside:
            self._aside.one(str(update["update_id"]), update)
            return
        except Exception:
            # Kept as done: a message that breaks us would break us again at every start.
            logger.exception("An update could not be worked on")
        self._inbox.done(str(update["update_id"]))

    async def _handle(self, incoming: updates.Incoming, conversation_id: str, update_id: str) -> None:
        if isinstance(incoming, updates.Nothing):
            return
        if isinstance(incoming, updates.Membership):
            self._inbox.set_blocked(incoming.chat_id, incoming.blocked)
            return
        if isinstance(incoming, updates.Group):
            with contextlib.suppress(BotApiError, Unreachable):
                await self._api.call("leaveChat", {"chat_id": incoming.chat_id})
            return
        self._inbox.set_blocked(incoming.chat_id, False)
        if isinstance(incoming, updates.Tap):
            with contextlib.suppress(BotApiError, Unreachable):  # too old to be answered
                await self._api.call(
                    "answerCallbackQuery", {"callback_query_id": incoming.callback_id}, flood_wait=0
                )
        if not await self._pace.allow(conversation_id):
            if await self._warned.allow(conversation_id):
                await self._say(conversation_id, sentences.RATE)
        elif isinstance(incoming, updates.Hint):
            await self._say(conversation_id, incoming.sentence)
        elif isinstance(incoming, updates.File):
            about = await self._conversations.spoken_of(conversation_id)
            said = await self._files.forward(incoming, conversation_id=conversation_id, about=about)
            await self._say(conversation_id, said)
            if incoming.caption.strip():
                await self._turn(conversation_id, incoming.caption, update_id)
        elif isinstance(incoming, updates.Tap):
            await self._turn(conversation_id, self._inbox.payload(incoming.data), update_id)
        else:
            await self._turn(conversation_id, self._command(incoming.text), update_id)

    async def _turn(self, conversation_id: str, typed: str, update_id: str) -> None:
        key = message_id(conversation_id, update_id)
        try:
            text = admit(typed, limit=self._rules.characters, payloads=self._rules.payloads)
        except TextRefused as error:
            wording = {"empty": sentences.EMPTY, "too_long": sentences.TOO_LONG}
            said = wording.get(error.reason, sentences.INVALID).format(limit=self._rules.characters)
            await self._say(conversation_id, said)
            return
        if await self._conversations.ready() and key in await self._conversations.heard(conversation_id):
            return  # played, then we crashed before it was marked done
        with contextlib.suppress(BotApiError, Unreachable):
            await self._api.call(
                "sendChatAction",
                {"chat_id": chat_of(conversation_id), "action": "typing"},
                flood_wait=0,
            )
        await self._turns.play(
            conversation_id,
            text,
            self.output(),
            channel="telegram",
            message_id=key,
            died=partial(self._inbox.died, update_id),
        )

    async def tell_set_aside(self, update: dict[str, Any]) -> None:
        """Its sender hears of it, in his chat's turn."""
        conversation_id, text = conversation_of(updates.chat_of(update) or 0), "\n".join(typed_in(update))
        key = message_id(conversation_id, str(update["update_id"]))

        async def tell() -> None:
            with log_privacy.private(conversation_id, text):
                await self._turns.tell_set_aside(conversation_id, text, self.output(), "telegram", key)

        await self._queue.run(_line_of(update), tell)

    def _command(self, text: str) -> str:
        """The payload of "/start", "/start param" or "/ajuda@bot"; other texts as they are."""
        first = text.split(maxsplit=1)[0].split("@")[0].lower() if text.strip() else ""
        return self._rules.commands.get(first, text)

    async def _say(self, conversation_id: str, text: str) -> None:
        await self.output().say(conversation_id, BotMessage(text, self._now()))

    # --- what our own processes ask (internal_api.Door) ---

    async def notify(self, conversation_id: str, intent: str) -> bool:
        """Trigger `intent`; False when Telegram could not be reached and it is worth another try.

        Raises UnknownConversation for a user who blocked the bot, too.
        """
        self._reachable(conversation_id)
        output = self._hurried()

        async def trigger() -> None:
            with log_privacy.private(conversation_id):
                await self._conversations.trigger(conversation_id, intent, output)

        await self._queue.run(str(chat_of(conversation_id)), trigger)
        return self._arrived(output)

    async def say(self, conversation_id: str, text: str, speaker: str, said_id: str) -> bool:
        """Record one line once and send it; False and Raises as notify()."""
        self._reachable(conversation_id)
        message = BotMessage(text, self._now(), speaker=speaker, given_id=said_id)
        output = self._hurried()

        async def record_and_send() -> None:
            await self._conversations.record(conversation_id, message)
            await output.say(conversation_id, message)

        await self._queue.run(str(chat_of(conversation_id)), record_and_send)
        return self._arrived(output)

    def _reachable(self, conversation_id: str) -> None:
        chat_id = chat_of(conversation_id)
        if chat_id is None or self._inbox.is_blocked(chat_id):
            raise UnknownConversation

    @staticmethod
    def _arrived(output: TelegramOutput) -> bool:
        if isinstance(output.failed, Blocked):
            raise UnknownConversation
        return output.failed is None


def _line_of(update: dict[str, Any]) -> str:
    """The chat, whose updates keep their order."""
    return str(updates.chat_of(update))

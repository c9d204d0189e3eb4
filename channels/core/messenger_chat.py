"""A messenger's message on its way: kept, put in its sender's order, played, forgotten; and our own notices.

A messenger subclasses MessengerChat and says what its messages mean, and how one is fetched or answered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import ClassVar

from channels.core import log_privacy, sentences
from channels.core.attachments import Attachments
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations, UnknownConversation
from channels.core.durable_inbox import typed_in
from channels.core.hangs import SetAside
from channels.core.inbox_database import Away
from channels.core.incoming import File, Hint, Incoming, Message, Nothing
from channels.core.messenger_api import FileTooLarge, Gone, Refused, Unreachable
from channels.core.messenger_output import OwingOutput
from channels.core.output import BotMessage
from channels.core.owing_inbox import OwingInbox
from channels.core.replicas import Replicas
from channels.core.set_aside import Aside
from channels.core.succession import Succession
from channels.core.text_gate import TextRefused, admit
from channels.core.turns import Turns, message_id

logger = logging.getLogger(__name__)
PAYING_SECONDS = 120


@dataclass(frozen=True)
class Rules:
    """What a user may send: payloads of buttons, `commands` ("/start" -> payload), characters, pace."""

    payloads: frozenset[str] = frozenset()
    commands: Mapping[str, str] = field(default_factory=dict)
    characters: int = 4096
    messages: int = 20
    messages_seconds: float = 10.0


@dataclass(frozen=True)
class Parts:
    """What a chat is made of; `now` is the clock."""

    conversations: Conversations
    turns: Turns
    attachments: Attachments
    rules: Rules
    replicas: Replicas
    now: Callable[[], datetime]
    aside: Aside


class MessengerChat:
    """All private chats of one bot. `channel` is its name to the actions and among the limits."""

    channel: ClassVar[str]

    def __init__(self, inbox: OwingInbox, parts: Parts) -> None:
        self._inbox = inbox
        self._conversations = parts.conversations
        self._turns = parts.turns
        self._attachments = parts.attachments
        self._rules = rules = parts.rules
        self._now = parts.now
        self._queue = ConversationQueue()
        self._pace = parts.replicas.limit(self.channel, rules.messages, rules.messages_seconds)
        self._warned = parts.replicas.limit(f"{self.channel} warned", 1, rules.messages_seconds)
        self.succession = Succession(
            inbox,
            self._queue,
            play=self._work,
            conversation_of=self.conversation_of,
            alone=parts.conversations.alone,
            left_aside=parts.aside.left,
        )
        self._aside = parts.aside
        self._tasks: set[asyncio.Task[None]] = set()

    # --- what a messenger says of itself ---

    def output(self) -> OwingOutput:
        """A fresh count of what is said."""
        raise NotImplementedError

    def hurried(self) -> OwingOutput:
        """For whoever waits for us on HTTP and comes again: he is told no before he loses patience."""
        return self.output()

    def key_of(self, message: Message) -> str:
        """The same for a message that is delivered twice."""
        return str(message["id"])

    def user_of(self, message: Message) -> str:
        """Whose messages keep their order; what the inbox knows him by."""
        return str(message["user_id"])

    def conversation_of(self, message: Message) -> str:
        """The conversation it belongs to."""
        raise NotImplementedError

    def reachable(self, conversation_id: str) -> str:
        """Its user. Raises UnknownConversation, also of one who cannot be reached."""
        raise NotImplementedError

    async def read(self, message: Message) -> Incoming:
        """What it means; what else is to be done when it comes is done here."""
        raise NotImplementedError

    async def seen(self, message: Message) -> None:
        """A courtesy before the turn: read, typing. Raises nothing."""

    async def fetch(self, message: Message, file: File, limit: int) -> bytes:
        """The file of a message. Raises FileTooLarge, Refused and Unreachable."""
        raise NotImplementedError

    def arrived(self, output: OwingOutput) -> bool:
        """What became of a notice: False when it is worth another try. Raises UnknownConversation."""
        if isinstance(output.failed, Gone):
            raise UnknownConversation
        return output.failed is None

    # --- messages ---

    async def ready(self) -> bool:
        """Whether a message would be answered and kept."""
        return await self._conversations.ready()

    def receive(self, message: Message) -> None:
        """Keep a message and queue it. Raises when it could not be kept: it must come again."""
        if self._inbox.add(self.key_of(message), message, self.user_of(message)):
            self._enqueue(message)

    def resume(self) -> None:
        """Queue what a crash left behind."""
        for message in self._inbox.left_behind():
            self._enqueue(message, again=True)

    async def pay(self) -> None:
        """Say to everybody what could not be said; each in his own order."""
        if not self._inbox.on_duty("pay", PAYING_SECONDS):
            return  # another server does
        for user_id in self._inbox.creditors():
            output = self.hurried()
            await self._queue.run(user_id, partial(output.pay, user_id))
            if isinstance(output.failed, Unreachable):
                return  # it is away for all

    def _enqueue(self, message: Message, again: bool = False) -> None:
        line = self.user_of(message)

        def job() -> Awaitable[None]:
            if again:
                return self.succession.again(message)
            return self.succession.turn(line, self.key_of(message), message)

        task = asyncio.create_task(self._queue.run(line, job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, message: Message, again: bool) -> None:
        key = self.key_of(message)
        if again:
            self._inbox.begin_again(key)
        with log_privacy.private(self.conversation_of(message), self.user_of(message)):
            try:
                await self._handle(message)
            except SetAside:
                self._aside.one(key, message)
                return
            except Away:
                raise  # it is no fault of the message, which is begun again
            except Exception:
                # Kept as done: a message that breaks us would break us again at every start.
                logger.exception("A message could not be worked on")
            await self.succession.done(key)

    async def _handle(self, message: Message) -> None:
        incoming = await self.read(message)
        if isinstance(incoming, Nothing):
            return
        conversation_id = self.conversation_of(message)
        if not await self._pace.allow(conversation_id):
            if await self._warned.allow(conversation_id):
                await self._say(conversation_id, sentences.RATE)
            return
        await self.output().pay(self.user_of(message))
        if isinstance(incoming, Hint):
            await self._say(conversation_id, incoming.sentence)
        elif isinstance(incoming, File):
            await self._say(conversation_id, await self._forward(message, incoming))
            if incoming.caption.strip():
                await self._turn(message, incoming.caption)
        else:
            await self._turn(message, self._command(incoming.text))

    def _command(self, text: str) -> str:
        """The payload of "/start", "/start param" or "/ajuda@bot"; other texts as they are."""
        first = text.split(maxsplit=1)[0].split("@")[0].lower() if text.strip() else ""
        return self._rules.commands.get(first, text)

    async def _turn(self, message: Message, typed: str) -> None:
        conversation_id = self.conversation_of(message)
        key = message_id(conversation_id, self.key_of(message))
        try:
            text = admit(typed, limit=self._rules.characters, payloads=self._rules.payloads)
        except TextRefused as error:
            wording = {"empty": sentences.EMPTY, "too_long": sentences.TOO_LONG}
            said = wording.get(error.reason, sentences.INVALID).format(limit=self._rules.characters)
            await self._say(conversation_id, said)
            return
        if await self._conversations.ready() and await self._conversations.has_heard(conversation_id, key):
            return  # played, then we crashed before it was marked done
        await self.seen(message)
        await self._turns.play(
            conversation_id,
            text,
            self.output(),
            channel=self.channel,
            message_id=key,
            died=partial(self._inbox.died, self.key_of(message)),
        )

    async def tell_set_aside(self, message: Message) -> None:
        """Its sender hears of it, in his turn."""
        user_id, conversation_id = self.user_of(message), self.conversation_of(message)
        text, key = "\n".join(typed_in(message)), message_id(conversation_id, self.key_of(message))

        async def tell() -> None:
            with log_privacy.private(conversation_id, user_id, text):
                await self._turns.tell_set_aside(conversation_id, text, self.output(), self.channel, key)

        await self._queue.run(user_id, tell)

    async def _forward(self, message: Message, file: File) -> str:
        """Hand a file to the portal; the sentence to be said about it."""
        if file.size > self._attachments.limit:
            return self._attachments.too_large().sentence
        try:
            content = await self.fetch(message, file, self._attachments.limit)
        except FileTooLarge:
            return self._attachments.too_large().sentence
        except (Refused, Unreachable):
            logger.exception("A file could not be fetched")
            return sentences.FILE_FAILED
        conversation_id = self.conversation_of(message)
        about = await self._conversations.spoken_of(conversation_id)
        told = await self._attachments.hand_over(file.name, content, conversation_id, about)
        return told.sentence

    async def _say(self, conversation_id: str, text: str) -> None:
        await self.output().say(conversation_id, BotMessage(text, self._now()))

    # --- what our own processes ask (internal_api.Door) ---

    async def notify(self, conversation_id: str, intent: str) -> bool:
        """Trigger `intent`; False when it could not be said and is worth another try.

        Raises UnknownConversation for a user who cannot be reached, too.
        """
        user_id = self.reachable(conversation_id)
        output = self.hurried()

        async def trigger() -> None:
            with log_privacy.private(conversation_id, user_id):
                await output.pay(user_id)
                await self._conversations.trigger(conversation_id, intent, output)

        await self._queue.run(user_id, trigger)
        return self.arrived(output)

    async def say(self, conversation_id: str, text: str, speaker: str, said_id: str) -> bool:
        """Record one line once and send it; False and Raises as notify()."""
        user_id = self.reachable(conversation_id)
        message = BotMessage(text, self._now(), speaker=speaker, given_id=said_id)
        output = self.hurried()

        async def record_and_send() -> None:
            with log_privacy.private(conversation_id, user_id, text):
                await self._conversations.record(conversation_id, message)
                await output.say(conversation_id, message)

        await self._queue.run(user_id, record_and_send)
        return self.arrived(output)

"""A messenger's life in the Rasa server: what its settings have in common, its doors, start and end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timezone
from typing import Any, ClassVar

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from channels.core import log_privacy, rasa_patches
from channels.core.attachments import Attachments
from channels.core.conversations import Conversations
from channels.core.internal_api import add_internal_routes
from channels.core.messenger_api import MessengerApi
from channels.core.messenger_chat import MessengerChat, Parts, Rules
from channels.core.messenger_output import OwingOutput
from channels.core.owing_inbox import OwingInbox
from channels.core.replicas import Replicas
from channels.core.set_aside import Aside
from channels.core.settings import optional
from channels.core.turns import Turns

logger = logging.getLogger(__name__)
PAY_SECONDS = 15.0


class MessengerInput(InputChannel):
    """A subclass says its `label` (its name under /webhooks), `needed` settings, `inbox_type`, and:

    make_api(): the messenger's calls; make_chat(parts): its chats; add_doors(blueprint, chat): what it calls.
    Without all of `needed` the channel does nothing.
    """

    label: ClassVar[str]
    needed: ClassVar[tuple[str, ...]]
    inbox_type: ClassVar[type[OwingInbox]]
    # Whether what is owed is also tried again while the user is silent.
    pays_unasked: ClassVar[bool] = True

    @classmethod
    def name(cls) -> str:
        return cls.label

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MessengerInput:
        return cls(credentials or {})

    def __init__(self, given: dict[str, Any]) -> None:
        log_privacy.install()
        rasa_patches.install(float(given.get("action_timeout_seconds", 10)))
        self.keys = {name: optional(given.get(name)) for name in self.needed}
        missing = [name for name, value in self.keys.items() if not value]
        self.enabled = not missing
        if missing and len(missing) < len(self.needed):
            logger.error("%s stays off, not set: %s", self.label, ", ".join(missing))
        self.channel_token = str(given.get("channel_token") or "")
        self.inbox = self.inbox_type(
            given.get("inbox") or f"{self.label}.db",
            url=optional(given.get("inbox_url")),
            name=f"inbox_{self.label}",
        )
        self._redis_url = optional(given.get("redis_url"))
        self._desk_url = optional(given.get("desk_url"))
        self._attachments = Attachments(
            url=optional(given.get("upload_url")),
            token=self.channel_token,
            limit=int(given.get("max_file_megabytes", 5)) * 1024 * 1024,
        )
        commands = dict(given.get("commands") or {})
        payloads = frozenset(given.get("payloads") or ()) | frozenset(commands.values())
        self._rules = Rules(payloads=payloads, commands=commands)
        self.api = self.make_api(given)
        self._chat: MessengerChat | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def make_api(self, given: dict[str, Any]) -> MessengerApi:
        raise NotImplementedError

    def make_chat(self, parts: Parts) -> MessengerChat:
        raise NotImplementedError

    def add_doors(self, blueprint: Blueprint, chat: MessengerChat) -> None:
        """What the messenger calls of us, under /webhooks/<label>."""
        raise NotImplementedError

    async def introduce(self, chat: MessengerChat) -> None:
        """What is done in a task of its own once the server runs: tell the messenger of us, ask it."""

    def get_output_channel(self) -> OwingOutput | None:
        """Where Rasa's own reminders would speak."""
        return self._chat.output() if self._chat else None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The messenger's doors; notify, say and health for ours; all under /webhooks/<label>."""
        blueprint = _AppBlueprint(self.label)
        if not self.enabled:
            return blueprint
        conversations = Conversations(lambda: getattr(blueprint.ctx.app.ctx, "agent", None))
        replicas = Replicas(self._redis_url)
        aside = Aside(
            self.inbox,
            conversation_of=lambda message: chat.conversation_of(message),
            tell=lambda message: chat.tell_set_aside(message),
            url=self._desk_url,
            token=self.channel_token,
        )
        self._chat = chat = self.make_chat(
            Parts(
                conversations=conversations,
                turns=Turns(on_new_message, conversations, _now),
                attachments=self._attachments,
                rules=self._rules,
                replicas=replicas,
                now=_now,
                aside=aside,
            )
        )
        add_internal_routes(blueprint, chat, self.channel_token)
        self.add_doors(blueprint, chat)

        @blueprint.listener("before_server_start")
        async def join(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            chat.succession.start()

        @blueprint.listener("after_server_start")
        async def start(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            if not self.inbox.shared:
                aside.left()
            chat.resume()
            if self.pays_unasked:
                self._begin(_pay(chat))
            # In a task: a messenger that cannot be reached must not keep the other channels from starting.
            self._begin(self.introduce(chat))

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            for task in self._tasks:
                task.cancel()
            aside.stop()
            await chat.succession.stop()
            await replicas.close()
            await self.api.close()

        return blueprint

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))


def _now() -> datetime:
    return datetime.now(timezone.utc)


async def _pay(chat: MessengerChat) -> None:
    while True:
        await asyncio.sleep(PAY_SECONDS)
        try:
            await chat.pay()
        except Exception:
            logger.exception("What is owed could not be said")


class _AppBlueprint(Blueprint):
    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.app = app
        super().register(app, options)

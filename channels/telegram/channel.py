"""The channel's life in the Rasa server: settings, webhook or long polling, start and stop.

With a public https address Telegram calls us; without one (a machine behind a firewall) we ask it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core import log_privacy, rasa_patches
from channels.core.attachments import Attachments
from channels.core.conversations import Conversations
from channels.core.internal_api import add_internal_routes
from channels.core.replicas import Replicas
from channels.core.set_aside import Aside
from channels.core.settings import optional
from channels.core.turns import Turns
from channels.telegram import updates
from channels.telegram.bot_api import ALLOWED_UPDATES, BotApi, BotApiError, Unreachable
from channels.telegram.chat import TelegramChat, TelegramRules
from channels.telegram.files import Files
from channels.telegram.inbox import TelegramInbox
from channels.telegram.output import TelegramOutput, conversation_of

logger = logging.getLogger(__name__)
API_URL = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_SECONDS = 15.0
PAY_SECONDS = 15.0


class TelegramInput(InputChannel):
    """`channels.telegram.TelegramInput` in credentials.yml. Without a token it does nothing."""

    @classmethod
    def name(cls) -> str:
        return "telegram"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TelegramInput:
        given = credentials or {}
        return cls(
            token=optional(given.get("token")),
            api_url=(optional(given.get("api_url")) or API_URL).rstrip("/"),
            public_url=optional(given.get("public_url")).rstrip("/"),
            channel_token=str(given.get("channel_token") or ""),
            inbox=TelegramInbox(
                given.get("inbox") or "telegram.db",
                url=optional(given.get("inbox_url")),
                name="inbox_telegram",
            ),
            redis_url=optional(given.get("redis_url")),
            upload_url=optional(given.get("upload_url")),
            desk_url=optional(given.get("desk_url")),
            upload_limit=int(given.get("max_file_megabytes", 5)) * 1024 * 1024,
            rules=TelegramRules(
                payloads=frozenset(given.get("payloads") or ())
                | frozenset((given.get("commands") or {}).values()),
                commands=dict(given.get("commands") or {}),
            ),
            menu=dict(given.get("menu") or {}),
            action_timeout=float(given.get("action_timeout_seconds", 10)),
        )

    def __init__(
        self,
        *,
        token: str,
        api_url: str,
        public_url: str,
        channel_token: str,
        inbox: TelegramInbox,
        redis_url: str,
        upload_url: str,
        desk_url: str,
        upload_limit: int,
        rules: TelegramRules,
        menu: dict[str, str],
        action_timeout: float,
    ) -> None:
        log_privacy.install()
        rasa_patches.install(action_timeout)
        self._enabled = bool(token)
        self._public_url = public_url
        self._channel_token = channel_token
        self._secret = webhook_secret(channel_token, token)
        self._api = BotApi(token, api_url)
        self._inbox = inbox
        self._redis_url = redis_url
        self._desk_url = desk_url
        self._files = Files(self._api, Attachments(url=upload_url, token=channel_token, limit=upload_limit))
        self._rules = rules
        self._menu = menu
        self._chat: TelegramChat | None = None
        self._running: asyncio.Task[None] | None = None
        self._paying: asyncio.Task[None] | None = None

    def get_output_channel(self) -> TelegramOutput | None:
        """Where Rasa's own reminders would speak."""
        return self._chat.output() if self._chat else None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """POST webhook for Telegram; notify, say and health for ours; all under /webhooks/telegram."""
        blueprint = _AppBlueprint("telegram")
        if not self._enabled:
            return blueprint
        conversations = Conversations(lambda: getattr(blueprint.ctx.app.ctx, "agent", None))

        def now() -> datetime:
            return datetime.now(timezone.utc)

        aside = Aside(
            self._inbox,
            conversation_of=lambda update: conversation_of(updates.chat_of(update) or 0),
            tell=lambda update: chat.tell_set_aside(update),
            url=self._desk_url,
            token=self._channel_token,
        )

        replicas = Replicas(self._redis_url)
        self._chat = chat = TelegramChat(
            api=self._api,
            inbox=self._inbox,
            conversations=conversations,
            turns=Turns(on_new_message, conversations, now),
            files=self._files,
            rules=self._rules,
            replicas=replicas,
            now=now,
            aside=aside,
        )
        add_internal_routes(blueprint, chat, self._channel_token)

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            given = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                return json({}, 403)
            try:
                update = request.json
            except Exception:
                return json({})  # it would come again for ever
            chat.receive(update)
            return json({})

        @blueprint.listener("before_server_start")
        async def join(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            chat.succession.start()

        @blueprint.listener("after_server_start")
        async def start(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            # In a task: a Telegram that cannot be reached must not keep the other channels from starting.
            self._running = asyncio.create_task(self._run(chat, aside))

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            for task in (self._running, self._paying):
                if task:
                    task.cancel()
            aside.stop()
            await chat.succession.stop()
            await replicas.close()
            await self._api.close()

        return blueprint

    async def _run(self, chat: TelegramChat, aside: Aside) -> None:
        if not self._inbox.shared:
            aside.left()
        chat.resume()
        self._paying = asyncio.create_task(self._pay(chat))
        while not await self._introduced():
            await asyncio.sleep(RETRY_SECONDS)
        while not self._public_url:
            await self._poll(chat)

    async def _pay(self, chat: TelegramChat) -> None:
        while True:
            await asyncio.sleep(PAY_SECONDS)
            try:
                await chat.pay()
            except Exception:
                logger.exception("What is owed could not be said")

    async def _introduced(self) -> bool:
        """Tell Telegram the commands and how updates reach us; whether it heard."""
        menu = [{"command": name.lstrip("/"), "description": words} for name, words in self._menu.items()]
        hook = {
            "url": f"{self._public_url}/webhooks/telegram/webhook",
            "secret_token": self._secret,
            "allowed_updates": ALLOWED_UPDATES,
            "max_connections": 20,
        }
        try:
            await self._api.call("setMyCommands", {"commands": menu})
            await (
                self._api.call("setWebhook", hook) if self._public_url else self._api.call("deleteWebhook")
            )
        except (BotApiError, Unreachable) as error:
            logger.error("Telegram is not set up yet: %s", error)
            return False
        logger.info("Telegram: %s", "webhook" if self._public_url else "long polling")
        return True

    async def _poll(self, chat: TelegramChat) -> None:
        try:
            for update in await self._api.get_updates(self._inbox.next_offset()):
                chat.receive(update)
        except (BotApiError, Unreachable) as error:
            # 409: another process asks with the same token, or a webhook is set.
            logger.error("Telegram gave no updates: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            logger.exception("Updates could not be kept")
            await asyncio.sleep(RETRY_SECONDS)


def webhook_secret(channel_token: str, bot_token: str) -> str:
    """What only Telegram will know besides us: derived, so that it is one setting less."""
    return hmac.new(channel_token.encode(), f"telegram {bot_token}".encode(), hashlib.sha256).hexdigest()


class _AppBlueprint(Blueprint):
    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.app = app
        super().register(app, options)

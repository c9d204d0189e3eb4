"""The channel's life in the Rasa server: settings, Meta's webhook and its verification, start and stop."""

from __future__ import annotations

import asyncio
import hmac
import json as json_module
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from channels.core import log_privacy, rasa_patches
from channels.core.attachments import Attachments
from channels.core.conversations import Conversations
from channels.core.internal_api import add_internal_routes
from channels.core.replicas import Replicas
from channels.core.set_aside import Aside
from channels.core.settings import optional
from channels.core.turns import Turns
from channels.whatsapp.chat import WhatsAppChat, WhatsAppRules
from channels.whatsapp.graph_api import GraphApi
from channels.whatsapp.inbox import WhatsAppInbox
from channels.whatsapp.output import WhatsAppOutput
from channels.whatsapp.webhooks import conversation_of, is_signed

logger = logging.getLogger(__name__)
API_URL = "https://graph.facebook.com/v23.0"
NEEDED = ("token", "phone_number_id", "app_secret", "verify_token")
_CHALLENGE = re.compile(r"[\w.-]{1,200}")


class WhatsAppInput(InputChannel):
    """`channels.whatsapp.WhatsAppInput` in credentials.yml. Without all of NEEDED it does nothing."""

    @classmethod
    def name(cls) -> str:
        return "whatsapp"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WhatsAppInput:
        given = credentials or {}
        return cls(
            keys={name: optional(given.get(name)) for name in NEEDED},
            api_url=(optional(given.get("api_url")) or API_URL).rstrip("/"),
            template=optional(given.get("template")),
            channel_token=str(given.get("channel_token") or ""),
            inbox=WhatsAppInbox(
                given.get("inbox") or "whatsapp.db",
                url=optional(given.get("inbox_url")),
                name="inbox_whatsapp",
            ),
            redis_url=optional(given.get("redis_url")),
            upload_url=optional(given.get("upload_url")),
            desk_url=optional(given.get("desk_url")),
            upload_limit=int(given.get("max_file_megabytes", 5)) * 1024 * 1024,
            rules=WhatsAppRules(payloads=frozenset(given.get("payloads") or ())),
            action_timeout=float(given.get("action_timeout_seconds", 10)),
        )

    def __init__(
        self,
        *,
        keys: dict[str, str],
        api_url: str,
        template: str,
        channel_token: str,
        inbox: WhatsAppInbox,
        redis_url: str,
        upload_url: str,
        desk_url: str,
        upload_limit: int,
        rules: WhatsAppRules,
        action_timeout: float,
    ) -> None:
        log_privacy.install()
        rasa_patches.install(action_timeout)
        missing = [name for name in NEEDED if not keys[name]]
        self._enabled = not missing
        if missing and len(missing) < len(NEEDED):
            logger.error("WhatsApp stays off, not set: %s", ", ".join(missing))
        self._keys = keys
        self._template = template
        self._channel_token = channel_token
        self._api = GraphApi(keys["token"], keys["phone_number_id"], api_url)
        self._inbox = inbox
        self._redis_url = redis_url
        self._desk_url = desk_url
        self._attachments = Attachments(url=upload_url, token=channel_token, limit=upload_limit)
        self._rules = rules
        self._chat: WhatsAppChat | None = None

    def get_output_channel(self) -> WhatsAppOutput | None:
        """Where Rasa's own reminders would speak."""
        return self._chat.output() if self._chat else None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """GET and POST webhook for Meta; notify, say and health for ours; all under /webhooks/whatsapp."""
        blueprint = _AppBlueprint("whatsapp")
        if not self._enabled:
            return blueprint
        conversations = Conversations(lambda: getattr(blueprint.ctx.app.ctx, "agent", None))

        def now() -> datetime:
            return datetime.now(timezone.utc)

        aside = Aside(
            self._inbox,
            conversation_of=lambda message: conversation_of(message["from"]),
            tell=lambda message: chat.tell_set_aside(message),
            url=self._desk_url,
            token=self._channel_token,
        )

        replicas = Replicas(self._redis_url)
        self._chat = chat = WhatsAppChat(
            api=self._api,
            inbox=self._inbox,
            conversations=conversations,
            turns=Turns(on_new_message, conversations, now),
            attachments=self._attachments,
            rules=self._rules,
            phone_number_id=self._keys["phone_number_id"],
            template=self._template,
            replicas=replicas,
            now=now,
            aside=aside,
        )
        add_internal_routes(blueprint, chat, self._channel_token)

        @blueprint.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            given = request.args.get("hub.verify_token", "")
            challenge = request.args.get("hub.challenge", "")
            known = hmac.compare_digest(given.encode(), self._keys["verify_token"].encode())
            if request.args.get("hub.mode") != "subscribe" or not known:
                return text("", 403)
            return text(challenge) if _CHALLENGE.fullmatch(challenge) else text("", 400)

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            signature = request.headers.get("X-Hub-Signature-256", "")
            if not is_signed(request.body, signature, self._keys["app_secret"]):
                return json({}, 403)
            try:
                update = json_module.loads(request.body)
            except (ValueError, RecursionError):
                return json({})  # it would come again for a week
            chat.receive(update)
            return json({})

        @blueprint.listener("before_server_start")
        async def join(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            chat.succession.start()

        @blueprint.listener("after_server_start")
        async def start(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            if not self._inbox.shared:
                aside.left()
            chat.resume()

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
            aside.stop()
            await chat.succession.stop()
            await replicas.close()
            await self._api.close()

        return blueprint


class _AppBlueprint(Blueprint):
    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.app = app
        super().register(app, options)

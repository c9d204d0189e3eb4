"""The page's chat as a Rasa channel: credentials in, a socket.io blueprint out; web_chat.py does the talking.

Rasa's own socketio channel lets a client choose its conversation and loses its replies.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from socketio import AsyncRedisManager, AsyncServer

from channels.core import expiry, log_privacy, measures, rasa_patches
from channels.core.archive_api import add_archive_routes
from channels.core.attachments import Attachments
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations
from channels.core.desk import Desk
from channels.core.durable_inbox import DurableInbox
from channels.core.internal_api import add_internal_routes
from channels.core.model_in_use import ModelInUse, add_model_route
from channels.core.replicas import Replicas
from channels.core.session_token import SessionTokens
from channels.core.set_aside import Aside
from channels.core.settings import comma_list, optional
from channels.core.turns import Turns
from channels.web_chat import WebChat, WebLimits, WebOutput
from channels.web_closing import WebClosing
from channels.web_files import WebFiles
from channels.web_sockets import Sockets
from channels.web_typing import WebTyping
from ground import time_limit

logger = logging.getLogger(__name__)
SOCKET_PATH = "/socket.io"
SOCKET_CHANNEL = "css:socket.io"
NO_MODEL = (
    "No usable model: the file is missing or damaged. Everybody is told that the service is away, and"
    " /webhooks/web/health says 503, until this process starts with a whole one (make train; docs/runbook.md)"
)
MAX_FRAME = 64 * 1024
MAX_BODY = 256 * 1024
# A message whose reading holds everybody up for longer ends the server, which counts as a death at it.
LONGEST_SECONDS = 30.0


class WebInput(InputChannel):
    """`channels.web.WebInput` in credentials.yml; the keys are explained there."""

    @classmethod
    def name(cls) -> str:
        return "web"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebInput:
        given = credentials or {}
        return cls(
            tokens=SessionTokens(
                comma_list(given.get("token_keys")),
                idle=timedelta(days=float(given.get("idle_days", 7))),
                lifetime=timedelta(days=float(given.get("lifetime_days", 30))),
            ),
            channel_token=str(given.get("channel_token") or ""),
            inbox=DurableInbox(
                given.get("inbox") or "web.db", url=optional(given.get("inbox_url")), name="inbox_web"
            ),
            redis_url=optional(given.get("redis_url")),
            log_format=optional(given.get("log_format")),
            log_key=str(given.get("log_key") or ""),
            metrics_token=optional(given.get("metrics_token")),
            desk_url=optional(given.get("desk_url")),
            closing_url=optional(given.get("closing_url")),
            upload_url=optional(given.get("upload_url")),
            upload_limit=int(float(given.get("max_file_megabytes", 5)) * 1024 * 1024),
            origins=allowed_origins(comma_list(given.get("origins"))),
            limits=WebLimits(
                payloads=frozenset(given.get("payloads") or ()),
                characters=int(given.get("max_characters", 8000)),
                connects_per_minute=int(given.get("connects_per_minute", 120)),
                trusted_proxies=int(optional(given.get("trusted_proxies")) or 0),
            ),
            action_timeout=float(given.get("action_timeout_seconds", 10)),
            model_file=optional(given.get("model_file")),
        )

    def __init__(
        self,
        *,
        tokens: SessionTokens,
        channel_token: str,
        inbox: DurableInbox,
        redis_url: str,
        log_format: str,
        log_key: str,
        metrics_token: str,
        desk_url: str,
        closing_url: str,
        upload_url: str,
        upload_limit: int,
        origins: list[str],
        limits: WebLimits,
        action_timeout: float,
        model_file: str = "",
    ) -> None:
        log_privacy.install()
        log_privacy.write(log_format, log_key)
        rasa_patches.install(action_timeout)
        self._tokens = tokens
        self._channel_token = channel_token
        self._inbox = inbox
        self._redis_url = redis_url
        self._metrics_token = metrics_token
        self._desk_url = desk_url
        self._desk = Desk(closing_url, channel_token)
        self._attachments = Attachments(url=upload_url, token=channel_token, limit=upload_limit)
        self._origins = origins
        self._limits = limits
        self._model_file = model_file
        self._chat: WebChat | None = None

    def get_output_channel(self) -> WebOutput | None:
        """Where Rasa's own reminders would speak."""
        return self._chat.output() if self._chat else None

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The socket at /socket.io, and notify, say and health under /webhooks/web."""
        sio = Sockets(
            async_mode="sanic",
            cors_allowed_origins=self._origins or None,  # [] would allow every page
            max_http_buffer_size=MAX_FRAME,
            # What one server says reaches the pages that are open at another.
            client_manager=AsyncRedisManager(self._redis_url, SOCKET_CHANNEL) if self._redis_url else None,
            logger=False,
            engineio_logger=False,
        )
        blueprint = _SocketBlueprint(sio)
        conversations = Conversations(lambda: getattr(blueprint.ctx.app.ctx, "agent", None))

        def now() -> datetime:
            return datetime.now(timezone.utc)

        aside = Aside(
            self._inbox,
            conversation_of=lambda kept: str(kept["conversation_id"]),
            tell=lambda kept: chat.tell_set_aside(kept),
            url=self._desk_url,
            token=self._channel_token,
        )

        replicas = Replicas(self._redis_url)
        queue = ConversationQueue()
        files = WebFiles(
            sio=sio, attachments=self._attachments, conversations=conversations, queue=queue, now=now
        )
        self._chat = chat = WebChat(
            sio=sio,
            conversations=conversations,
            turns=Turns(on_new_message, conversations, now),
            queue=queue,
            files=files,
            closing=WebClosing(sio=sio, desk=self._desk, conversations=conversations, now=now),
            desk=self._desk,
            inbox=self._inbox,
            asker_key=self._tokens.signing_key,
            tokens=self._tokens,
            limits=self._limits,
            replicas=replicas,
            now=now,
            aside=aside,
        )
        chat.listen()
        model = ModelInUse(self._model_file, lambda: getattr(blueprint.ctx.app.ctx, "agent", None))
        typing = WebTyping(sio=sio, desk=self._desk)
        typing.listen()
        typing.add_route(blueprint, self._channel_token)
        add_internal_routes(blueprint, chat, self._channel_token)
        add_model_route(blueprint, model, self._channel_token)
        add_archive_routes(blueprint, conversations, self._channel_token)
        measures.add_route(blueprint, self._metrics_token)

        @blueprint.listener("before_server_start")
        async def join(_: Sanic, __: Any) -> None:
            chat.succession.start()

        @blueprint.listener("after_server_start")
        async def start(app: Sanic, _: Any) -> None:
            await time_limit.keep(LONGEST_SECONDS)
            if not conversations.loaded:
                logger.error(NO_MODEL)
            app.ctx.expiry = asyncio.create_task(expiry.every_hour(conversations.expire))
            app.ctx.signing = asyncio.create_task(replicas.sign())
            app.ctx.model_watch = asyncio.create_task(model.watch())
            if not self._inbox.shared:
                aside.left()
            app.ctx.resuming = asyncio.create_task(chat.resume())

        @blueprint.listener("before_server_stop")
        async def stop(app: Sanic, _: Any) -> None:
            for name in ("expiry", "resuming", "signing", "model_watch"):
                if task := getattr(app.ctx, name, None):
                    task.cancel()
            aside.stop()
            chat.stop()
            await chat.succession.stop()
            await replicas.close()

        return blueprint


class _SocketBlueprint(Blueprint):
    def __init__(self, sio: AsyncServer) -> None:
        super().__init__("web_chat")
        self.ctx.sio = sio

    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.app = app
        # Sanic's 100 MB would let one message stall everyone; only our channels are served here.
        app.config.REQUEST_MAX_SIZE = MAX_BODY
        app.config.WEBSOCKET_MAX_SIZE = MAX_FRAME
        self.ctx.sio.attach(app, SOCKET_PATH)
        super().register(app, options)


def allowed_origins(origins: list[str]) -> list[str]:
    """`origins`, with localhost and 127.0.0.1 standing for one another: people type either."""
    twins = [o.replace("//localhost", "//127.0.0.1") for o in origins if "//localhost" in o]
    twins += [o.replace("//127.0.0.1", "//localhost") for o in origins if "//127.0.0.1" in o]
    return list(dict.fromkeys([*origins, *twins]))

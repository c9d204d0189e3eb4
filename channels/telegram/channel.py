"""Telegram in the Rasa server: its settings, and the webhook or the long polling.

With a public https address Telegram calls us; without one (a machine behind a firewall) we ask it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core.messenger import MessengerInput
from channels.core.messenger_api import Unreachable
from channels.core.messenger_chat import Parts
from channels.core.settings import optional
from channels.telegram.bot_api import ALLOWED_UPDATES, BotApi, BotApiError
from channels.telegram.chat import TelegramChat
from channels.telegram.inbox import TelegramInbox

logger = logging.getLogger(__name__)
API_URL = "https://api.telegram.org"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_SECONDS = 15.0


class TelegramInput(MessengerInput):
    """`channels.telegram.TelegramInput` in credentials.yml. Without a token it does nothing."""

    label = "telegram"
    needed = ("token",)
    inbox_type = TelegramInbox
    api: BotApi
    inbox: TelegramInbox

    def make_api(self, given: dict[str, Any]) -> BotApi:
        self._public_url = optional(given.get("public_url")).rstrip("/")
        self._menu: dict[str, str] = dict(given.get("menu") or {})
        token = self.keys["token"]
        self._secret = webhook_secret(self.channel_token, token)
        return BotApi(token, (optional(given.get("api_url")) or API_URL).rstrip("/"))

    def make_chat(self, parts: Parts) -> TelegramChat:
        return TelegramChat(self.api, self.inbox, parts)

    def add_doors(self, blueprint: Blueprint, chat: TelegramChat) -> None:
        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            given = request.headers.get(SECRET_HEADER, "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                return json({}, 403)
            try:
                update = request.json
            except Exception:
                return json({})  # it would come again for ever
            chat.take(update)
            return json({})

    async def introduce(self, chat: TelegramChat) -> None:
        while not await self._introduced():
            await asyncio.sleep(RETRY_SECONDS)
        while not self._public_url:
            await self._poll(chat)

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
            await self.api.call("setMyCommands", {"commands": menu})
            await (self.api.call("setWebhook", hook) if self._public_url else self.api.call("deleteWebhook"))
        except (BotApiError, Unreachable) as error:
            logger.error("Telegram is not set up yet: %s", error)
            return False
        logger.info("Telegram: %s", "webhook" if self._public_url else "long polling")
        return True

    async def _poll(self, chat: TelegramChat) -> None:
        try:
            for update in await self.api.get_updates(self.inbox.next_offset()):
                chat.take(update)
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

"""Rocket.Chat in the Rasa server: its settings and its outgoing webhook."""

from __future__ import annotations

import hmac
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core.messenger import MessengerInput
from channels.core.messenger_chat import Parts
from channels.rocketchat.chat import RocketChatChat
from channels.rocketchat.inbox import RocketChatInbox
from channels.rocketchat.rest_api import RestApi


class RocketChatInput(MessengerInput):
    """`channels.rocketchat.RocketChatInput` in credentials.yml. Without all of `needed` it does nothing."""

    label = "rocketchat"
    needed = ("url", "user_id", "token", "webhook_token")
    inbox_type = RocketChatInbox
    api: RestApi
    inbox: RocketChatInbox

    def make_api(self, given: dict[str, Any]) -> RestApi:
        return RestApi(self.keys["url"].rstrip("/"), self.keys["user_id"], self.keys["token"])

    def make_chat(self, parts: Parts) -> RocketChatChat:
        return RocketChatChat(self.api, self.inbox, self.keys["user_id"], parts)

    def add_doors(self, blueprint: Blueprint, chat: RocketChatChat) -> None:
        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            try:
                body = request.json
            except Exception:
                body = None
            # Rocket.Chat puts the integration's token into the body: there is no signature.
            token = str(body.get("token") or "") if isinstance(body, dict) else ""
            given = token.encode(errors="surrogatepass")  # what is no text at all is refused, too
            if not hmac.compare_digest(given, self.keys["webhook_token"].encode()):
                return json({}, 403)
            chat.take(body)
            return json({})  # words here would be said at once, in the bot's name

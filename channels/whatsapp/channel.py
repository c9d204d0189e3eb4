"""WhatsApp in the Rasa server: its settings, Meta's webhook and its verification."""

from __future__ import annotations

import hmac
import json as json_module
import logging
import re
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json, text

from channels.core.messenger import MessengerInput
from channels.core.messenger_chat import Parts
from channels.core.settings import optional
from channels.whatsapp.chat import WhatsAppChat
from channels.whatsapp.graph_api import GraphApi
from channels.whatsapp.inbox import WhatsAppInbox
from channels.whatsapp.webhooks import is_signed

logger = logging.getLogger(__name__)
API_URL = "https://graph.facebook.com/v23.0"
_CHALLENGE = re.compile(r"[\w.-]{1,200}")


class WhatsAppInput(MessengerInput):
    """`channels.whatsapp.WhatsAppInput` in credentials.yml. Without all of `needed` it does nothing."""

    label = "whatsapp"
    needed = ("token", "phone_number_id", "app_secret", "verify_token")
    inbox_type = WhatsAppInbox
    pays_unasked = False  # a window that is closed opens when the user writes
    api: GraphApi
    inbox: WhatsAppInbox

    def make_api(self, given: dict[str, Any]) -> GraphApi:
        self._template = optional(given.get("template"))
        base_url = (optional(given.get("api_url")) or API_URL).rstrip("/")
        return GraphApi(self.keys["token"], self.keys["phone_number_id"], base_url)

    def make_chat(self, parts: Parts) -> WhatsAppChat:
        return WhatsAppChat(self.api, self.inbox, self.keys["phone_number_id"], self._template, parts)

    def add_doors(self, blueprint: Blueprint, chat: WhatsAppChat) -> None:
        @blueprint.get("/webhook")
        async def verify(request: Request) -> HTTPResponse:
            given = request.args.get("hub.verify_token", "")
            challenge = request.args.get("hub.challenge", "")
            known = hmac.compare_digest(given.encode(), self.keys["verify_token"].encode())
            if request.args.get("hub.mode") != "subscribe" or not known:
                return text("", 403)
            return text(challenge) if _CHALLENGE.fullmatch(challenge) else text("", 400)

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            signature = request.headers.get("X-Hub-Signature-256", "")
            if not is_signed(request.body, signature, self.keys["app_secret"]):
                return json({}, 403)
            try:
                update = json_module.loads(request.body)
            except (ValueError, RecursionError):
                return json({})  # it would come again for a week
            chat.take(update)
            return json({})

"""Teams in the Rasa server: its settings and the door of the Bot Connector."""

from __future__ import annotations

import logging
import time
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core.messenger import MessengerInput
from channels.core.messenger_api import Unreachable
from channels.core.messenger_chat import Parts
from channels.core.settings import optional
from channels.teams.activities import CHANNEL_ID, is_sound
from channels.teams.chat import TeamsChat
from channels.teams.connector import Connector
from channels.teams.inbox import TeamsInbox
from channels.teams.trust import Trust, Untrusted

logger = logging.getLogger(__name__)
OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL = "https://login.microsoftonline.com"


class TeamsInput(MessengerInput):
    """`channels.teams.TeamsInput` in credentials.yml. Without all of `needed` it does nothing."""

    label = "teams"
    needed = ("app_id", "app_password", "tenant_id")
    inbox_type = TeamsInbox
    api: Connector
    inbox: TeamsInbox

    def make_api(self, given: dict[str, Any]) -> Connector:
        self._openid_url = optional(given.get("openid_url")) or OPENID_URL
        login_url = (optional(given.get("login_url")) or LOGIN_URL).rstrip("/")
        keys = self.keys
        return Connector(keys["app_id"], keys["app_password"], keys["tenant_id"], login_url)

    def make_chat(self, parts: Parts) -> TeamsChat:
        return TeamsChat(self.api, self.inbox, self.keys["tenant_id"], parts)

    def add_doors(self, blueprint: Blueprint, chat: TeamsChat) -> None:
        trust = Trust(self.keys["app_id"], self._openid_url, self.api.document, time.monotonic)

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            try:
                activity = request.json
            except Exception:
                activity = None
            if not isinstance(activity, dict) or activity.get("channelId") != CHANNEL_ID:
                return json({}, 403)
            try:
                await trust.check(request.headers.get("Authorization", ""), activity)
            except Untrusted as error:
                logger.warning("An activity was refused: %s", error)
                return json({}, 403)
            except Unreachable:
                logger.error("The keys of the Bot Connector could not be fetched")
                return json({}, 503)  # it comes again
            if not is_sound(activity):
                logger.warning("An activity was refused: its names are no text")
                return json({}, 400)
            chat.take(activity)
            return json({})

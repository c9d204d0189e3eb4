"""What the bot says, in Teams' measures: plain text, and cards of six buttons that carry their payload."""

from __future__ import annotations

from typing import Any

from channels.core.messenger_api import Gone
from channels.core.messenger_output import OwingOutput
from channels.core.output import BotMessage, Button
from channels.core.texts import split
from channels.teams.activities import user_of
from channels.teams.connector import Connector
from channels.teams.inbox import TeamsInbox

LONGEST = 4000
MOST_BUTTONS = 6
_CARD = "application/vnd.microsoft.card.hero"


class TeamsOutput(OwingOutput):
    """Into the person's own chat with the bot."""

    def __init__(self, api: Connector, inbox: TeamsInbox, owes: bool = True) -> None:
        super().__init__(inbox, user_of, owes=owes)
        self._api = api
        self._inbox = inbox

    @classmethod
    def name(cls) -> str:
        return "teams"

    def gone(self, user_id: str) -> None:
        self._inbox.lost(user_id)

    async def send(self, user_id: str, message: BotMessage) -> None:
        address = self._inbox.address_of(user_id)
        if address is None:
            raise Gone(404, "no address")
        conversation, service_url = address
        for activity in render(message):
            await self._api.say(service_url, conversation, activity)


def render(message: BotMessage) -> list[dict[str, Any]]:
    """The activities that say it."""
    parts = split(message.text or "…", LONGEST)
    said: list[dict[str, Any]] = [{"type": "message", "textFormat": "plain", "text": part} for part in parts]
    if message.buttons:
        said[-1]["attachments"] = _cards(message.buttons)
    return said


def _cards(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    actions = [
        {
            "type": "messageBack",
            "title": b.title,
            "displayText": b.title,
            "text": b.title,
            "value": {"payload": b.payload},
        }
        for b in buttons
    ]
    return [
        {"contentType": _CARD, "content": {"buttons": actions[at : at + MOST_BUTTONS]}}
        for at in range(0, len(actions), MOST_BUTTONS)
    ]

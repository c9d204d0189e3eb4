"""What the bot says, in Rocket.Chat's measures: a button says its title in the user's name, five a row."""

from __future__ import annotations

from typing import Any

from channels.core.messenger_api import Gone
from channels.core.messenger_output import OwingOutput
from channels.core.output import BotMessage, Button
from channels.core.texts import split
from channels.rocketchat.inbox import RocketChatInbox
from channels.rocketchat.rest_api import LONGEST, RestApi
from channels.rocketchat.webhooks import user_of

MOST_BUTTONS = 5


class RocketChatOutput(OwingOutput):
    """To the user's own direct messages, wherever he wrote from."""

    def __init__(self, api: RestApi, inbox: RocketChatInbox, owes: bool = True) -> None:
        super().__init__(inbox, user_of, owes=owes)
        self._api = api
        self._inbox = inbox

    @classmethod
    def name(cls) -> str:
        return "rocketchat"

    async def send(self, user_id: str, message: BotMessage) -> None:
        user_name = self._inbox.name_of(user_id)
        if user_name is None:
            raise Gone(404, "never wrote to us")
        if message.buttons:
            self._inbox.offer(user_id, message.buttons)
        parts = split(message.text or "…", LONGEST)
        for part in parts[:-1]:
            await self._api.post_message(user_name, part)
        await self._api.post_message(user_name, parts[-1], rows_of(message.buttons))


def rows_of(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    """The attachments that show them. A payload's slash would be taken for a command of Rocket.Chat's."""
    actions = [
        {"type": "button", "text": b.title, "msg": b.title, "msg_in_chat_window": True} for b in buttons
    ]
    return [
        {"button_alignment": "vertical", "actions": actions[at : at + MOST_BUTTONS]}
        for at in range(0, len(actions), MOST_BUTTONS)
    ]

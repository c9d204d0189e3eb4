"""What the bot says, in Telegram's measures: 4096 UTF-16 units a message, 64 bytes a button."""

from __future__ import annotations

import re

from channels.core.messenger_output import OwingOutput
from channels.core.output import BotMessage, Button
from channels.core.texts import split
from channels.telegram.bot_api import LONGEST_FLOOD, BotApi
from channels.telegram.inbox import TelegramInbox

LONGEST = 4096
PREFIX = "tg-"
_CONVERSATION = re.compile(r"tg-(\d{1,16})")


def conversation_of(chat_id: int) -> str:
    """The conversation id of a private chat."""
    return f"{PREFIX}{chat_id}"


def chat_of(conversation_id: str) -> int | None:
    """The private chat of a conversation id; None when it is none of Telegram's."""
    found = _CONVERSATION.fullmatch(conversation_id)
    return int(found[1]) if found else None


def user_of(conversation_id: str) -> str | None:
    """What the inbox knows its user by."""
    chat_id = chat_of(conversation_id)
    return None if chat_id is None else str(chat_id)


class TelegramOutput(OwingOutput):
    """flood_wait: the seconds that Telegram may make a message wait before it counts as failed."""

    def __init__(
        self, api: BotApi, inbox: TelegramInbox, flood_wait: float = LONGEST_FLOOD, owes: bool = True
    ) -> None:
        super().__init__(inbox, user_of, owes=owes)
        self._flood_wait = flood_wait
        self._api = api
        self._inbox = inbox

    @classmethod
    def name(cls) -> str:
        return "telegram"

    def gone(self, user_id: str) -> None:
        self._inbox.set_blocked(int(user_id), True)

    async def send(self, user_id: str, message: BotMessage) -> None:
        chat_id, parts = int(user_id), split(message.text or "…", LONGEST)
        for part in parts[:-1]:
            await self._api.send_message(chat_id, part, None, flood_wait=self._flood_wait)
        await self._api.send_message(
            chat_id, parts[-1], self._keyboard(message.buttons), flood_wait=self._flood_wait
        )

    def _keyboard(self, buttons: tuple[Button, ...]) -> list[list[dict[str, str]]] | None:
        # One a row: our titles are sentences, and a phone is narrow.
        rows = [
            [{"text": b.title[:64], "callback_data": self._inbox.callback_data(b.payload)}] for b in buttons
        ]
        return rows or None

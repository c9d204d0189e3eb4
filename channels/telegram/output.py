"""What the bot says, in Telegram's measures: 4096 UTF-16 units a message, 64 bytes a button."""

from __future__ import annotations

import logging
import re
from datetime import datetime

from channels.core.output import BotMessage, Button, CountingOutput, buttons_from
from channels.core.texts import split
from channels.telegram.bot_api import LONGEST_FLOOD, Blocked, BotApi, BotApiError, Unreachable
from channels.telegram.inbox import TelegramInbox

logger = logging.getLogger(__name__)
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


class TelegramOutput(CountingOutput):
    """Never raises while Rasa speaks, or Rasa would throw the turn away; `failed` says what went wrong.

    flood_wait: the seconds that Telegram may make a message wait before it counts as failed.
    owes: whether what it does not take is kept and said later; not where the caller comes again with it.
    """

    def __init__(
        self, api: BotApi, inbox: TelegramInbox, flood_wait: float = LONGEST_FLOOD, owes: bool = True
    ) -> None:
        super().__init__()
        self._owes = owes
        self._flood_wait = flood_wait
        self._api = api
        self._inbox = inbox
        self.failed: Exception | None = None

    @classmethod
    def name(cls) -> str:
        return "telegram"

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        chat_id = chat_of(recipient_id)
        if chat_id is None or isinstance(self.failed, Blocked):
            return
        try:
            if isinstance(self.failed, Unreachable) or not await self.pay(chat_id):
                raise self.failed or Unreachable("owed")  # what follows waits behind what could not be said
            await self._send(chat_id, message)
        except Blocked as error:
            self._is_blocked(chat_id, error)
        except Unreachable as error:
            self.failed = error
            if self._owes:
                self._inbox.owe(str(chat_id), message.id, message.as_json())
            logger.error("Telegram did not take a message: %s", error)
        except BotApiError as error:
            self.failed = error
            logger.error("Telegram refused a message: %s", error)

    async def pay(self, chat_id: int) -> bool:
        """Say what is owed, in its order; whether nothing is any more. Raises Blocked."""
        for owed in self._inbox.owed(str(chat_id)):
            at = datetime.fromisoformat(owed["at"])
            message = BotMessage(
                owed["text"], at, buttons_from(owed.get("buttons")), owed["from"], owed["id"]
            )
            try:
                await self._send(chat_id, message)
            except Blocked:
                raise
            except Unreachable as error:
                self.failed = error
                return False
            except BotApiError as error:
                logger.error("Telegram refused a message: %s", error)
            self._inbox.paid(str(chat_id), message.id)
        return True

    async def _send(self, chat_id: int, message: BotMessage) -> None:
        parts = split(message.text or "…", LONGEST)
        for part in parts[:-1]:
            await self._api.send_message(chat_id, part, None, flood_wait=self._flood_wait)
        await self._api.send_message(
            chat_id, parts[-1], self._keyboard(message.buttons), flood_wait=self._flood_wait
        )

    def _is_blocked(self, chat_id: int, error: Blocked) -> None:
        self.failed = error
        self._inbox.set_blocked(chat_id, True)
        logger.info("A user blocked the bot")

    def _keyboard(self, buttons: tuple[Button, ...]) -> list[list[dict[str, str]]] | None:
        # One a row: our titles are sentences, and a phone is narrow.
        rows = [
            [{"text": b.title[:64], "callback_data": self._inbox.callback_data(b.payload)}] for b in buttons
        ]
        return rows or None

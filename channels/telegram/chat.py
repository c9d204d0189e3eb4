"""Telegram's private chats: what its updates mean, taps that are answered, who blocked the bot."""

from __future__ import annotations

import contextlib

from channels.core.conversations import UnknownConversation
from channels.core.incoming import File, Hint, Incoming, Message, Nothing, Text
from channels.core.messenger_api import Refused, Unreachable
from channels.core.messenger_chat import MessengerChat, Parts
from channels.telegram import updates
from channels.telegram.bot_api import BotApi
from channels.telegram.inbox import TelegramInbox
from channels.telegram.output import TelegramOutput, chat_of, conversation_of

NOTICE_WAIT = 5.0


class TelegramChat(MessengerChat):
    """All private chats of one bot."""

    channel = "telegram"
    _inbox: TelegramInbox

    def __init__(self, api: BotApi, inbox: TelegramInbox, parts: Parts) -> None:
        super().__init__(inbox, parts)
        self._api = api

    def output(self) -> TelegramOutput:
        return TelegramOutput(self._api, self._inbox)

    def hurried(self) -> TelegramOutput:
        return TelegramOutput(self._api, self._inbox, flood_wait=NOTICE_WAIT, owes=False)

    def take(self, update: object) -> None:
        """An update as Telegram gave it, of any shape. Raises as receive() does."""
        if isinstance(update, dict) and updates.is_number(update.get("update_id")):
            self.receive(update)

    def key_of(self, message: Message) -> str:
        return str(message["update_id"])

    def user_of(self, message: Message) -> str:
        return str(updates.chat_of(message) or 0)

    def conversation_of(self, message: Message) -> str:
        return conversation_of(updates.chat_of(message) or 0)

    def reachable(self, conversation_id: str) -> str:
        chat_id = chat_of(conversation_id)
        if chat_id is None or self._inbox.is_blocked(chat_id):
            raise UnknownConversation
        return str(chat_id)

    async def read(self, message: Message) -> Incoming:
        incoming = updates.read(message)
        if isinstance(incoming, updates.Nothing):
            return Nothing()
        if isinstance(incoming, updates.Membership):
            self._inbox.set_blocked(incoming.chat_id, incoming.blocked)
            return Nothing()
        if isinstance(incoming, updates.Group):
            await self._ask("leaveChat", chat_id=incoming.chat_id)
            return Nothing()
        self._inbox.set_blocked(incoming.chat_id, False)
        if isinstance(incoming, updates.Hint):
            return Hint(incoming.sentence)
        if isinstance(incoming, updates.File):
            return File(incoming.file_id, incoming.name, incoming.caption, incoming.size)
        if isinstance(incoming, updates.Tap):
            await self._ask("answerCallbackQuery", callback_query_id=incoming.callback_id)
            return Text(self._inbox.payload(incoming.data))
        return Text(incoming.text)

    async def seen(self, message: Message) -> None:
        await self._ask("sendChatAction", chat_id=updates.chat_of(message), action="typing")

    async def fetch(self, message: Message, file: File, limit: int) -> bytes:
        return await self._api.download(file.ref, limit)

    async def _ask(self, method: str, **parameters: object) -> None:
        """A courtesy, whose refusal is of no matter (a tap may be too old to be answered)."""
        with contextlib.suppress(Refused, Unreachable):
            await self._api.call(method, parameters, flood_wait=0)

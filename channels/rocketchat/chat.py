"""Rocket.Chat's users: what their messages mean, and how a file of theirs is fetched."""

from __future__ import annotations

from channels.core.conversations import UnknownConversation
from channels.core.incoming import File, Incoming, Message, Text
from channels.core.messenger_chat import MessengerChat, Parts
from channels.rocketchat import webhooks
from channels.rocketchat.inbox import RocketChatInbox
from channels.rocketchat.output import RocketChatOutput
from channels.rocketchat.rest_api import RestApi


class RocketChatChat(MessengerChat):
    """All direct messages of one bot."""

    channel = "rocketchat"
    _inbox: RocketChatInbox

    def __init__(self, api: RestApi, inbox: RocketChatInbox, bot_id: str, parts: Parts) -> None:
        super().__init__(inbox, parts)
        self._api = api
        self._bot_id = bot_id

    def output(self) -> RocketChatOutput:
        return RocketChatOutput(self._api, self._inbox)

    def hurried(self) -> RocketChatOutput:
        return RocketChatOutput(self._api, self._inbox, owes=False)

    def take(self, body: object) -> None:
        """A call of the webhook, of any shape. Raises as receive() does."""
        message = webhooks.message_of(body, self._bot_id)
        if message is not None:
            self.receive(message)

    def conversation_of(self, message: Message) -> str:
        return webhooks.conversation_of(message["user_id"])

    def reachable(self, conversation_id: str) -> str:
        user_id = webhooks.user_of(conversation_id)
        if user_id is None or self._inbox.name_of(user_id) is None:
            raise UnknownConversation
        return user_id

    async def read(self, message: Message) -> Incoming:
        self._inbox.met(message["user_id"], message["user_name"])
        incoming = webhooks.read(message)
        if isinstance(incoming, Text):
            return Text(self._inbox.chosen(message["user_id"], incoming.text))
        return incoming

    async def fetch(self, message: Message, file: File, limit: int) -> bytes:
        return await self._api.download(file.ref, file.name, limit)

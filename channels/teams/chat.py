"""Teams' users: what their messages mean, where they are answered, how a file of theirs is fetched."""

from __future__ import annotations

import contextlib
from typing import Any

from channels.core.conversations import UnknownConversation
from channels.core.incoming import File, Incoming, Message
from channels.core.messenger_api import Refused, Unreachable
from channels.core.messenger_chat import MessengerChat, Parts
from channels.teams import activities
from channels.teams.connector import Connector
from channels.teams.inbox import TeamsInbox
from channels.teams.output import TeamsOutput


class TeamsChat(MessengerChat):
    """The personal chats of one bot with the people of one organisation."""

    channel = "teams"
    _inbox: TeamsInbox

    def __init__(self, api: Connector, inbox: TeamsInbox, tenant_id: str, parts: Parts) -> None:
        super().__init__(inbox, parts)
        self._api = api
        self._tenant_id = tenant_id

    def output(self) -> TeamsOutput:
        return TeamsOutput(self._api, self._inbox)

    def hurried(self) -> TeamsOutput:
        return TeamsOutput(self._api, self._inbox, owes=False)

    def take(self, activity: dict[str, Any]) -> None:
        """An activity whose sender was checked. Raises as receive() does."""
        address = activities.address_of(activity, self._tenant_id)
        if address is None:
            return
        user_id, conversation, service_url = address
        if activities.was_removed(activity):
            self._inbox.lost(user_id)
            return
        self._inbox.met(user_id, conversation, service_url)
        for message in activities.messages_of(activity, user_id):
            self.receive(message)

    def conversation_of(self, message: Message) -> str:
        return activities.conversation_of(message["user_id"])

    def reachable(self, conversation_id: str) -> str:
        user_id = activities.user_of(conversation_id)
        if user_id is None or self._inbox.address_of(user_id) is None:
            raise UnknownConversation
        return user_id

    async def read(self, message: Message) -> Incoming:
        return activities.read(message)

    async def seen(self, message: Message) -> None:
        address = self._inbox.address_of(message["user_id"])
        if address:
            with contextlib.suppress(Refused, Unreachable):
                await self._api.say(address[1], address[0], {"type": "typing"}, tries=1)

    async def fetch(self, message: Message, file: File, limit: int) -> bytes:
        return await self._api.download(file.ref, limit, ours=message["file"]["ours"])

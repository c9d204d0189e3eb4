"""WhatsApp's users: what their messages mean, the 24 hours in which they may be written to."""

from __future__ import annotations

import contextlib
import logging

from sanic.exceptions import ServiceUnavailable

from channels.core.conversations import UnknownConversation
from channels.core.incoming import File, Incoming, Message
from channels.core.messenger_api import NotNow, Refused, Unreachable
from channels.core.messenger_chat import MessengerChat, Parts
from channels.core.messenger_output import OwingOutput
from channels.whatsapp import webhooks
from channels.whatsapp.graph_api import GraphApi
from channels.whatsapp.inbox import WhatsAppInbox
from channels.whatsapp.output import WhatsAppOutput
from channels.whatsapp.webhooks import conversation_of, number_of

logger = logging.getLogger(__name__)


class WhatsAppChat(MessengerChat):
    """All users of one business number. `template`: the approved one that calls a user back, "" for none."""

    channel = "whatsapp"
    _inbox: WhatsAppInbox

    def __init__(
        self, api: GraphApi, inbox: WhatsAppInbox, phone_number_id: str, template: str, parts: Parts
    ) -> None:
        super().__init__(inbox, parts)
        self._api = api
        self._phone_number_id = phone_number_id
        self._template = template

    def output(self) -> WhatsAppOutput:
        return WhatsAppOutput(self._api, self._inbox, self._template, self._now)

    def take(self, update: object) -> None:
        """A webhook as Meta gave it, of any shape. Raises as receive() does."""
        for message in webhooks.messages(update, self._phone_number_id):
            self.receive(message)
        for code in webhooks.failures(update):
            logger.error("WhatsApp could not deliver a message it had taken: error %s", code)

    def user_of(self, message: Message) -> str:
        return str(message["from"])

    def conversation_of(self, message: Message) -> str:
        return conversation_of(message["from"])

    def reachable(self, conversation_id: str) -> str:
        wa_id = number_of(conversation_id)
        if wa_id is None or not self._inbox.is_known(wa_id):
            raise UnknownConversation
        return wa_id

    async def read(self, message: Message) -> Incoming:
        self._inbox.heard(message["from"], webhooks.sent_at(message, self._now()))
        return webhooks.read(message)

    async def seen(self, message: Message) -> None:
        reading = {"status": "read", "message_id": message["id"], "typing_indicator": {"type": "text"}}
        with contextlib.suppress(Refused, Unreachable):
            await self._api.send(reading, tries=1)

    async def fetch(self, message: Message, file: File, limit: int) -> bytes:
        return await self._api.download(file.ref, limit)

    def arrived(self, output: OwingOutput) -> bool:
        """False when the user's 24 hours are over: it is said when he next writes.

        Raises UnknownConversation, and ServiceUnavailable (503): it is worth another try.
        """
        if isinstance(output.failed, Unreachable):
            raise ServiceUnavailable("WhatsApp did not take it yet")
        if isinstance(output.failed, Refused) and not isinstance(output.failed, NotNow):
            raise UnknownConversation
        return output.failed is None

"""What the bot says to a messenger's user; what cannot be said now is kept, and said in its order later."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from channels.core import log_privacy
from channels.core.messenger_api import Gone, NotNow, Refused
from channels.core.output import BotMessage, CountingOutput, buttons_from
from channels.core.owing_inbox import OwingInbox

logger = logging.getLogger(__name__)


class OwingOutput(CountingOutput):
    """Never raises while Rasa speaks, or Rasa would throw the turn away; `failed` says what went wrong.

    A subclass writes send(), which raises Gone, Refused and NotNow.
    user_of: a conversation id -> what the inbox knows the user by; None when it is none of this messenger's.
    owes: whether what is not taken is kept and said later; not where the caller comes again with it.
    """

    def __init__(self, inbox: OwingInbox, user_of: Callable[[str], str | None], *, owes: bool = True) -> None:
        super().__init__()
        self._owing = inbox
        self._user_of = user_of
        self._owes = owes
        self.failed: Exception | None = None

    async def send(self, user_id: str, message: BotMessage) -> None:
        """Hand one message to the messenger."""
        raise NotImplementedError

    async def kept(self, user_id: str, error: NotNow) -> None:
        """A message had to wait."""

    def gone(self, user_id: str) -> None:
        """The user cannot be reached any more."""

    def closed(self, user_id: str) -> bool:
        """Whether there is no use in trying now."""
        return False

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        user_id = self._user_of(recipient_id)
        if user_id is None or isinstance(self.failed, Gone):
            return
        said: set[str] = set()
        with log_privacy.private(user_id):
            try:
                if isinstance(self.failed, NotNow):
                    raise self.failed  # what follows waits behind what could not be said
                await self._pay(user_id, said)
                if message.id not in said:  # his sender comes again with what was owed meanwhile
                    await self.send(user_id, message)
            except NotNow as error:
                self.failed = error
                if self._owes and message.id not in said:
                    self._owing.owe(user_id, message.id, message.as_json())
                    await self.kept(user_id, error)
                logger.error("%s did not take a message: %s", self.name(), error)
            except Gone as error:
                self._is_gone(user_id, error)
            except Refused as error:
                self.failed = error
                logger.error("%s refused a message: %s", self.name(), error)

    async def pay(self, user_id: str) -> None:
        """Say what is owed, as long as it is taken; `failed` says what stopped it."""
        if self.closed(user_id):
            return
        with log_privacy.private(user_id):
            try:
                await self._pay(user_id, set())
            except NotNow as error:
                self.failed = error
            except Gone as error:
                self._is_gone(user_id, error)

    async def _pay(self, user_id: str, said: set[str]) -> None:
        for owed in self._owing.owed(user_id):
            at = datetime.fromisoformat(owed["at"])
            message = BotMessage(
                owed["text"], at, buttons_from(owed.get("buttons")), owed["from"], owed["id"]
            )
            try:
                await self.send(user_id, message)
                said.add(message.id)
            except (Gone, NotNow):
                raise
            except Refused as error:
                logger.error("%s refused a message: %s", self.name(), error)
            self._owing.paid(user_id, message.id)

    def _is_gone(self, user_id: str, error: Gone) -> None:
        self.failed = error
        self.gone(user_id)
        logger.info("A user of %s cannot be reached any more", self.name())

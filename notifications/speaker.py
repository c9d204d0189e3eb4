"""One row of the chat outbox: an attendant's words, a line of ours, or a nudge to look at the store."""

from __future__ import annotations

from dataclasses import dataclass

from notifications.chat import ChatTransport
from notifications.transport import TransportError
from ticket_store.mails.rendering import CannotRender, chat_line
from ticket_store.mails.values import Site, values_for
from ticket_store.views import OutboxItem

# Where there are no visits: what they did not take must be offered again.
UNVISITED = {"tg-": "Telegram", "rc-": "Rocket.Chat", "teams-": "Teams"}


@dataclass(frozen=True)
class Speaker:
    transport: ChatTransport
    site: Site

    def deliver(self, item: OutboxItem) -> None:
        """Raises TransportError."""
        said = self._said(item)
        messenger = next((name for prefix, name in UNVISITED.items() if item.to.startswith(prefix)), None)
        if messenger and not said:
            raise TransportError(f"{messenger} did not take it", permanent=False)
        # On the web nobody was there. The channel keeps what was said for his return, and EXTERNAL_visit
        # asks the store what moved: there is nothing to try again.

    def _said(self, item: OutboxItem) -> bool:
        if item.kind == "live_message":
            return self.transport.say(item.to, item.payload["text"], item.payload["uid"])
        try:
            line = chat_line(item.kind, values_for(item, self.site))
        except CannotRender as wrong:
            raise TransportError(f"could not be written: {wrong.reason}", permanent=True) from None
        if line is not None:
            return self.transport.say(item.to, line, item.uid, speaker="bot")
        return self.transport.notify(item.to)

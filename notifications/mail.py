"""One row of the mail outbox: rendered, addressed, threaded, handed to SMTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from notifications.message import Envelope, build
from notifications.rendering import CannotRender, render
from notifications.smtp import SmtpTransport
from notifications.transport import TransportError
from notifications.values import REPLIABLE, Site, unsubscribe_url, values_for
from ticket_store import reply_address
from ticket_store.views import OutboxItem


@dataclass(frozen=True)
class Mailer:
    """sender: the address mails leave from, and where replies go unless the row names another."""

    transport: SmtpTransport
    site: Site
    sender: str

    def deliver(self, item: OutboxItem, now: datetime) -> None:
        """Raises TransportError."""
        try:
            letter = render(item.kind, values_for(item, self.site))
        except (CannotRender, KeyError, ValueError, TypeError) as wrong:
            # The row's own fault: another attempt would render the same.
            reason = wrong.reason if isinstance(wrong, CannotRender) else type(wrong).__name__
            raise TransportError(f"could not be written: {reason}", permanent=True) from None
        first = item.thread_uid if item.thread_uid != item.uid else None
        envelope = Envelope(
            uid=item.uid,
            sender=self.sender,
            recipient=item.to,
            at=now,
            first=first,
            answers=item.payload.get("in_reply_to"),
            reply_to=item.payload.get("reply_to") or self._reply_to(item),
            unsubscribe_url=unsubscribe_url(item, self.site),
        )
        self.transport.deliver(build(letter, envelope), self.sender, item.to)

    def _reply_to(self, item: OutboxItem) -> str:
        """The secret address of the ticket or conversation: an answer to it proves who reads this mailbox."""
        if item.kind not in REPLIABLE or not self.site.replies_read:
            return self.sender
        if conversation_id := item.payload.get("conversation_id"):
            return reply_address.for_conversation(self.sender, conversation_id, item.to, self.site.secret)
        number = item.ticket_number or item.payload.get("number")
        return (
            reply_address.for_ticket(self.sender, number, item.to, self.site.secret)
            if number
            else self.sender
        )

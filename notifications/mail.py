"""One row of the mail outbox: rendered, addressed, threaded, handed to SMTP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from notifications.message import Envelope, build
from notifications.rendering import CannotRender, render
from notifications.smtp import SmtpTransport
from notifications.transport import TransportError
from notifications.values import Site, unsubscribe_url, values_for
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
            reply_to=item.payload.get("reply_to") or self.sender,
            unsubscribe_url=unsubscribe_url(item, self.site),
        )
        self.transport.deliver(build(letter, envelope), self.sender, item.to)

"""One row of the mail outbox: rendered, addressed, threaded, handed to SMTP."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from notifications.message import Envelope, build
from notifications.smtp import SmtpTransport
from notifications.transport import TransportError
from ticket_store import outbox, reply_address
from ticket_store.database import reading, transaction
from ticket_store.mails.chosen import Chosen, chosen, note_failure
from ticket_store.mails.rendering import CannotRender, Letter, render
from ticket_store.mails.samples import sample
from ticket_store.mails.values import REPLIABLE, Site, unsubscribe_url, values_for
from ticket_store.views import OutboxItem

log = logging.getLogger("notifications")
FRESH = timedelta(seconds=1)
"""How long the templates in force are not asked for again."""


@dataclass(frozen=True)
class Mailer:
    """sender: the address mails leave from, and where replies go unless the row names another.

    engine: the store that knows the templates written by page; None: all are ours.
    """

    transport: SmtpTransport
    site: Site
    sender: str
    engine: Any = None
    _known: dict[str, tuple[datetime, Chosen | None]] = field(default_factory=dict)

    def deliver(self, item: OutboxItem, now: datetime) -> None:
        """Raises TransportError."""
        try:
            letter = self._letter(item, now)
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

    def _letter(self, item: OutboxItem, now: datetime) -> Letter:
        """By the page's templates; by ours where it has none, or they cannot be written."""
        if item.kind == outbox.MAIL_TRIAL:
            kind = item.payload["of"]
            letter = render(kind, sample(kind, self.site.portal_url), item.payload["sources"])
            return replace(letter, subject=f"[Teste] {letter.subject}", enclosures=())
        values, by_page = values_for(item, self.site), self._by_page(item.kind, now)
        if by_page is not None:
            try:
                return render(item.kind, values, by_page.sources)
            except Exception as wrong:  # whatever a page's template does, the mail leaves
                log.error("template %s, version %d: %s", item.kind, by_page.number, type(wrong).__name__)
                reason = wrong.reason if isinstance(wrong, CannotRender) else type(wrong).__name__
                with transaction(self.engine) as session:
                    note_failure(session, by_page, reason=reason, now=now)
        return render(item.kind, values)

    def _by_page(self, kind: str, now: datetime) -> Chosen | None:
        if self.engine is None:
            return None
        at, found = self._known.get(kind, (None, None))
        if at is None or not timedelta(0) <= now - at < FRESH:
            with reading(self.engine) as session:
                found = chosen(session, kind)
            self._known[kind] = now, found
        return found

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

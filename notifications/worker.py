"""claim -> commit -> deliver -> record, one row at a time: a worker that dies holds one row a channel. The
next row is claimed as the one before is recorded.

A row whose delivery was not recorded is delivered again once its lease runs out: at least once, never lost.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notifications.mail import Mailer
from notifications.push import PushPost
from notifications.speaker import Speaker
from notifications.transport import RecipientGone, TransportError
from notifications.webhooks import WebhookPost
from ticket_store import outbox
from ticket_store.database import reading, transaction
from ticket_store.errors import LeaseLost
from ticket_store.views import OutboxItem

log = logging.getLogger("notifications")

LEASE_SECONDS = 120  # longer than one delivery may take, short enough for a code that lives ten minutes
MOST_STRETCH = 1.5
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Worker:
    """engine: the ticket store's. name: unique to the process, or two would share a lease."""

    engine: Any
    name: str
    mailer: Mailer
    speaker: Speaker
    webhooks: WebhookPost
    push: PushPost
    clock: Clock
    lease_seconds: int = LEASE_SECONDS

    def send_mails(self, stop: threading.Event) -> None:
        """Sends what is due. Raises TransportError when the mail server is away: then no row was touched."""
        transport = self.mailer.transport
        try:
            self._send(
                "mail", lambda mail: self.mailer.deliver(mail, self.clock()), stop, ready=transport.open
            )
        finally:
            transport.close()

    def send_chat(self, stop: threading.Event) -> None:
        """Tells what is due in the conversations."""
        self._send("chat", self.speaker.deliver, stop)

    def send_webhooks(self, stop: threading.Event) -> None:
        """Tells other systems what is due."""
        self._send("webhook", lambda item: self.webhooks.deliver(item, self.clock()), stop)

    def send_push(self, stop: threading.Event) -> None:
        """Tells the browsers that asked for it what is due."""
        self._send("push", lambda item: self.push.deliver(item, self.clock()), stop)

    def _send(
        self,
        channel: str,
        deliver: Callable[[OutboxItem], None],
        stop: threading.Event,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        while not stop.is_set() and self._is_due(channel):
            ready()
            item = self._claim(channel)
            if item is None:
                return
            while item is not None:
                item = self._deliver(item, deliver, stop)

    def _is_due(self, channel: str) -> bool:
        # Reading first: an idle worker takes no write lock from the others.
        with reading(self.engine) as session:
            return outbox.is_due(session, channel=channel, now=self.clock())

    def _claim(self, channel: str) -> OutboxItem | None:
        with transaction(self.engine) as session:
            items = outbox.claim(
                session,
                worker=self.name,
                lease_seconds=self.lease_seconds,
                limit=1,
                channel=channel,
                now=self.clock(),
            )
        return items[0] if items else None

    def _deliver(
        self, item: OutboxItem, deliver: Callable[[OutboxItem], None], stop: threading.Event
    ) -> OutboxItem | None:
        """The next one, where this one left and another was claimed along."""
        following = None
        try:
            try:
                deliver(item)
            except RecipientGone as gone:
                with transaction(self.engine) as session:
                    outbox.mark_dropped(session, item_id=item.id, worker=self.name)
                log.info("row %d (%s, %s) dropped: %s", item.id, item.channel, item.kind, gone.reason)
            except TransportError as failure:
                state = self._record_failure(item, failure)
                log.warning("row %d (%s, %s) %s: %s", item.id, item.channel, item.kind, state, failure.reason)
            else:
                following = self._record_sent(item, stop)
                log.info("row %d (%s, %s) sent", item.id, item.channel, item.kind)
        except LeaseLost:
            log.warning(
                "row %d (%s, %s) was taken over: it may arrive twice", item.id, item.channel, item.kind
            )
        return following

    def _record_sent(self, item: OutboxItem, stop: threading.Event) -> OutboxItem | None:
        ending = stop.is_set()
        with transaction(self.engine) as session:
            if ending:
                outbox.mark_sent(session, item_id=item.id, worker=self.name, now=self.clock())
                return None
            return outbox.sent_and_next(
                session,
                item_id=item.id,
                worker=self.name,
                lease_seconds=self.lease_seconds,
                now=self.clock(),
                channel=item.channel,
            )

    def _record_failure(self, item: OutboxItem, failure: TransportError) -> str:
        with transaction(self.engine) as session:
            return outbox.mark_failed(
                session,
                item_id=item.id,
                worker=self.name,
                error=failure.reason,
                permanent=failure.permanent,
                now=self.clock(),
                stretch=random.uniform(1.0, MOST_STRETCH),
            )

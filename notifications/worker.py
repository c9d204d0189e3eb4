"""claim -> commit -> deliver -> record: each row is recorded before the next is delivered. Mails are claimed
some at a time; what is not tried is put back. The next are claimed as the last is recorded.

A worker that dies holds what it has claimed. A row whose delivery was not recorded is delivered again once
its lease runs out: at least once, never lost.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
MAILS_IN_HAND = 10  # that wait for a lease to run out where their worker dies
MOST_STRETCH = 1.5
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class _Hand:
    """until: nothing of it is begun afterwards, well before the lease runs out."""

    items: list[OutboxItem]
    until: datetime


NOTHING = _Hand([], datetime.max.replace(tzinfo=UTC))


@dataclass(frozen=True)
class Worker:
    """engine: the ticket store's. name: unique to the process, or two would share a lease.

    notes: the store's, where is noted what was claimed and has left; None: engine. It need not wait for the
    disk (database.connect): after a power cut a mail comes twice, with its Message-ID.
    """

    engine: Any
    name: str
    mailer: Mailer
    speaker: Speaker
    webhooks: WebhookPost
    push: PushPost
    clock: Clock
    lease_seconds: int = LEASE_SECONDS
    notes: Any = None

    @property
    def _notes(self) -> Any:
        return self.notes or self.engine

    def send_mails(self, stop: threading.Event) -> None:
        """Sends what is due. Raises TransportError when the mail server is away: then no row was touched."""
        transport = self.mailer.transport
        try:
            self._send(
                "mail",
                lambda mail: self.mailer.deliver(mail, self.clock()),
                stop,
                ready=transport.open,
                at_once=MAILS_IN_HAND,
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
        at_once: int = 1,
    ) -> None:
        while not stop.is_set() and self._is_due(channel):
            ready()
            hand = self._claim(channel, at_once)
            if not hand.items:
                return
            while hand.items:
                hand = self._deliver(hand, deliver, stop, at_once)

    def _is_due(self, channel: str) -> bool:
        # Reading first: an idle worker takes no write lock from the others.
        with reading(self._notes) as session:
            return outbox.is_due(session, channel=channel, now=self.clock())

    def _claim(self, channel: str, at_once: int) -> _Hand:
        now = self.clock()
        with transaction(self._notes) as session:
            items = outbox.claim(
                session,
                worker=self.name,
                lease_seconds=self.lease_seconds,
                limit=at_once,
                channel=channel,
                now=now,
            )
        return self._taken(items, now)

    def _taken(self, items: list[OutboxItem], now: datetime) -> _Hand:
        return _Hand(items, now + timedelta(seconds=self.lease_seconds / 2))

    def _deliver(
        self, hand: _Hand, deliver: Callable[[OutboxItem], None], stop: threading.Event, at_once: int
    ) -> _Hand:
        """Delivers the first; what is in hand then, which is nothing where it did not leave."""
        item, following = hand.items[0], NOTHING
        try:
            try:
                deliver(item)
            except RecipientGone as gone:
                with transaction(self._notes) as session:
                    outbox.mark_dropped(session, item_id=item.id, worker=self.name)
                log.info("row %d (%s, %s) dropped: %s", item.id, item.channel, item.kind, gone.reason)
            except TransportError as failure:
                state = self._record_failure(item, failure)
                log.warning("row %d (%s, %s) %s: %s", item.id, item.channel, item.kind, state, failure.reason)
            else:
                following = self._record_sent(hand, stop, at_once)
                log.info("row %d (%s, %s) sent", item.id, item.channel, item.kind)
        except LeaseLost:
            log.warning(
                "row %d (%s, %s) was taken over: it may arrive twice", item.id, item.channel, item.kind
            )
        if following is NOTHING and len(hand.items) > 1:
            with transaction(self._notes) as session:
                outbox.put_back(session, item_ids=[one.id for one in hand.items[1:]], worker=self.name)
        return following

    def _record_sent(self, hand: _Hand, stop: threading.Event, at_once: int) -> _Hand:
        item, *rest = hand.items
        ending, now = stop.is_set(), self.clock()
        with transaction(self._notes) as session:
            if ending or rest:
                outbox.mark_sent(session, item_id=item.id, worker=self.name, now=now)
                return NOTHING if ending or now > hand.until else _Hand(rest, hand.until)
            following = outbox.sent_and_next(
                session,
                item_id=item.id,
                worker=self.name,
                lease_seconds=self.lease_seconds,
                now=now,
                channel=item.channel,
                limit=at_once,
            )
        return self._taken(following, now)

    def _record_failure(self, item: OutboxItem, failure: TransportError) -> str:
        with transaction(self._notes) as session:
            return outbox.mark_failed(
                session,
                item_id=item.id,
                worker=self.name,
                error=failure.reason,
                permanent=failure.permanent,
                now=self.clock(),
                stretch=random.uniform(1.0, MOST_STRETCH),
            )

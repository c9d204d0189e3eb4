"""Delivery to a browser through its push service (RFC 8030, 8291 and 8292)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from notifications.outside import post
from notifications.transport import RecipientGone, TransportError
from ticket_store import links, push
from ticket_store.database import reading, transaction
from ticket_store.errors import PushSubscriptionNotFound
from ticket_store.mails.values import Site
from ticket_store.model import PushSubscription
from ticket_store.views import OutboxItem

TOKEN_LIFE = timedelta(hours=12)  # a push service refuses more than a day
GONE = frozenset({404, 410})
# About this message or this subscription. 401 and 429 are about us and may pass.
HOPELESS = frozenset({400, 403, 413})
MOVED, NEWS = "Mudou de situação. Toque para ver.", "Tem novidade. Toque para ver."


@dataclass(frozen=True)
class PushPost:
    """private_key: VAPID, base64url; "" leaves the rows waiting. contact: our mail address.

    allow_local: development only, lets a subscription point into our own network. timeout in seconds in all.
    """

    engine: Any
    site: Site
    private_key: str
    contact: str
    allow_local: bool = False
    timeout: float = 10.0

    def deliver(self, item: OutboxItem, now: datetime) -> None:
        """Returns once the push service has taken it. A browser that is gone is forgotten.

        Raises TransportError.
        """
        try:
            with reading(self.engine) as session:
                browser = push.target(session, subscription_id=int(item.to))
        except PushSubscriptionNotFound:
            raise RecipientGone("the requester wants no notices in this browser") from None
        body, headers = self._encrypted(item, browser), self._headers(item, browser, now)
        status = post(browser.endpoint, body, headers, seconds=self.timeout, allow_local=self.allow_local)
        if status in GONE:
            with transaction(self.engine) as session:
                push.forget_browser(session, endpoint=browser.endpoint)
            raise RecipientGone(f"the push service answered {status}: this browser takes no notices any more")
        if not 200 <= status < 300:
            raise TransportError(f"the push service answered {status}", permanent=status in HOPELESS)

    def _encrypted(self, item: OutboxItem, browser: PushSubscription) -> bytes:
        from pywebpush import WebPusher  # at the first notice of this kind: 14 MB

        number = item.payload["number"]
        said = {
            "title": f"Acionamento {number}",
            "body": MOVED if item.payload["moved"] else NEWS,
            "tag": number,
            "url": self.site.link("consulta", links.CONSULT, {"number": number, "key": item.link_key}),
        }
        keys = {"p256dh": browser.p256dh, "auth": browser.auth}
        try:
            encoded = WebPusher({"endpoint": browser.endpoint, "keys": keys}).encode(
                json.dumps(said).encode()
            )
        except ValueError:
            # The right length, but no point of the curve: no browser made it.
            raise TransportError("the browser's key is not one", permanent=True) from None
        return bytes(encoded["body"])

    def _headers(self, item: OutboxItem, browser: PushSubscription, now: datetime) -> dict[str, str]:
        if not self.private_key:
            raise TransportError("VAPID_PRIVATE_KEY is not set", permanent=False)
        from py_vapid import Vapid02

        where = urlsplit(browser.endpoint)
        claims = {
            "aud": f"{where.scheme}://{where.netloc}",
            "exp": int((now + TOKEN_LIFE).timestamp()),
            "sub": f"mailto:{self.contact}",
        }
        left = item.created_at + push.LIFE - now
        return {
            **Vapid02.from_string(self.private_key).sign(claims),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int(left.total_seconds()))),
            # A browser that was off gets only the last notice of each ticket.
            "Topic": item.payload["number"],
            "Urgency": "normal",
        }

"""Delivery to other systems: a POST signed with the secret that was shown when the webhook was made."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from notifications.outside import post
from notifications.transport import TransportError
from ticket_store.database import reading
from ticket_store.errors import WebhookNotFound
from ticket_store.integration import webhook_secret, webhook_target
from ticket_store.views import OutboxItem


@dataclass(frozen=True)
class WebhookPost:
    """allow_local: development only, lets a webhook point into our own network. timeout in seconds in all."""

    engine: Any
    secret: str
    allow_local: bool = False
    timeout: float = 10.0

    def deliver(self, item: OutboxItem, now: datetime) -> None:
        """X-CSS-Delivery stays the same on another attempt, so that the reader can drop a repetition.

        Raises TransportError.
        """
        try:
            with reading(self.engine) as session:
                hook = webhook_target(session, webhook_id=int(item.to))
        except WebhookNotFound:
            raise TransportError("the webhook was removed", permanent=True) from None
        body = json.dumps(item.payload, ensure_ascii=False, separators=(",", ":")).encode()
        stamp = str(int(now.timestamp()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "assistente-serpro-webhook",
            "X-CSS-Event": item.kind,
            "X-CSS-Delivery": item.uid,
            "X-CSS-Signature": f"t={stamp},v1={signature(webhook_secret(hook, self.secret), stamp, body)}",
        }
        status = post(hook.url, body, headers, seconds=self.timeout, allow_local=self.allow_local)
        if not 200 <= status < 300:
            raise TransportError(f"the webhook answered {status}", permanent=status == 410)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 of "<stamp>.<body>", hexadecimal. stamp: Unix seconds, against replayed deliveries."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()

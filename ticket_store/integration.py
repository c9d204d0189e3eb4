"""For other systems: API tokens with scopes, requests that may be repeated, and signed webhooks."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.database import insert_missing
from ticket_store.errors import (
    IdempotencyMismatch,
    InvalidToken,
    ScopeMissing,
    WebhookLimitReached,
    WebhookNotFound,
    WebhookRefused,
)
from ticket_store.model import ApiToken, IdempotencyKey, Webhook

# write: what the requester may do himself; resolve: what the team that has the ticket does.
SCOPES = ("tickets:read", "tickets:write", "tickets:resolve", "webhooks")
EVENTS = (
    "ticket.opened",
    "ticket.commented",
    "ticket.waiting",
    "ticket.forwarded",
    "ticket.resolved",
    "ticket.rated",
    "ticket.reopened",
    "ticket.closed",
    "ticket.cancelled",
    "ticket.address_changed",
)
_PUBLIC_NAME = re.compile(r"(?:[a-z0-9-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)")
KEY_LIFE = timedelta(days=2)
MAX_WEBHOOKS = 20  # of one token
TEST_EVENT = "webhook.test"


def create_token(
    session: Session,
    *,
    name: str,
    scopes: Sequence[str],
    created_by: int | None,
    now: datetime,
    expires_at: datetime | None = None,
    domains: Sequence[str] = (),
) -> tuple[ApiToken, str]:
    """The row and the token itself, which is shown this once.

    domains: the requesters it reaches ("saude.gov.br", subdomains too); none: all of them.
    Raises ValueError for an unknown scope or none, or for what is no domain.
    """
    reach = sorted({domain.strip().lower() for domain in domains})
    if not all(_PUBLIC_NAME.fullmatch(domain) for domain in reach):
        raise ValueError("a domain is like saude.gov.br")
    if not scopes or set(scopes) - set(SCOPES):
        raise ValueError(f"scopes are {', '.join(SCOPES)}")
    token = f"css_{secrets.token_urlsafe(32)}"
    row = ApiToken(
        name=name.strip()[:80],
        prefix=token[:10],
        token_hash=_sha(token),
        scopes=sorted(set(scopes)),
        domains=reach,
        created_by=created_by,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row, token


def check_token(session: Session, *, token: str, scope: str, now: datetime) -> ApiToken:
    """Raises InvalidToken (unknown, revoked or expired), ScopeMissing(scope)."""
    row = session.scalar(select(ApiToken).where(ApiToken.token_hash == _sha(token)))
    if row is None or row.revoked_at is not None or (row.expires_at is not None and now >= row.expires_at):
        raise InvalidToken
    if scope not in row.scopes:
        raise ScopeMissing(scope)
    return row


def reaches(token: ApiToken, email: str) -> bool:
    """Whether the token may do with tickets of that (normalised) address."""
    host = email.rpartition("@")[2]
    return not token.domains or any(host == d or host.endswith(f".{d}") for d in token.domains)


def note_token_use(session: Session, *, token_id: int, now: datetime) -> None:
    """Apart from check_token, which a GET may call."""
    session.get_one(ApiToken, token_id).last_used_at = now


def revoke_token(session: Session, *, token_id: int, now: datetime) -> None:
    """Its webhooks fall silent with it. Raises InvalidToken when there is none of that id."""
    row = session.get(ApiToken, token_id)
    if row is None:
        raise InvalidToken
    row.revoked_at = row.revoked_at or now
    for hook in webhooks(session, token_id=token_id):
        hook.disabled_at = now


def tokens(session: Session) -> list[ApiToken]:
    return list(session.scalars(select(ApiToken).order_by(ApiToken.id.desc())))


def begin_request(
    session: Session, *, token_id: int, key: str, fingerprint: str, now: datetime
) -> tuple[int, dict[str, Any]] | None:
    """None: do it now, and call finish_request in the same transaction.

    Otherwise the (status, body) already answered.

    fingerprint: a hash of method, path and body. A key lives two days. Raises IdempotencyMismatch.
    """
    session.execute(
        delete(IdempotencyKey).where(
            IdempotencyKey.token_id == token_id,
            IdempotencyKey.key == key,
            IdempotencyKey.created_at < now - KEY_LIFE,
        )
    )
    # On PostgreSQL a second request with the key waits here for the first to commit.
    insert_missing(
        session, IdempotencyKey, token_id=token_id, key=key, fingerprint=fingerprint, created_at=now
    )
    row = session.get_one(IdempotencyKey, (token_id, key), with_for_update=True, populate_existing=True)
    if row.fingerprint != fingerprint:
        raise IdempotencyMismatch
    return None if row.status is None else (row.status, row.body or {})


def finish_request(session: Session, *, token_id: int, key: str, status: int, body: dict[str, Any]) -> None:
    row = session.get_one(IdempotencyKey, (token_id, key))
    row.status, row.body = status, body


def add_webhook(
    session: Session,
    *,
    url: str,
    events: Sequence[str],
    created_by: int | None,
    now: datetime,
    allow_local: bool = False,
    token_id: int | None = None,
) -> Webhook:
    """allow_local: development only, permits http and inner hosts. token_id: whose it is.

    Raises WebhookRefused, WebhookLimitReached(limit).
    """
    if not events or set(events) - set(EVENTS) or not may_be_called(url, allow_local):
        raise WebhookRefused
    if token_id is not None and len(webhooks(session, token_id=token_id)) >= MAX_WEBHOOKS:
        raise WebhookLimitReached(MAX_WEBHOOKS)
    hook = Webhook(
        url=url,
        events=sorted(set(events)),
        salt=secrets.token_hex(16),
        token_id=token_id,
        created_by=created_by,
        created_at=now,
    )
    session.add(hook)
    session.flush()
    return hook


def webhook_secret(webhook: Webhook, secret: str) -> str:
    """What its deliveries are signed with: derived, so that the database alone signs nothing."""
    return hmac.new(secret.encode(), f"webhook|{webhook.salt}".encode(), hashlib.sha256).hexdigest()


def remove_webhook(session: Session, *, webhook_id: int, now: datetime, token_id: int | None = None) -> None:
    """Raises WebhookNotFound, also for another token's."""
    webhook_target(session, webhook_id=webhook_id, token_id=token_id).disabled_at = now


def ping_webhook(session: Session, *, webhook_id: int, now: datetime, token_id: int | None = None) -> str:
    """Enqueues a delivery that says nothing; its uid (X-CSS-Delivery). Raises WebhookNotFound."""
    hook = webhook_target(session, webhook_id=webhook_id, token_id=token_id)
    body = {"event": TEST_EVENT, "at": now.isoformat()}
    row = outbox.enqueue(session, kind=TEST_EVENT, to=str(hook.id), payload=body, now=now, channel="webhook")
    return row.uid


def webhook_target(session: Session, *, webhook_id: int, token_id: int | None = None) -> Webhook:
    """Where a webhook row goes. Raises WebhookNotFound, also when it was removed since.

    token_id: only if it is that token's.
    """
    hook = session.get(Webhook, webhook_id)
    if hook is None or hook.disabled_at is not None or token_id not in (None, hook.token_id):
        raise WebhookNotFound
    return hook


def webhooks(session: Session, *, token_id: int | None = None) -> list[Webhook]:
    """All that are on, or those of one token."""
    rows = select(Webhook).where(Webhook.disabled_at.is_(None)).order_by(Webhook.id)
    return list(session.scalars(rows if token_id is None else rows.where(Webhook.token_id == token_id)))


def listeners(session: Session, *, event: str, email: str, now: datetime) -> list[Webhook]:
    """Who hears of `event` on a ticket of that address: not the webhook of a token that ran out, nor of one
    that does not reach the requester.
    """
    rows = (
        select(Webhook, ApiToken)
        .outerjoin(ApiToken, ApiToken.id == Webhook.token_id)
        .where(Webhook.disabled_at.is_(None), or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now))
        .order_by(Webhook.id)
    )
    return [
        hook
        for hook, token in session.execute(rows)
        if event in hook.events and (token is None or reaches(token, email))
    ]


def may_be_called(url: str, allow_local: bool) -> bool:
    """Whether our servers may send something there: https to a public name, or anything in development."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        _ = parts.port
    except ValueError:
        return False
    if len(url) > 500 or not host or parts.username or parts.password:
        return False
    if allow_local:
        return parts.scheme in ("http", "https")
    try:
        if not ip_address(host).is_global:
            return False
    except ValueError:
        # A last label that is no word is an address in disguise (0x7f.1, 2130706433).
        if not _PUBLIC_NAME.fullmatch(host) or host.endswith((".local", ".internal", ".localhost")):
            return False
    return parts.scheme == "https"


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

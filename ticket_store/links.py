"""Signed links: one salt a purpose, so that a token of one purpose opens nothing else.

A ticket's links carry its key besides its number: a number given out twice (a store put back from a copy) or
guessed opens nothing, and a new key ends every link. What spends a link is the store's state.
"""

import hmac
import time
from typing import Any

from itsdangerous import BadData, SignatureExpired, URLSafeTimedSerializer

from ticket_store.errors import LinkExpired, LinkInvalid

# How long a ticket's link reads at least; it goes on until the ticket is finished.
READ_SECONDS = 90 * 24 * 3600

CONSULT = "consult"  # {"number", "key"}
SURVEY = "survey"  # {"number", "key", "resolution"}
UNSUBSCRIBE = "unsubscribe"  # {"email"}
SECOND_STEP = "second_step"  # {"agent", "password"}: the right password was given a moment ago
WAY_BACK = "way_back"  # {"state", "nonce", "verifier", "goal"}: kept by the browser that went to a provider
GOVBR_CHAT = (
    "govbr_chat"  # {"conversation_id"}: said in a conversation, for a number that is typed back into it
)
LIVE_FILE = "live_file"  # {"uid"}: of a live conversation's line, for as long as it is kept
OPENED = "opened"  # {"number", "key"}: says on the page that it was registered, and no more
PURPOSES = frozenset({CONSULT, SURVEY, UNSUBSCRIBE, SECOND_STEP, WAY_BACK, OPENED, GOVBR_CHAT, LIVE_FILE})


def sign(purpose: str, data: dict[str, Any], secret: str) -> str:
    """A URL-safe token. Raises ValueError for a purpose that is not one."""
    token = _serializer(purpose, secret).dumps(data)
    return token if isinstance(token, str) else token.decode()


def read(purpose: str, token: str, secret: str, max_age_seconds: int | None = None) -> dict[str, Any]:
    """What was signed. Raises LinkInvalid (tampered, or another purpose) or LinkExpired.

    LinkSpent is raised by operations.check_survey and operations.rate, which know what happened since.
    """
    try:
        data = _serializer(purpose, secret).loads(token, max_age=max_age_seconds)
    except SignatureExpired:
        raise LinkExpired from None
    except BadData:
        raise LinkInvalid from None
    if not isinstance(data, dict):
        raise LinkInvalid
    return data


def read_aged(purpose: str, token: str, secret: str) -> tuple[dict[str, Any], float]:
    """What was signed, and how many seconds ago the mail's link was that it comes from.

    Raises LinkInvalid.
    """
    data = read(purpose, token, secret)
    _, signed_at = _serializer(purpose, secret).loads(token, return_timestamp=True)
    since = min(signed_at.timestamp(), float(data.get("since", signed_at.timestamp())))
    return data, time.time() - since


def sign_within(purpose: str, data: dict[str, Any], secret: str, age_seconds: float) -> str:
    """A link that a page made of another link: no younger than that one, or it would renew itself."""
    return sign(purpose, data | {"since": int(time.time() - age_seconds)}, secret)


def is_of(data: dict[str, Any], link_key: str) -> bool:
    """Whether what was signed belongs to the ticket that has this key now."""
    return hmac.compare_digest(str(data.get("key", "")).encode(), link_key.encode())


def _serializer(purpose: str, secret: str) -> URLSafeTimedSerializer:
    if purpose not in PURPOSES:
        raise ValueError(purpose)
    return URLSafeTimedSerializer(secret, salt=f"ticket-store.link.{purpose}")

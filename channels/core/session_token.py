"""Who is talking: the server makes the conversation's id and signs it; a client never chooses one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import jwt

MINIMUM_KEY = 32


class TokenRefused(Exception):
    """The token is not one of ours, was changed, or is past its time; the caller starts afresh."""


class WeakKey(ValueError):
    """A signing key is missing or shorter than MINIMUM_KEY characters."""


@dataclass(frozen=True)
class ChatSession:
    """A conversation ("web-" + 32 hex digits) and the UTC second it was born."""

    conversation_id: str
    born: datetime


class SessionTokens:
    """Issues and reads HS256 tokens. The first key signs, every key verifies, so keys can be rotated."""

    def __init__(
        self,
        keys: Sequence[str],
        *,
        prefix: str = "web-",
        audience: str = "css-chat",
        idle: timedelta = timedelta(days=7),
        lifetime: timedelta = timedelta(days=30),
    ) -> None:
        """`idle`: how long a token lives unused; `lifetime`: how long the conversation does, used or not.

        Raises WeakKey.
        """
        if not keys or any(len(key) < MINIMUM_KEY for key in keys):
            raise WeakKey(f"CHAT_TOKEN_KEYS needs keys of at least {MINIMUM_KEY} characters")
        self._keys = tuple(keys)
        self._prefix = prefix
        self._shape = re.compile(re.escape(prefix) + "[0-9a-f]{32}")
        self._audience = audience
        self._idle = idle
        self._lifetime = lifetime

    @property
    def signing_key(self) -> str:
        """For other keyed hashes of this channel."""
        return self._keys[0]

    def start(self, *, now: datetime) -> ChatSession:
        """A new conversation with a 128-bit random id."""
        return ChatSession(self._prefix + secrets.token_hex(16), now.replace(microsecond=0))

    def issue(self, session: ChatSession, *, now: datetime) -> str:
        """A token for `session`, good until it idles out or the conversation grows too old."""
        claims = {
            "sub": session.conversation_id,
            "aud": self._audience,
            "born": int(session.born.timestamp()),
            "exp": int(min(now + self._idle, session.born + self._lifetime).timestamp()),
        }
        return jwt.encode(claims, self._keys[0], algorithm="HS256")

    def read(self, token: object, *, now: datetime) -> ChatSession:
        """The session a token proves. Raises TokenRefused."""
        if not isinstance(token, str) or len(token) > 1024:
            raise TokenRefused
        claims = self._verified(token)
        subject, born, expires = claims["sub"], claims["born"], claims["exp"]
        if not self._shape.fullmatch(subject) or type(born) is not int or type(expires) is not int:
            raise TokenRefused
        if now.timestamp() >= min(expires, born + self._lifetime.total_seconds()):
            raise TokenRefused
        return ChatSession(subject, datetime.fromtimestamp(born, timezone.utc))

    def _verified(self, token: str) -> dict:
        for key in self._keys:
            try:
                return jwt.decode(
                    token,
                    key,
                    algorithms=["HS256"],
                    audience=self._audience,
                    # The clock is passed in, so read() compares `exp` itself.
                    options={"require": ["sub", "aud", "born", "exp"], "verify_exp": False},
                )
            except jwt.InvalidTokenError:
                continue
        raise TokenRefused

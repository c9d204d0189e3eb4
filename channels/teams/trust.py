"""Who calls us: the token that the Bot Connector puts on each request, checked as its reference demands.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import jwt

ALGORITHM = "RS256"
CLOCK_SKEW = 300
KEYS_LAST = 24 * 3600.0
ASK_AGAIN = 60.0  # for a key that is not known: anyone can name one


class Untrusted(Exception):
    """The request does not come from the Bot Connector for this bot; the words say what is wrong."""


class Trust:
    """Checks tokens for one bot.

    fetch: an address -> its JSON; raises what the caller of check() is to get when nobody answers.
    clock: seconds that only go forward.
    """

    def __init__(
        self,
        app_id: str,
        openid_url: str,
        fetch: Callable[[str], Awaitable[Any]],
        clock: Callable[[], float],
    ) -> None:
        self._app_id = app_id
        self._openid_url = openid_url
        self._fetch = fetch
        self._clock = clock
        self._issuer = ""
        self._keys: dict[str, tuple[Any, frozenset[str]]] = {}
        self._asked_at: float | None = None
        self._asking = asyncio.Lock()

    async def check(self, authorization: str, activity: dict[str, Any]) -> None:
        """Raises Untrusted. The token is for this bot, now, for this channel and its answering address."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Untrusted("no token")
        try:
            key_id = str(jwt.get_unverified_header(token).get("kid"))
        except jwt.PyJWTError as error:
            raise Untrusted("no token") from error
        key, endorsements = await self._key(key_id)
        try:
            claims = jwt.decode(
                token,
                key=key,
                algorithms=[ALGORITHM],
                audience=self._app_id,
                issuer=self._issuer,
                leeway=CLOCK_SKEW,
                options={"require": ["exp", "nbf", "iss", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise Untrusted(type(error).__name__) from error
        if activity.get("channelId") not in endorsements:
            raise Untrusted("its key does not speak for this channel")
        claimed = claims.get("serviceurl", claims.get("serviceUrl"))
        if not claimed or claimed != activity.get("serviceUrl"):
            raise Untrusted("another service's address")

    async def _key(self, key_id: str) -> tuple[Any, frozenset[str]]:
        async with self._asking:
            age = None if self._asked_at is None else self._clock() - self._asked_at
            if age is None or age > KEYS_LAST or (key_id not in self._keys and age > ASK_AGAIN):
                await self._ask()
        try:
            return self._keys[key_id]
        except KeyError:
            raise Untrusted("an unknown key") from None

    async def _ask(self) -> None:
        metadata = await self._fetch(self._openid_url)
        found = await self._fetch(str(metadata["jwks_uri"]))
        keys = {}
        for raw in found["keys"]:
            try:
                keys[str(raw["kid"])] = (
                    jwt.PyJWK(raw, ALGORITHM).key,
                    frozenset(raw.get("endorsements") or ()),
                )
            except (jwt.PyJWTError, KeyError):
                continue  # of a kind that we do not take
        self._issuer, self._keys, self._asked_at = str(metadata["issuer"]), keys, self._clock()

"""The few calls of the Bot Connector that the channel needs: our own token, an activity, a file."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import quote

from channels.core.messenger_api import TRIES, Gone, MessengerApi, Refused, Unreachable

SCOPE = "https://api.botframework.com/.default"
RENEW_BEFORE = 300.0
_LATER = frozenset({412, 429})  # 502 and 504 are tried again with every 5xx


class Connector(MessengerApi):
    """One bot of one organisation. `login_url` without a trailing slash."""

    def __init__(self, app_id: str, app_password: str, tenant_id: str, login_url: str) -> None:
        super().__init__()
        self._token_url = f"{login_url}/{quote(tenant_id, safe='')}/oauth2/v2.0/token"
        self._form = {
            "grant_type": "client_credentials",
            "client_id": app_id,
            "client_secret": app_password,
            "scope": SCOPE,
        }
        self._token = ""
        self._good_until = 0.0
        self._renewing = asyncio.Lock()

    async def document(self, url: str) -> Any:
        """A public document. Raises Unreachable."""
        status, answer = await self._patient("GET", url, lambda *_: False, tries=2)
        if status != 200 or not isinstance(answer, dict):
            raise Unreachable("document")
        return answer

    async def say(
        self, service_url: str, conversation: str, activity: dict[str, Any], *, tries: int = TRIES
    ) -> None:
        """Raises Gone, Refused and Unreachable."""
        url = f"{service_url.rstrip('/')}/v3/conversations/{quote(conversation, safe='')}/activities"
        for fresh in (False, True):
            headers = {"Authorization": f"Bearer {await self._bearer(fresh)}"}
            status, answer = await self._patient(
                "POST", url, lambda status, _: status in _LATER, tries=tries, json=activity, headers=headers
            )
            if status != 401:
                break
        if status in {200, 201, 202}:
            return
        error = answer.get("error") if isinstance(answer, dict) else None
        words = str(error.get("code") or "") if isinstance(error, dict) else ""
        if status == 401:
            raise Unreachable("the access token was refused")
        # 403: he blocked the bot or it is not in the chat; 404: the chat is no more.
        raise (Gone if status in {403, 404} else Refused)(status, words[:200])

    async def download(self, url: str, limit: int, *, ours: bool) -> bytes:
        """ours: with our token. Raises FileTooLarge beyond `limit` bytes, and Unreachable."""
        headers = {"Authorization": f"Bearer {await self._bearer()}"} if ours else None
        return await self._fetch(url, limit, headers, follow=False)

    async def _bearer(self, fresh: bool = False) -> str:
        async with self._renewing:  # one asks, the others wait for it
            if fresh or time.monotonic() > self._good_until:
                status, answer = await self._patient(
                    "POST", self._token_url, lambda status, _: status == 429, tries=2, data=self._form
                )
                token = answer.get("access_token") if isinstance(answer, dict) else None
                if status != 200 or not isinstance(token, str):
                    raise Unreachable("no access token was given")
                self._token = token
                self._good_until = time.monotonic() + float(answer.get("expires_in") or 0) - RENEW_BEFORE
            return self._token

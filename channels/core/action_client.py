"""How Rasa calls our action server: over connections that stay open, and without sending the whole domain
each time. Rasa's own client opens a connection for every action and sends 100 kB that never change.

A call that met a dead server is made again: among several the next one takes it, and the ticket store makes
the repetition harmless (one message, one submission). Not one at which a server hung: the next would hang,
too (core/hangs.py).

The server keeps the domain under its digest and answers 449 when it does not know that digest (rasa_sdk's own
protocol); then, and only then, it gets the domain.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from channels.core import hangs, measures

DOMAIN_WANTED = 449
# What a proxy answers whose server died.
GATEWAY = frozenset({502, 503, 504})
# Less than a server waits before it hangs up (Sanic: five), or a call would meet a dead line.
IDLE_SECONDS = 2.0
# Between the tries of a call whose line broke: a proxy needs a moment to learn who is dead.
AGAIN_AFTER_SECONDS = (0.05, 0.3, 1.0)


class Domains:
    """The digest of the domain that is in use, computed once; another model brings another one."""

    def __init__(self) -> None:
        self._latest: Any = None
        self._digest = ""

    def digest(self, domain: dict[str, Any]) -> str:
        if domain is not self._latest:
            self._digest = hashlib.sha256(json.dumps(domain, default=str).encode()).hexdigest()
            self._latest = domain
        return self._digest


def install() -> None:
    """Put it in place of Rasa's client, once."""
    if hasattr(EndpointConfig.request, "stock"):
        return
    EndpointConfig.request = _thrifty(EndpointConfig.request, Domains())
    EndpointConfig.session = kept_open


def _thrifty(stock: Callable[..., Awaitable[Any]], domains: Domains) -> Callable[..., Awaitable[Any]]:
    async def request(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        body = kwargs.get("json")
        if not isinstance(body, dict) or "next_action" not in body:
            return await stock(self, *args, **kwargs)
        with measures.act():
            return await call(self, *args, **kwargs)

    async def call(self: EndpointConfig, *args: Any, **kwargs: Any) -> Any:
        body = kwargs["json"]
        if not body.get("domain"):
            return await _persistent(stock, self, *args, **kwargs)
        whole = {**body, "domain_digest": domains.digest(body["domain"])}
        kwargs["json"] = {key: value for key, value in whole.items() if key != "domain"}
        try:
            return await _persistent(stock, self, *args, **kwargs)
        except ClientResponseError as error:
            if error.status != DOMAIN_WANTED:
                raise
            return await _persistent(stock, self, *args, **{**kwargs, "json": whole})

    request.stock = stock  # type: ignore[attr-defined]
    return request


async def _persistent(stock: Callable[..., Awaitable[Any]], *args: Any, **kwargs: Any) -> Any:
    for pause in (*AGAIN_AFTER_SECONDS, None):
        asked = time.monotonic()
        try:
            return await stock(*args, **dict(kwargs))
        except asyncio.TimeoutError:
            hangs.no_answer()
            raise  # he who waits has waited long enough
        except (aiohttp.ClientConnectionError, ClientResponseError) as error:
            if isinstance(error, ClientResponseError) and error.status not in GATEWAY:
                raise
            if time.monotonic() - asked >= hangs.HUNG_SECONDS:
                hangs.no_answer()
                raise
            if pause is None:
                raise
            await asyncio.sleep(pause)
    raise AssertionError("the last try answers or raises")


class _Shared:
    """`async with` of a session that outlives it."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        return None


def kept_open(endpoint: EndpointConfig) -> _Shared:
    """The endpoint's one session; a loop that ended took its session along."""
    loop = asyncio.get_running_loop()
    kept, its_loop = getattr(endpoint, "_kept", (None, None))
    if kept is None or kept.closed or its_loop is not loop:
        kept = aiohttp.ClientSession(
            headers=endpoint.headers,
            auth=aiohttp.BasicAuth(**_login(endpoint.basic_auth)) if endpoint.basic_auth else None,
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS),
        )
        endpoint._kept = (kept, loop)
    return _Shared(kept)


def _login(basic_auth: dict[str, str]) -> dict[str, str]:
    return {"login": basic_auth["username"], "password": basic_auth["password"]}

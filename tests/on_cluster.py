"""The talking tests and the journeys through `make cluster` (`make cluster-tests`): two of each process over
PostgreSQL, Redis and nginx, where `make test` has one of each over SQLite."""

from __future__ import annotations

import asyncio
import os
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import aiohttp
import requests
import socketio

from bench.talker import page_token
from launcher import cluster, ports
from launcher.cluster_command import cluster_running
from tests.dialogue.servers import wait_for_articles

ASKED = bool(os.environ.get("ON_CLUSTER"))
KILLED_ELSEWHERE = "the cluster has kills of its own, with everything counted: make cluster-check"
ANSWER_SECONDS = 60.0
AGAIN_SECONDS = 1.0
NOTICE_SECONDS = 0.7
EXTERNAL = "/EXTERNAL_"


@contextmanager
def running(room: Path, settings: dict[str, str]) -> Iterator[cluster.Cluster]:
    """Up and prepared while the block runs; `settings` as a .env has them."""
    own = {"VAR_DIR": str(room), "CLUSTER_PORT": str(ports.free_port()), "DEV_INBOX": "1", **settings}
    with mock.patch.dict(os.environ, own):
        started = cluster_running()
        up, _ = started.__enter__()
    try:
        for number in range(up.each):  # each action server learns them
            wait_for_articles(up.var / "log" / f"actions_{number}.log")
        yield up
    finally:
        started.__exit__(None, None, None)


class PageLine:
    """Says a line as the page does, each conversation over a socket of its own, at whichever Rasa nginx puts
    it. A notice comes by the door that the worker uses, at any of them."""

    def __init__(self, up: cluster.Cluster, token_key: str, channel_token: str) -> None:
        self._url = f"http://127.0.0.1:{up.port}"
        self._key, self._channel_token = token_key, channel_token
        self._notify = f"http://127.0.0.1:{up.inner}/webhooks/web/notify"
        self._tabs: dict[str, _Tab] = {}
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def __call__(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        return self._in_loop(self._said(conversation_id, text)).result(ANSWER_SECONDS * 3)

    def close(self) -> None:
        for tab in self._tabs.values():
            self._in_loop(tab.go()).result(ANSWER_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _in_loop(self, work: Any) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _said(self, conversation_id: str, text: str) -> list[dict[str, Any]]:
        tab = self._tabs.get(conversation_id)
        if tab is None:
            tab = self._tabs[conversation_id] = _Tab(len(self._tabs) + 1)
            await tab.come(self._url, page_token(conversation_id, self._key))
        if text.startswith(EXTERNAL):
            await asyncio.to_thread(self._told, conversation_id, text[1:])
            await asyncio.sleep(NOTICE_SECONDS)
        else:
            await tab.say(text)
        return tab.taken()

    def _told(self, conversation_id: str, intent: str) -> None:
        answer = requests.post(
            self._notify,
            json={"conversation_id": conversation_id, "intent": intent},
            headers={"X-Channel-Token": self._channel_token},
            timeout=ANSWER_SECONDS,
        )
        assert answer.status_code in (200, 404), answer.text  # 404: nobody has talked there


class _Tab:
    """An open page: what it has heard since it was last asked."""

    def __init__(self, place: int) -> None:
        """place: which of this machine's own addresses it comes from, for each has limits of its own."""
        address = f"127.1.{place >> 8 & 255}.{place & 255}"
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(local_addr=(address, 0)))
        self.client = socketio.AsyncClient(reconnection=False, http_session=self._session)
        self._heard: list[dict[str, Any]] = []
        self._here, self._ended = asyncio.Event(), asyncio.Event()
        self.client.on("session", self._on_session)
        self.client.on("bot_message", self._on_message)
        self.client.on("typing", self._on_typing)

    async def come(self, url: str, token: str) -> None:
        await self.client.connect(url, auth={"token": token}, transports=["websocket"])
        await asyncio.wait_for(self._here.wait(), ANSWER_SECONDS)

    async def go(self) -> None:
        await self.client.disconnect()
        await self._session.close()

    async def say(self, text: str) -> None:
        """Until its turn is over. What comes too fast is refused, and said again."""
        self._ended.clear()
        message = {"id": str(uuid.uuid4()), "text": text}
        while not (taken := await self.client.call("user_message", message, timeout=30))["ok"]:
            assert taken["reason"] in ("rate", "busy"), taken
            await asyncio.sleep(AGAIN_SECONDS)
        await asyncio.wait_for(self._ended.wait(), ANSWER_SECONDS)

    def taken(self) -> list[dict[str, Any]]:
        taken, self._heard = self._heard, []
        return taken

    async def _on_session(self, _: dict[str, Any]) -> None:
        self._here.set()

    async def _on_message(self, message: dict[str, Any]) -> None:
        self._heard.append(message)

    async def _on_typing(self, told: dict[str, Any]) -> None:
        if not told["on"]:
            self._ended.set()

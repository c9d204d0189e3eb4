"""People who talk over real sockets: in the page's protocol, or in that of Rasa's own socket.io channel."""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from dataclasses import dataclass
from typing import Any

import jwt
import socketio

ANSWER_SECONDS = 60.0
QUIET_SECONDS = 1.5
ADDRESSES = itertools.count(1)


@dataclass(frozen=True)
class Protocol:
    """The names of the events, and what of ours begins a session."""

    says: str
    hears: str
    session: str = ""

    def message(self, text: str) -> dict[str, Any]:
        return {"id": str(uuid.uuid4()), "text": text} if self.session else {"message": text}


PAGE = Protocol(says="user_message", hears="bot_message", session="session")
STOCK = Protocol(says="user_uttered", hears="bot_uttered")


def page_token(conversation_id: str, key: str) -> str:
    """As channels/core/session_token.py signs one; it is good for an hour."""
    now = int(time.time())
    claims = {"sub": conversation_id, "aud": "css-chat", "born": now - 60, "exp": now + 3600}
    return jwt.encode(claims, key, algorithm="HS256")


class Unanswered(Exception):
    """The measurement is worth nothing."""


class Talker:
    """One person. A turn lasts until the last of the answers that it is known to have."""

    def __init__(self, url: str, protocol: Protocol, token: str | None = None) -> None:
        self.url, self.protocol, self.token = url, protocol, token
        self.session: dict[str, Any] = {}
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._here = asyncio.Event()
        self._client = socketio.AsyncClient(reconnection=False)
        self._client.on(protocol.hears, self.heard.put)
        if protocol.session:
            self._client.on(protocol.session, self._begin)

    async def _begin(self, session: dict[str, Any]) -> None:
        self.session = session
        self._here.set()

    async def come(self) -> float:
        """Seconds until the chat is open, with all that was said before."""
        number = next(ADDRESSES)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        started = time.perf_counter()
        await self._client.connect(
            self.url, auth={"token": self.token}, transports=["websocket"],
            headers={"X-Forwarded-For": address}, wait_timeout=ANSWER_SECONDS,
        )  # fmt: skip
        if self.protocol.session:
            await asyncio.wait_for(self._here.wait(), ANSWER_SECONDS)
        return time.perf_counter() - started

    async def say(self, text: str, answers: int) -> float:
        """Seconds until the last of so many answers. Raises Unanswered."""
        started = time.perf_counter()
        message = self.protocol.message(text)
        if self.protocol.session:
            taken = await self._client.call(self.protocol.says, message, timeout=int(ANSWER_SECONDS))
            if not (taken and taken.get("ok")):
                raise Unanswered(f"{text!r} foi recusada: {taken}")
        else:
            await self._client.emit(self.protocol.says, message)
        for _ in range(answers):
            try:
                await asyncio.wait_for(self.heard.get(), ANSWER_SECONDS)
            except asyncio.TimeoutError:
                raise Unanswered(f"sem resposta a {text!r}") from None
        return time.perf_counter() - started

    async def answers_to(self, text: str) -> list[str]:
        """All that is said in answer, until nothing comes any more. Raises Unanswered."""
        await self.say(text, 0)
        told: list[str] = []
        wait = ANSWER_SECONDS
        while True:
            try:
                told.append(str((await asyncio.wait_for(self.heard.get(), wait))["text"]))
            except asyncio.TimeoutError:
                break
            wait = QUIET_SECONDS
        if not told:
            raise Unanswered(f"sem resposta a {text!r}")
        return told

    async def go(self) -> None:
        await self._client.disconnect()

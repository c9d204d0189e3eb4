"""Somebody at the chat who does as the widget does: what is not acknowledged is sent again, in order."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import uuid
from typing import Any

import jwt
import socketio
from socketio.exceptions import SocketIOError

ACK_SECONDS = 15.0
AGAIN_SECONDS = 1.0
# What the assistant says when a turn came to nothing (channels/core/sentences.py).
APOLOGIES = ("Desculpe, não consegui responder", "fora do ar neste momento", "tentei duas vezes e parei")
NUMBER = re.compile(r"\b20\d\d-\d{7}\b")
# The one question that is answered with yes (domain.yml: utter_request_open_ticket_confirmation).
SUMMARY = ("Confira o acionamento:", "Posso registrar?")
# Those that a no brings back to it.
ASIDE = ("acrescente isto ao texto", "Acrescento ao texto", "Isso resolveu?")
PROBLEM = "SIAPE tá dando erro desde ontem"


def apologises(text: str) -> bool:
    return any(words in text for words in APOLOGIES)


class Person:
    """`said`: (id, text) in their order. `heard`: what was shown to him, by its id and in its order, over all
    connections."""

    def __init__(self, url: str, email: str) -> None:
        self.url, self.email = url, email
        self.said: list[tuple[str, str]] = []
        self.heard: dict[str, str] = {}
        self.apologised: list[float] = []  # when he heard it
        self.reconnected = 0
        self.resent = 0
        self._token: str | None = None
        self._waiting: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._here = asyncio.Event()
        self._gone = False
        self._client: socketio.AsyncClient | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def conversation_id(self) -> str:
        assert self._token
        return str(jwt.decode(self._token, options={"verify_signature": False})["sub"])

    def script(self) -> list[str]:
        return [
            f"o {PROBLEM}, meu email é {self.email}, abre um chamado",
            "sim",
            "qual o horário de funcionamento da css?",
        ]

    def insists(self) -> None:
        """Once more, as somebody does who was told no number and reads what he is asked."""
        self.say(self._in_return(next(reversed(self.heard.values()), "")))

    def _in_return(self, asked: str) -> str:
        """Yes to the summary of his own problem, and to nothing else."""
        if all(words in asked for words in (*SUMMARY, PROBLEM, self.email)):
            return "sim"
        if any(words in asked for words in ASIDE):
            return "não"
        return self.script()[0]

    def opens(self) -> int:
        """How many tickets what he said so far opens: who insists wants no second one."""
        return int(len(self.said) >= 2)

    async def reload(self) -> None:
        """The page, and with it all that was kept."""
        if self._client:
            await self._client.disconnect()

    def told(self) -> set[str]:
        """The ticket numbers that he was told."""
        return {number for text in self.heard.values() for number in NUMBER.findall(text)}

    async def come(self) -> None:
        self._tasks = [asyncio.create_task(self._stay()), asyncio.create_task(self._send())]
        await self._here.wait()

    def say(self, text: str) -> None:
        message = (str(uuid.uuid4()), text)
        self.said.append(message)
        self._waiting.put_nowait(message)

    async def go(self) -> None:
        self._gone = True
        self._tasks[1].cancel()
        if self._client:
            await self._client.disconnect()
        self._tasks[0].cancel()

    async def _stay(self) -> None:
        """Connected, and again after each break."""
        while not self._gone:
            client = socketio.AsyncClient(reconnection=False)
            client.on("session", self._on_session)
            client.on("bot_message", self._on_message)
            try:
                await client.connect(self.url, auth={"token": self._token}, transports=["websocket"])
                self._client = client
                await client.wait()
            except SocketIOError:
                if client.eio.http is not None:  # it keeps open what it could not use
                    await client.eio.http.close()
            self._here.clear()
            if self._gone:
                return
            self.reconnected += 1
            await asyncio.sleep(AGAIN_SECONDS)

    async def _on_session(self, session: dict[str, Any]) -> None:
        self._token = session["token"]
        told = {line["id"]: line["text"] for line in session["history"] if line["from"] != "user"}
        self.heard = {**told, **{key: text for key, text in self.heard.items() if key not in told}}
        self._here.set()

    async def _on_message(self, message: dict[str, Any]) -> None:
        if apologises(message["text"]):
            self.apologised.append(time.monotonic())
        self.heard[message["id"]] = message["text"]

    async def _send(self) -> None:
        while True:
            message_id, text = await self._waiting.get()
            while not await self._acknowledged(message_id, text):
                self.resent += 1
                await asyncio.sleep(AGAIN_SECONDS)

    async def _acknowledged(self, message_id: str, text: str) -> bool:
        await self._here.wait()
        client = self._client
        with contextlib.suppress(SocketIOError, asyncio.TimeoutError):
            assert client
            answer = await client.call(
                "user_message", {"id": message_id, "text": text}, timeout=int(ACK_SECONDS)
            )
            return bool(answer and answer.get("ok"))
        return False

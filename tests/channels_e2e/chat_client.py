"""A page's chat as the tests use it: one socket.io connection and what came over it."""

from __future__ import annotations

import time
import uuid
from typing import Any

import jwt
import socketio


class Chat:
    """Connects on construction and waits for its `session`."""

    def __init__(self, url: str, token: object = None, *, origin: str = "http://localhost:8000") -> None:
        self.messages: list[dict[str, Any]] = []
        self.typing: list[bool] = []
        self.sessions: list[dict[str, Any]] = []
        self.client = socketio.Client(reconnection=False, websocket_extra_options={"origin": origin})
        self.client.on("bot_message", self.messages.append)
        self.client.on("typing", lambda data: self.typing.append(data["on"]))
        self.client.on("session", self.sessions.append)
        self.client.connect(url, auth={"token": token}, transports=["websocket"])
        wait_for(lambda: self.sessions)

    @property
    def session(self) -> dict[str, Any]:
        return self.sessions[0]

    @property
    def token(self) -> str:
        return self.session["token"]

    @property
    def conversation_id(self) -> str:
        return jwt.decode(self.token, options={"verify_signature": False})["sub"]

    @property
    def texts(self) -> list[str]:
        return [m["text"] for m in self.messages]

    def send(self, text: object, message_id: str | None = None) -> dict[str, Any]:
        """Send and return the acknowledgement."""
        return self.emit({"id": message_id or str(uuid.uuid4()), "text": text})

    def emit(self, *data: Any) -> dict[str, Any]:
        """Any event data at all, as a hostile page would."""
        payload = data[0] if len(data) == 1 else (data or None)
        return self.client.call("user_message", payload, timeout=20)

    def ask(self, text: str, replies: int = 1) -> list[str]:
        """Send, wait for so many messages and the end of typing, and return their texts."""
        before, ended = len(self.messages), self.typing.count(False)
        ack = self.send(text)
        assert ack == {"ok": True}, ack
        wait_for(lambda: self.typing.count(False) > ended)
        wait_for(lambda: len(self.messages) >= before + replies)
        return self.texts[before:]

    def close(self) -> None:
        self.client.disconnect()


def wait_for(condition: Any, seconds: float = 20.0) -> None:
    """Fails when `condition` does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)

"""A stand-in for channels/web.py that keeps to its protocol, for the widget's own tests."""

from __future__ import annotations

import asyncio
import threading
import uuid
from datetime import datetime, timezone
from typing import Any

import socketio
import uvicorn

TITLES = {"/open_ticket": "Abrir acionamento"}


def _now() -> str:
    return datetime.now(timezone.utc).isoformat()


class FakeChat:
    """Answers each message by echoing it; a few words make it misbehave, as in `answer`."""

    def __init__(self) -> None:
        self.conversations: dict[str, list[dict[str, Any]]] = {}
        self.seen: set[str] = set()
        self.received: list[dict[str, str]] = []
        self.sessions: dict[str, str] = {}
        self.refuse_next: str | None = None
        self.refuse_connections: str | None = None
        self.acknowledge_after = 0.0
        self.loop: asyncio.AbstractEventLoop | None = None
        self.server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
        self.server.on("connect", self.connect)
        self.server.on("user_message", self.user_message)
        self.app = socketio.ASGIApp(self.server)

    async def connect(self, sid: str, environ: dict[str, Any], auth: dict[str, Any] | None) -> None:
        self.loop = asyncio.get_running_loop()
        if self.refuse_connections:
            reason = {"reason": "rate", "text": self.refuse_connections}
            raise socketio.exceptions.ConnectionRefusedError("rate", reason)
        token = (auth or {}).get("token")
        is_new = token not in self.conversations
        if is_new:
            token = f"token-{uuid.uuid4().hex}"
            self.conversations[token] = []
        self.sessions[sid] = token
        history = self.conversations[token]
        await self.server.emit("session", {"token": token, "history": history, "new": is_new}, to=sid)

    async def user_message(self, sid: str, message: dict[str, str]) -> dict[str, Any]:
        if self.refuse_next:
            text, self.refuse_next = self.refuse_next, None
            return {"ok": False, "reason": "rate", "text": text}
        history = self.conversations[self.sessions[sid]]
        if message["id"] not in self.seen:
            self.seen.add(message["id"])
            if message["text"] != "/greet":
                self.received.append(message)
                text = TITLES.get(message["text"], message["text"])
                history.append({"id": message["id"], "from": "user", "text": text, "at": _now()})
            if message["text"] != "/greet":
                for other, token in self.sessions.items():
                    if token == self.sessions[sid] and other != sid:
                        await self.server.emit("user_said", history[-1], to=other)
            self.server.start_background_task(self.answer, sid, message["text"])
        await asyncio.sleep(self.acknowledge_after)
        return {"ok": True}

    def drop_all(self) -> None:
        """Close every connection, as a server that restarts does; called from the test's thread."""
        assert self.loop
        for sid in list(self.sessions):
            asyncio.run_coroutine_threadsafe(self.server.disconnect(sid), self.loop).result(5)

    async def answer(self, sid: str, text: str) -> None:
        await self.server.emit("typing", {"on": True}, to=sid)
        await asyncio.sleep(0.6 if text == "devagar" else 0.05)
        await self.server.emit("typing", {"on": False}, to=sid)
        if text == "link":
            await self._say(
                sid,
                "Veja https://www.gov.br/pt-br. <b>Ou</b> use 0800 728 2323\ne escreva a css@serpro.gov.br.",
            )
        elif text == "/greet":
            buttons = [{"title": title, "payload": payload} for payload, title in TITLES.items()]
            await self._say(sid, "Olá! Sou o Assistente Serpro.", buttons)
        elif text == "atendente":
            await self._say(sid, "Aqui é o Bruno.", sender="agent")
        else:
            await self._say(sid, f"Você disse: {text}")

    async def _say(
        self, sid: str, text: str, buttons: list[dict[str, str]] | None = None, sender: str = "bot"
    ) -> None:
        message = {
            "id": uuid.uuid4().hex,
            "from": sender,
            "text": text,
            "buttons": buttons or [],
            "at": _now(),
        }
        self.conversations[self.sessions[sid]].append(message)
        await self.server.emit("bot_message", message, to=sid)


class RunningServer:
    """A uvicorn server in a thread, on `port`; `stop` frees the port."""

    def __init__(self, app: Any, port: int) -> None:
        self.server = uvicorn.Server(
            uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1)
        )
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.url = f"http://localhost:{port}"

    def start(self) -> RunningServer:
        self.thread.start()
        while not self.server.started:
            if not self.thread.is_alive():
                raise RuntimeError(f"nothing could be started on {self.url}")
        return self

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=5)

"""A stand-in for channels/web.py that keeps to its protocol, for the widget's own tests."""

from __future__ import annotations

import asyncio
import threading
import uuid
from datetime import datetime, timezone
from functools import partial
from typing import Any

import socketio
import uvicorn

TITLES = {"/open_ticket": "Abrir acionamento"}

CARD = {
    "kind": "ticket",
    "number": "2026-0001234",
    "service": "Sistema Integrado de Administração Financeira (SIAFI)",
    "status": "in_progress",
    "late": True,
    "opened": "2026-07-24T17:30:00+00:00",
    "due": "2026-07-27T22:30:00+00:00",
    "updated": "2026-07-25T01:30:00+00:00",
}


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
        self.files: dict[str, bytes] = {}
        self.coming: dict[str, dict[str, Any]] = {}
        self.part_after = 0.0
        self.asked: list[tuple[str, Any]] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self.server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
        self.server.on("connect", self.connect)
        self.server.on("user_message", self.user_message)
        for event in ("file_begin", "file_part", "file_end"):
            self.server.on(event, getattr(self, event))
        for event in ("end", "grade", "transcript", "transcript_mail"):
            self.server.on(event, partial(self.close_event, event))
        self.server.on("typing_to_agent", self.typing_to_agent)
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

    async def file_begin(self, sid: str, told: dict[str, Any]) -> dict[str, Any]:
        if told["name"].endswith(".exe"):
            return {"ok": False, "reason": "file", "text": "Não posso receber esse tipo.", "again": False}
        self.coming[told["id"]] = {**told, "content": b""}
        return {"ok": True}

    async def file_part(self, sid: str, told: dict[str, Any]) -> dict[str, Any]:
        one = self.coming[told["id"]]
        assert told["at"] == len(one["content"])
        one["content"] += told["data"]
        await asyncio.sleep(self.part_after)
        return {"ok": True}

    async def file_end(self, sid: str, told: dict[str, Any]) -> dict[str, Any]:
        one = self.coming.pop(told["id"])
        self.files[one["name"]] = one["content"]
        line = {"id": f"file-{told['id']}", "from": "user", "text": f"Arquivo: {one['name']}", "at": _now()}
        self.conversations[self.sessions[sid]].append(line)
        await self._say(sid, "Guardei o arquivo.", given_id=f"{line['id']}-said")
        return {"ok": True}

    async def close_event(self, event: str, sid: str, told: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((event, told))
        if event == "transcript":
            return {"ok": True, "name": "conversa", "html": "<p>oi</p>", "text": "oi"}
        if event == "transcript_mail":
            if told["code"] not in ("", "123456"):
                return {"ok": False, "field": "code", "text": "O código não confere."}
            return {"ok": True, "sent": bool(told["code"])}
        return {"ok": True}

    async def typing_to_agent(self, sid: str, told: dict[str, Any]) -> None:
        self.asked.append(("typing", told))

    def attend(self, **told: Any) -> None:
        """An attendant is in all conversations, or what `told` says of one; called from the test's thread."""
        self._emit("waiting", {"state": "taken", "place": None, "agent": "Bruno", **told})

    def agent_types(self) -> None:
        self._emit("typing", {"on": True, "from": "agent"})

    def agent_says(self, text: str) -> None:
        self._emit("bot_message", {"id": uuid.uuid4().hex, "from": "agent", "text": text, "at": _now()})

    def _emit(self, event: str, data: dict[str, Any]) -> None:
        assert self.loop
        asyncio.run_coroutine_threadsafe(self.server.emit(event, data), self.loop).result(5)

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
        elif text == "fila":
            await self.server.emit("waiting", {"state": "requested", "place": 3, "agent": None}, to=sid)
            await self._say(sid, "Chamei uma pessoa.")
        elif text == "cartão":
            await self._say(sid, "O acionamento 2026-0001234 está em atendimento.", card=CARD)
        elif text == "cartão novo":
            await self._say(sid, "Um cartão de amanhã.", card={"kind": "future"})
        else:
            await self._say(sid, f"Você disse: {text}")

    async def _say(
        self,
        sid: str,
        text: str,
        buttons: list[dict[str, str]] | None = None,
        sender: str = "bot",
        given_id: str | None = None,
        card: dict[str, Any] | None = None,
    ) -> None:
        message = {
            "id": given_id or uuid.uuid4().hex,
            "card": card,
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

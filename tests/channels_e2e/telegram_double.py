"""A Bot API server as strict as Telegram's: what it would refuse, this refuses, with its words."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import threading
from typing import Any

from aiohttp import ClientSession, web
from rasa_double import UPLOADED

TOKEN = "123456789:AAEtest-token_of-the-double-35-characters"


class Refusal(Exception):
    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        self.body = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class TelegramDouble:
    """Listens on 127.0.0.1:`port` in a thread of its own; `rasa_url` is where the public address leads."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.rasa_url = ""
        self.sent: list[dict[str, Any]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.refused: list[dict[str, Any]] = []
        self.webhook: dict[str, Any] = {}
        self.blocked: set[int] = set()
        self.too_many: list[float] = []  # one retry_after for each send to be refused
        self.silent = False
        self.files: dict[str, bytes] = {}
        self.uploads: list[dict[str, Any]] = []
        self.upload_status = 200
        self.set_aside: list[str] = []
        self._chats: set[int] = set()
        self._callbacks: set[str] = set()
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(800_000_001)
        self._messages = itertools.count(1)
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._wakes: asyncio.Event | None = None

    # --- what users do ---

    def message(self, chat_id: int, *, kind: str = "private", **content: Any) -> dict[str, Any]:
        """An update with one message, as from a phone."""
        self._chats.add(chat_id)
        sender = {"id": abs(chat_id), "is_bot": False, "first_name": "Ana"}
        message = {"message_id": next(self._messages), "date": 1, "from": sender, **content}
        return self.update(message={**message, "chat": {"id": chat_id, "type": kind, "first_name": "Ana"}})

    def tap(self, chat_id: int, data: str) -> dict[str, Any]:
        """An update with a tapped button."""
        callback_id = str(next(self._numbers))
        self._callbacks.add(callback_id)
        chat = {"id": chat_id, "type": "private"}
        query = {
            "id": callback_id,
            "from": {"id": chat_id, "is_bot": False},
            "chat_instance": "1",
            "data": data,
        }
        return self.update(callback_query={**query, "message": {"message_id": 1, "date": 1, "chat": chat}})

    def update(self, **content: Any) -> dict[str, Any]:
        return {"update_id": next(self._numbers), **content}

    def push(self, *updates: dict[str, Any], secret: str | None = None) -> list[int]:
        """Deliver to the webhook as Telegram does; the answers' statuses."""
        return asyncio.run_coroutine_threadsafe(self._push(updates, secret), self._loop).result(30)

    def offer(self, *updates: dict[str, Any]) -> None:
        """Have them ready for getUpdates."""

        def add() -> None:
            self._updates.extend(updates)
            if self._wakes:
                self._wakes.set()

        self._loop.call_soon_threadsafe(add)

    def texts(self, chat_id: int) -> list[str]:
        return [m["text"] for m in self.sent if m["chat_id"] == chat_id]

    # --- the server ---

    def start(self) -> None:
        ready = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._wakes = asyncio.Event()
            app = web.Application(client_max_size=50_000_000)
            app.router.add_post("/bot{token}/{method}", self._handle)
            app.router.add_get("/file/bot{token}/{path:.+}", self._file)
            app.router.add_post("/internal/attachments", self._upload)
            app.router.add_post("/internal/set-aside", self._put_aside)
            runner = web.AppRunner(app)
            self._loop.run_until_complete(runner.setup())
            self._loop.run_until_complete(web.TCPSite(runner, "127.0.0.1", self._port).start())
            ready.set()
            self._loop.run_forever()
            self._loop.run_until_complete(runner.cleanup())

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        ready.wait(10)

    def stop(self) -> None:
        """Nobody listens any more; `start` opens again."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _handle(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return web.json_response(
                {"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401
            )
        if self.silent:
            return web.Response(status=502, text="<html>Bad Gateway</html>")
        method, body = request.match_info["method"], await request.json()
        self.calls.append((method, body))
        try:
            result = await getattr(self, f"_{method}")(body)
        except Refusal as refusal:
            self.refused.append({"method": method, **refusal.body})
            return web.json_response(refusal.body, status=refusal.body["error_code"])
        return web.json_response({"ok": True, "result": result})

    def _chat(self, body: dict[str, Any]) -> int:
        chat_id = body.get("chat_id")
        if type(chat_id) is not int or chat_id not in self._chats:
            raise Refusal(400, "Bad Request: chat not found")
        if chat_id in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat_id

    async def _sendMessage(self, body: dict[str, Any]) -> dict[str, Any]:
        self._chat(body)
        text = body.get("text")
        if not isinstance(text, str) or not text.strip():
            raise Refusal(400, "Bad Request: message text is empty")
        if units(text) > 4096:
            raise Refusal(400, "Bad Request: message is too long")
        for row in (body.get("reply_markup") or {"inline_keyboard": []})["inline_keyboard"]:
            for button in row:
                if not button.get("text"):
                    raise Refusal(400, "Bad Request: text buttons are unallowed")
                if not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        if self.too_many:
            wait = self.too_many.pop(0)
            raise Refusal(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        self.sent.append(body)
        return {"message_id": next(self._messages)}

    async def _sendChatAction(self, body: dict[str, Any]) -> bool:
        self._chat(body)
        if body.get("action") != "typing":
            raise Refusal(400, "Bad Request: wrong parameter action in request")
        return True

    async def _answerCallbackQuery(self, body: dict[str, Any]) -> bool:
        if body.get("callback_query_id") not in self._callbacks:
            raise Refusal(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self._callbacks.remove(body["callback_query_id"])
        return True

    async def _leaveChat(self, body: dict[str, Any]) -> bool:
        return True

    async def _setMyCommands(self, body: dict[str, Any]) -> bool:
        for command in body["commands"]:
            if (
                not re.fullmatch("[a-z0-9_]{1,32}", command["command"])
                or not 1 <= len(command["description"]) <= 256
            ):
                raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    async def _setWebhook(self, body: dict[str, Any]) -> bool:
        if not body["url"].startswith("https://"):
            raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch("[A-Za-z0-9_-]{1,256}", body.get("secret_token", "")):
            raise Refusal(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = body
        return True

    async def _deleteWebhook(self, body: dict[str, Any]) -> bool:
        self.webhook = {}
        return True

    async def _getUpdates(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        if self.webhook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        self._updates = [u for u in self._updates if u["update_id"] >= body.get("offset", 0)]
        if not self._updates and body.get("timeout"):
            self._wakes.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wakes.wait(), body["timeout"])
        return self._updates[: body.get("limit", 100)]

    async def _getFile(self, body: dict[str, Any]) -> dict[str, Any]:
        if body.get("file_id") not in self.files:
            raise Refusal(400, "Bad Request: invalid file_id")
        size = len(self.files[body["file_id"]])
        return {"file_id": body["file_id"], "file_size": size, "file_path": f"documents/{body['file_id']}"}

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["path"].split("/")[-1]])

    async def _put_aside(self, request: web.Request) -> web.Response:
        """The desk's page of what waits for a person."""
        told = await request.json()
        self.set_aside.append(f"{told['conversation_id']}: {told['text']}")
        return web.json_response({})

    async def _upload(self, request: web.Request) -> web.Response:
        """The portal's internal upload, which is not Telegram's, but needs a server too."""
        form = await request.post()
        upload = form["file"]
        given = {"token": request.headers.get("Authorization"), "name": upload.filename}
        content = upload.file.read()
        self.uploads.append({"conversation_id": form["conversation_id"], **given, "content": content})
        return web.json_response(UPLOADED.get(self.upload_status, {}), status=self.upload_status)

    async def _push(self, updates: tuple[dict[str, Any], ...], secret: str | None) -> list[int]:
        given = self.webhook.get("secret_token", "") if secret is None else secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": given, "Content-Type": "application/json"}
        path = re.sub("^https://[^/]+", "", self.webhook["url"])
        statuses = []
        async with ClientSession() as session:
            for update in updates:
                async with session.post(
                    self.rasa_url + path, data=json.dumps(update), headers=headers
                ) as answer:
                    statuses.append(answer.status)
        return statuses

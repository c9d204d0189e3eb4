"""A Rocket.Chat workspace as strict as the real one: its outgoing webhooks and chat.postMessage.

Written from its REST reference and from what its integrations put into a call (mapEventArgsToData).
"""

from __future__ import annotations

import itertools
import json
from typing import Any

import requests
from double_server import DoubleServer, JsonHandler
from rasa_double import UPLOADED

BOT_ID, TOKEN, WEBHOOK_TOKEN = "botAccount0000001", "personal-access-token-of-the-double", "hook-token-double"
FIELDS = {"channel", "roomId", "text", "attachments", "alias", "emoji", "avatar", "tmid"}
MOST_ACTIONS = 5
_ids = itertools.count(1)


def message(user_id: str, text: str, **more: Any) -> dict[str, Any]:
    """The body of the "Message Sent" webhook for a direct message: such a room bears no name."""
    return {
        "token": WEBHOOK_TOKEN,
        "bot": False,
        "channel_id": f"{BOT_ID}{user_id}",
        "message_id": f"message{next(_ids):010d}",
        "timestamp": "2026-11-28T12:00:00.000Z",
        "user_id": user_id,
        "user_name": name_of(user_id),
        "text": text,
        "siteUrl": "http://chat",
        **more,
    }


def file_message(user_id: str, file_id: str, name: str, kind: str, size: int) -> dict[str, Any]:
    """The body of the "File Uploaded" webhook."""
    file = {"_id": file_id, "name": name, "type": kind, "size": size}
    return message(user_id, "", message={"msg": "", "file": file, "attachments": [{"title": name}]})


def name_of(user_id: str) -> str:
    return f"ana.{user_id[-4:]}"


class RocketChatDouble(DoubleServer):
    """One workspace."""

    def __init__(self, port: int) -> None:
        super().__init__(port, _handler(self))
        self.sent: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.failures: list[tuple[int, str]] = []  # (status, error), one for each send to be refused
        self.gone: set[str] = set()  # names of users who were removed
        self.files: dict[str, bytes] = {}
        self.uploads: list[dict[str, Any]] = []

    def push(self, body: object) -> requests.Response:
        """Call the webhook."""
        return requests.post(f"{self.rasa_url}/webhooks/rocketchat/webhook", json=body, timeout=10)

    def texts(self, user_id: str) -> list[str]:
        return [m["text"] for m in self.sent if m["channel"] == f"@{name_of(user_id)}"]

    def choices(self, user_id: str) -> list[dict[str, Any]]:
        """The buttons of the last message."""
        mine = [m for m in self.sent if m["channel"] == f"@{name_of(user_id)}"]
        return [action for one in mine[-1].get("attachments", []) for action in one["actions"]]

    def post(self, body: dict[str, Any]) -> tuple[int, str]:
        """(200, "") or how it is refused."""
        if unknown := set(body) - FIELDS:
            return 400, f"Match error: Unknown key in field {unknown}"
        if self.failures:
            return self.failures.pop(0)
        if not str(body.get("channel", "")).startswith("@"):
            return 400, "[invalid-channel]"
        if body["channel"][1:] in self.gone:
            return 400, "[error-invalid-user]"
        if not body.get("text", "").strip() or len(body["text"]) > 5000:
            return 400, "[error-message-size-exceeded]"
        for attachment in body.get("attachments", []):
            actions = attachment["actions"]
            if not 1 <= len(actions) <= MOST_ACTIONS:
                return 400, "[error-action-count]"
            for action in actions:
                # A message that begins with a slash would be run as a command of the workspace.
                if action["type"] != "button" or not action["text"] or action["msg"].startswith("/"):
                    return 400, "[error-action]"
        self.sent.append(body)
        return 200, ""


def _handler(double: RocketChatDouble) -> type[JsonHandler]:
    class Handler(JsonHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/internal/attachments":  # the portal's, which needs a server too
                double.uploads.append({"token": self.headers["Authorization"], "body": raw})
                self._answer(200, UPLOADED[200])
            elif self._known() and self.path == "/api/v1/chat.postMessage":
                status, error = double.post(json.loads(raw))
                if status == 200:
                    self._answer(200, {"success": True, "message": {"_id": "x"}})
                    return
                double.refused.append(error)
                self._answer(status, {"success": False, "error": error})

        def do_GET(self) -> None:
            if self._known():
                found = double.files.get(self.path.removeprefix("/file-upload/").split("/")[0])
                self._raw(200 if found else 404, found or b"")

        def _known(self) -> bool:
            if self.headers["X-User-Id"] == BOT_ID and self.headers["X-Auth-Token"] == TOKEN:
                return True
            self._answer(401, {"status": "error", "message": "You must be logged in to do this."})
            return False

    return Handler

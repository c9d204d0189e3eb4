"""Meta's Graph API as strict as the real one: what it would refuse, this refuses, with its codes.

Written from Meta's reference of the Cloud API (limits, error codes); it also signs and delivers webhooks.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any

import requests
from double_server import DoubleServer, JsonHandler
from rasa_double import UPLOADED

TOKEN = "EAAG-test-token-of-the-double"
NUMBER_ID = "106540352242922"
APP_SECRET = "app-secret-of-the-double"
VERIFY_TOKEN = "verify-token-of-the-double"
_wamids = itertools.count(1)


class Refusal(Exception):
    def __init__(self, status: int, code: int, message: str) -> None:
        self.status = status
        self.body = {"error": {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code}}


def message(
    wa_id: str, kind: str, content: Any, *, wamid: str | None = None, at: float | None = None
) -> dict:
    """One message as it stands in a webhook."""
    return {
        "from": wa_id,
        "id": wamid or f"wamid.HBgN{next(_wamids):08d}",
        "timestamp": str(int(at or time.time())),
        "type": kind,
        kind: content,
    }


def update(*messages: dict[str, Any], number_id: str = NUMBER_ID, **more: Any) -> dict[str, Any]:
    """A webhook's body."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "556120210000", "phone_number_id": number_id},
        "contacts": [{"profile": {"name": "Ana"}, "wa_id": m["from"]} for m in messages],
        **({"messages": list(messages)} if messages else {}),
        **more,
    }
    change = {"value": value, "field": "messages"}
    return {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}


class GraphDouble(DoubleServer):
    """One number."""

    def __init__(self, port: int) -> None:
        super().__init__(port, _handler(self))
        self.sent: list[dict[str, Any]] = []
        self.read: list[str] = []
        self.refused: list[int] = []
        self.failures: list[tuple[int, int]] = []  # (status, code), one for each send to be refused
        self.attempts = 0
        self.closed: set[str] = set()  # users whose 24 hours are over
        self.unknown: set[str] = set()
        self.files: dict[str, bytes] = {}
        self.uploads: list[dict[str, Any]] = []
        self.upload_status = 200
        self.templates = {"novidade_no_acionamento"}
        self._wamids: set[str] = set()

    def push(self, body: dict[str, Any], signature: str | None = None) -> int:
        """Deliver a webhook as Meta does; the status of the answer."""
        for entry in body["entry"]:
            for change in entry["changes"]:
                self._wamids |= {m["id"] for m in (change["value"] or {}).get("messages", [])}
        raw = json.dumps(body).encode()
        if signature is None:
            signature = "sha256=" + hmac.new(APP_SECRET.encode(), raw, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature-256": signature, "Content-Type": "application/json"}
        return requests.post(
            f"{self.rasa_url}/webhooks/whatsapp/webhook", data=raw, headers=headers, timeout=10
        ).status_code

    def to(self, wa_id: str) -> list[dict[str, Any]]:
        return [m for m in self.sent if m.get("to") == wa_id]

    def texts(self, wa_id: str) -> list[str]:
        return [text_of(m) for m in self.to(wa_id)]

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        if path != f"/{NUMBER_ID}/messages":
            raise Refusal(404, 100, "Unsupported post request")
        if body.get("messaging_product") != "whatsapp":
            raise Refusal(400, 100, "The parameter messaging_product is required.")
        if "status" in body:
            return self._mark(body)
        self.attempts += 1
        if self.failures:
            raise Refusal(*self.failures.pop(0), "as the test wants")
        wa_id = body.get("to")
        if not isinstance(wa_id, str) or not wa_id.isdigit():
            raise Refusal(400, 131009, "Parameter value is not valid")
        if wa_id in self.unknown:
            raise Refusal(400, 131026, "Message Undeliverable")
        if wa_id in self.closed and body.get("type") != "template":
            raise Refusal(400, 131047, "Re-engagement message")
        check = {"text": self._text, "interactive": self._interactive, "template": self._template}
        if body.get("type") not in check:
            raise Refusal(400, 100, "Param type must be one of {TEXT, INTERACTIVE, ...}")
        check[body["type"]](body[body["type"]])
        self.sent.append(body)
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": wa_id, "wa_id": wa_id}],
            "messages": [{"id": "wamid.out"}],
        }

    def _mark(self, body: dict[str, Any]) -> dict[str, Any]:
        if body["status"] != "read" or body.get("message_id") not in self._wamids:
            raise Refusal(400, 131009, "Parameter value is not valid")
        if body.get("typing_indicator", {"type": "text"}) != {"type": "text"}:
            raise Refusal(400, 100, "Invalid parameter")
        self.read.append(body["message_id"])
        return {"success": True}

    @staticmethod
    def _text(text: dict[str, Any]) -> None:
        _length("text['body']", text.get("body"), 4096)

    def _template(self, template: dict[str, Any]) -> None:
        if template.get("name") not in self.templates or template.get("language") != {"code": "pt_BR"}:
            raise Refusal(404, 132001, "Template name does not exist in the translation")

    def _interactive(self, content: dict[str, Any]) -> None:
        action = content["action"]
        if content["type"] == "button":
            _length("body.text", content["body"]["text"], 1024)
            replies = [b["reply"] for b in action["buttons"]]
            if not 1 <= len(replies) <= 3 or any(b.get("type") != "reply" for b in action["buttons"]):
                raise Refusal(400, 131009, "Invalid buttons count. Min allowed buttons: 1, Max: 3")
            for reply in replies:
                _length("button title", reply["title"], 20)
                _length("button id", reply["id"], 256)
            if len({r["title"] for r in replies}) < len(replies):
                raise Refusal(400, 131009, "Duplicated title")
            items = replies
        elif content["type"] == "list":
            _length("body.text", content["body"]["text"], 4096)
            _length("action.button", action["button"], 20)
            if not 1 <= len(action["sections"]) <= 10:
                raise Refusal(400, 131009, "Invalid sections count")
            items = [row for section in action["sections"] for row in section["rows"]]
            if not 1 <= len(items) <= 10:
                raise Refusal(400, 131009, "Total row count exceed max allowed count: 10")
            for row in items:
                _length("row title", row["title"], 24)
                _length("row id", row["id"], 200)
                _length("row description", row.get("description", "-"), 72)
        else:
            raise Refusal(400, 131009, "Parameter value is not valid")
        if len({i["id"] for i in items}) < len(items):
            raise Refusal(400, 131009, "Duplicated id")


def _length(name: str, value: Any, most: int) -> None:
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise Refusal(400, 100, f"Param {name} must be between 1 and {most} characters long.")


def text_of(sent: dict[str, Any]) -> str:
    """The words of a sent message."""
    content = sent[sent["type"]]
    return content.get("body") if sent["type"] == "text" else content.get("name") or content["body"]["text"]


def choices(sent: dict[str, Any]) -> list[tuple[str, str]]:
    """(title, id) of the buttons or rows of a sent message."""
    action = sent["interactive"]["action"]
    items = [b["reply"] for b in action.get("buttons", [])]
    items += [row for section in action.get("sections", []) for row in section["rows"]]
    return [(item["title"], item["id"]) for item in items]


def _handler(double: GraphDouble) -> type[JsonHandler]:
    class Handler(JsonHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/internal/attachments":  # the portal's, which needs a server too
                double.uploads.append({"token": self.headers["Authorization"], "body": raw})
                self._answer(double.upload_status, UPLOADED.get(double.upload_status, {}))
                return
            self._checked(lambda: double.post(self.path, json.loads(raw)))

        def do_GET(self) -> None:
            media = self.path.strip("/").removeprefix("media/")
            if self.path.startswith("/media/"):
                self._raw(200, double.files[media], "application/octet-stream")
                return

            def found() -> dict[str, Any]:
                if media not in double.files:
                    raise Refusal(400, 100, "Unsupported get request")
                size = len(double.files[media])
                return {"id": media, "url": f"{double.url}/media/{media}", "file_size": size}

            self._checked(found)

        def _checked(self, work: Any) -> None:
            try:
                if self.headers["Authorization"] != f"Bearer {TOKEN}":
                    raise Refusal(401, 190, "Invalid OAuth access token")
                self._answer(200, work())
            except Refusal as refusal:
                double.refused.append(refusal.body["error"]["code"])
                self._answer(refusal.status, refusal.body)

    return Handler

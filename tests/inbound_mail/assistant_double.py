"""The assistant's channel, as strict as the real one: token, shapes, each message id played once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "segredo-do-canal"
INTENTS = {
    "situação": "check_ticket_status",
    "falar com": "talk_to_human",
    "obrigado": "thank",
    "abrir um chamado": "open_ticket",
    "telefone": "faq_phone_number",
}


class AssistantDouble:
    """`played`: (conversation, text, email) of each turn. `answer`: what a turn says; may open a ticket."""

    def __init__(self) -> None:
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.played: list[tuple[str, str, str]] = []
        self.understood: list[str] = []
        self.down = False
        self.answer: Callable[[str, str, str], list[dict[str, Any]]] = lambda *_: [
            {"text": "Qual é o sistema?"}
        ]
        self._said: dict[str, dict[str, Any]] = {}

    def understand(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.understood.append(body["text"])
        intent = next((i for word, i in INTENTS.items() if word in body["text"].lower()), "out_of_scope")
        return 200, {"intent": intent, "confidence": 0.95}

    def message(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        assert body["conversation_id"].startswith("mail-")
        key = f"{body['conversation_id']} {body['message_id']}"
        if key not in self._said:
            heard_at = self.clock().isoformat()
            self.played.append((body["conversation_id"], body["text"], body["email"]))
            said = self.answer(body["conversation_id"], body["text"], body["email"])
            self._said[key] = {"messages": [{"buttons": [], **m} for m in said], "heard_at": heard_at}
        return 200, self._said[key]

    @contextmanager
    def running(self) -> Iterator[str]:
        double = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.headers.get("X-Channel-Token") != TOKEN:
                    status, answer = 401, {"error": "token"}
                elif double.down:
                    status, answer = 503, {"error": "unavailable"}
                elif not str(body.get("text", "")).strip() or len(body["text"]) > 4000:
                    status, answer = 422, {"error": "empty"}
                else:
                    status, answer = getattr(double, self.path.rpartition("/")[2])(body)
                raw = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()

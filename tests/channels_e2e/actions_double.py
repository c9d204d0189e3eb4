"""An action server for the throw-away bot: slow, broken, counting or silent, as the test wants."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def _answer(body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    tracker = body["tracker"]
    match body["next_action"]:
        case "action_slow":
            time.sleep(5)
            return 200, {"events": [], "responses": [{"text": "demorou"}]}
        case "action_count":
            n = tracker["slots"]["n"] + 1
            time.sleep(0.05)  # wide enough for a lost update to show
            text = f"n={n:.0f} id={tracker['latest_message']['message_id']}"
            return 200, {
                "events": [{"event": "slot", "name": "n", "value": n}],
                "responses": [{"text": text}],
            }
        case "action_pause":
            return 200, {"events": [{"event": "pause"}], "responses": []}
    return 500, {"error": "quebrou"}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, answer = _answer(body)
        raw = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # Rasa lost its patience, as the test wants
            self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


class ActionsDouble:
    """Listens on 127.0.0.1; start() and stop() it."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/webhook"
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

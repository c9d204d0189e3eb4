"""What the doubles of other programs' servers have in common: a server in a thread, answers in JSON."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class JsonHandler(BaseHTTPRequestHandler):
    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._raw(status, json.dumps(body).encode())

    def _raw(self, status: int, raw: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        pass


class DoubleServer:
    """Listens on 127.0.0.1:`port`; `rasa_url` is where its webhooks lead. start() and stop() it."""

    def __init__(self, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.rasa_url = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

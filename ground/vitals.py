"""How a process without a web server says that it lives: two addresses on a socket file in VAR_DIR/run.

GET /health: it is not stuck. GET /ready: what it needs answers. Only the owner's processes reach the file:
`curl --unix-socket var/run/notifications.sock http://localhost/ready`.
"""

from __future__ import annotations

import json
import os
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler
from pathlib import Path

Checks = Mapping[str, Callable[[], bool]]


class Beats:
    """When each part of a process last came round; one that has not for too long is stuck."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, tuple[float, float]] = {}

    def beat(self, part: str, within: float) -> None:
        """It goes on; the next beat is due in `within` seconds."""
        self._last[part] = (self._clock(), within)

    def end(self, part: str) -> None:
        """It is over and owes nothing."""
        self._last.pop(part, None)

    def stuck(self) -> list[str]:
        """The parts whose beat is overdue."""
        now = self._clock()
        return sorted(part for part, (at, within) in list(self._last.items()) if now > at + within)


def serve(path: Path, health: Checks, ready: Checks) -> None:
    """Answers in a thread until the process ends. A socket file of before is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            checks = {"/health": health, "/ready": ready}.get(self.path)
            found = {name: _holds(check) for name, check in (checks or {}).items()}
            body = json.dumps(found).encode()
            self.send_response(404 if checks is None else 200 if all(found.values()) else 503)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(OSError):  # who asked reads no more than the status
                self.wfile.write(body)

        def address_string(self) -> str:
            return "local"

        def log_message(self, *_: object) -> None:
            pass

    class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
        daemon_threads = True

    server = Server(str(path), Handler)
    os.chmod(path, 0o600)
    threading.Thread(target=server.serve_forever, name="vitals", daemon=True).start()


def ask(path: Path, question: str, seconds: float = 2.0) -> bool:
    """Whether the process behind the socket file answers `question` ("/health", "/ready") with yes."""
    connection = HTTPConnection("localhost", timeout=seconds)
    with socket.socket(socket.AF_UNIX) as connection.sock, suppress(OSError, HTTPException):
        connection.sock.settimeout(seconds)
        connection.sock.connect(str(path))
        connection.request("GET", question)
        return connection.getresponse().status == 200
    return False


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # whatever it is: what was asked after does not answer
        return False

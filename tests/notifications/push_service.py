"""A push service on loopback, as strict as the real ones (RFC 8030, 8188, 8291, 8292), and the browser behind
it, which decrypts.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

_TURN = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORTS = itertools.cycle(range(5705 + 30 * (_TURN % 3), 5735 + 30 * (_TURN % 3)))
DAY = 24 * 3600
CURVE = ec.SECP256R1()


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


class VapidPair:
    """An application server's keys, as `make run` writes them into .env."""

    def __init__(self) -> None:
        key = ec.generate_private_key(CURVE)
        self.private = b64(key.private_numbers().private_value.to_bytes(32, "big"))
        self.public = b64(point(key))


class PushService:
    """answers: statuses forced in turn on messages that are well formed; then 201.

    seen: (path, headers, what the browser decrypted) of the accepted ones. refused: why, of the others.
    """

    def __init__(self, clock: Callable[[], datetime], *answers: int) -> None:
        self.clock = clock
        self.answers = list(answers)
        self.browsers: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes, str]] = {}
        self.seen: list[tuple[str, dict[str, str], dict]] = []
        self.refused: list[str] = []
        self.requests = 0
        self.url = ""

    def subscribe(self, application_server_key: str) -> dict:
        """What `pushManager.subscribe()` gives a page, toJSON."""
        key, secret = ec.generate_private_key(CURVE), os.urandom(16)
        path = f"/v1/{b64(os.urandom(24))}"
        self.browsers[path] = (key, secret, application_server_key)
        return {"endpoint": f"{self.url}{path}", "keys": {"p256dh": b64(point(key)), "auth": b64(secret)}}

    def receive(self, path: str, headers: dict[str, str], body: bytes) -> int:
        self.requests += 1
        if path not in self.browsers:
            return self._refuse(404, "no such subscription")
        key, secret, application_server_key = self.browsers[path]
        if wrong := self._not_signed(headers.get("Authorization", ""), application_server_key):
            return self._refuse(*wrong)
        if not re.fullmatch(r"\d{1,7}", headers.get("TTL", "")):
            return self._refuse(400, "TTL is required")
        if headers.get("Content-Encoding") != "aes128gcm":
            return self._refuse(400, "aes128gcm is required")
        if len(body) > 4096:
            return self._refuse(413, "4096 bytes at most")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers.get("Topic", "t")):
            return self._refuse(400, "bad Topic")
        if headers.get("Urgency", "normal") not in {"very-low", "low", "normal", "high"}:
            return self._refuse(400, "bad Urgency")
        if self.answers:
            return self.answers.pop(0)
        plain = http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm")
        self.seen.append((path, headers, json.loads(plain)))
        return 201

    def _refuse(self, status: int, why: str) -> int:
        self.refused.append(why)
        return status

    def _not_signed(self, authorization: str, application_server_key: str) -> tuple[int, str] | None:
        match = re.fullmatch(r"vapid t=([\w.-]+), ?k=([\w-]+)", authorization)
        if match is None:
            return 401, "no VAPID"
        token, public = match.groups()
        if public != application_server_key:
            return 403, "another application server's subscription"
        key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unb64(public))
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["ES256"],
                audience=self.url,
                # Against the test's clock instead, below.
                options={"require": ["aud", "exp", "sub"], "verify_exp": False},
            )
        except jwt.PyJWTError as wrong:
            return 403, f"VAPID: {type(wrong).__name__}"
        left = claims["exp"] - self.clock().timestamp()
        if not 0 < left <= DAY or not claims["sub"].startswith(("mailto:", "https:")):
            return 403, "VAPID: exp or sub"
        return None

    @contextmanager
    def running(self) -> Iterator[PushService]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = service.receive(self.path, dict(self.headers), body)
                self.send_response(status)
                if status == 201:
                    self.send_header("Location", f"{service.url}/m/{service.requests}")
                elif 300 <= status < 400:
                    self.send_header("Location", f"{service.url}{self.path}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        server = _listen(Handler)
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


def _listen(handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    for port in itertools.islice(PORTS, 30):
        try:
            return ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    raise RuntimeError("no port left")

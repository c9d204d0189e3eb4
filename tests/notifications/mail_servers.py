"""Real SMTP and HTTP servers on loopback for these tests: they refuse, stall and hang up as they are told."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

# A range for each process of pytest-xdist.
_TURN = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PORTS = itertools.cycle(range(5305 + 30 * (_TURN % 3), 5335 + 30 * (_TURN % 3)))


class Postman:
    """rcpt, data: what is answered, in turn; the last one stays. hold: seconds before the answer to DATA."""

    def __init__(self, rcpt: list[str] | None = None, data: list[str] | None = None, hold: float = 0) -> None:
        self.rcpt = rcpt or ["250 OK"]
        self.data = data or ["250 OK"]
        self.hold = hold
        self.mails: list[EmailMessage] = []
        self.sessions: set[int] = set()
        self.encrypted: list[bool] = []

    @staticmethod
    def _next(answers: list[str]) -> str:
        return answers.pop(0) if len(answers) > 1 else answers[0]

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self._next(self.rcpt)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        if self.hold:
            await asyncio.sleep(self.hold)
        answer = self._next(self.data)
        if answer.startswith("250"):
            self.sessions.add(id(session))
            self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
            self.mails.append(BytesParser(policy=policy.SMTP).parsebytes(envelope.content))
        return answer


@contextmanager
def smtp(postman: Postman, port: int = 0, **options) -> Iterator[int]:
    """The port that it listens on while the block runs."""
    port = port or free_port()
    controller = Controller(postman, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def free_port() -> int:
    for port in itertools.islice(PORTS, 30):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port left")


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """(server's, client's that trusts it) for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "caixa de teste")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(cert, secret)
    return server, ssl.create_default_context(cafile=str(cert))


def only(user: str, password: str):
    """An authenticator that knows one account."""

    def check(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (
            user.encode(),
            password.encode(),
        )
        return AuthResult(success=known, handled=False)

    return check


class Channel:
    """Whom we POST to. answers: (status, body) in turn, the last one stays; seen: (path, token, body)."""

    def __init__(self, *answers: tuple[int, object], hold: float = 0) -> None:
        self.answers = list(answers) or [(200, {"delivered": True})]
        self.hold = hold
        self.seen: list[tuple[str, str | None, dict]] = []
        self.headers: list[dict[str, str]] = []
        self.raw: list[bytes] = []

    @contextmanager
    def running(self) -> Iterator[str]:
        """Its base URL while the block runs."""
        channel = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = self.rfile.read(int(self.headers["Content-Length"]))
                body = json.loads(said)
                channel.raw.append(said)
                channel.headers.append(dict(self.headers))
                channel.seen.append((self.path, self.headers["X-Channel-Token"], body))
                time.sleep(channel.hold)
                status, answer = channel.answers.pop(0) if len(channel.answers) > 1 else channel.answers[0]
                raw = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", free_port()), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            server.server_close()

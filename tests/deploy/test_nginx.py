"""deploy/nginx.conf in a real nginx: what reaches us from outside, and what never does."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from portal.uploads import FORM_BYTES
from ticket_store.operations.attachments import MAX_BYTES, MAX_FILES

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Upstream(BaseHTTPRequestHandler):
    """Says who it is and what was asked for."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = f"{self.server.server_port} {self.path}".encode()  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *arguments: object) -> None:
        """Quiet."""


def started(folder: Path, conf: Path, port: int) -> subprocess.Popen[bytes]:
    """An nginx that listens on `port`."""
    folder.chmod(0o755)
    nginx = subprocess.Popen([NGINX, "-e", str(folder / "error.log"), "-c", str(conf)])
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        assert nginx.poll() is None, (folder / "error.log").read_text()
        time.sleep(0.05)
    return nginx


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, int]]:
    """(nginx's address, port of the portal behind it, port of Rasa)."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Upstream) for _ in range(2)]
    portal, rasa = (server.server_port for server in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    for old, new in (
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        (":5005", f":{rasa}"),
        (":8000", f":{portal}"),
    ):
        assert old in conf
        conf = conf.replace(old, new)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body;\n"
        # nginx's worker may not write below pytest's folder.
        "client_body_buffer_size 64m;\n"
        f"proxy_temp_path {folder}/proxy;\n{conf}\n}}"
    )
    nginx = started(folder, folder / "nginx.conf", port)
    yield f"http://127.0.0.1:{port}", portal, rasa
    nginx.terminate()
    nginx.wait(10)
    for server in servers:
        server.shutdown()


@pytest.mark.parametrize("path", ["/", "/consulta", "/api/v1/openapi.json", "/atendimento", "/widget.js"])
def test_pages_come_from_the_portal(front: tuple[str, int, int], path: str) -> None:
    address, portal, _ = front
    assert requests.get(address + path, timeout=5).text == f"{portal} {path}"


@pytest.mark.parametrize(
    "path",
    [
        "/socket.io/",
        "/webhooks/telegram/webhook",
        "/webhooks/whatsapp/webhook",
        "/webhooks/phone/webhook",
        "/webhooks/rocketchat/webhook",
        "/webhooks/teams/webhook",
    ],
)
def test_chat_and_messengers_reach_rasa(front: tuple[str, int, int], path: str) -> None:
    address, _, rasa = front
    assert requests.post(address + path, data=b"x", timeout=5).text == f"{rasa} {path}"


@pytest.mark.parametrize(
    "path",
    [
        "/conversations/x/tracker", "/model", "/version", "/status", "/domain", "/webhooks/rest/webhook",
        "/webhooks/web/notify", "/webhooks/web/say", "/webhooks/mail/message", "/webhooks/telegram/notify",
        "/webhooks/teams/say", "/webhooks/rocketchat/notify",
        "/webhooks/telegram/webhook/x", "/caixa", "/internal/attachments",
    ],
)  # fmt: skip
def test_the_rest_of_rasa_and_the_inbox_are_not_there(front: tuple[str, int, int], path: str) -> None:
    assert requests.post(front[0] + path, timeout=5).status_code == 404


def test_a_huge_chat_message_is_refused_at_the_door(front: tuple[str, int, int]) -> None:
    assert requests.post(f"{front[0]}/socket.io/", data=b"a" * 90_000, timeout=5).status_code == 413


def test_the_largest_form_the_portal_takes_passes(front: tuple[str, int, int]) -> None:
    address, portal, _ = front
    body = b"a" * (FORM_BYTES + MAX_FILES * MAX_BYTES)
    answer = requests.post(f"{address}/atendimento", data=body, timeout=30)
    assert answer.text == f"{portal} /atendimento"

"""The configurations of deploy/ in a real nginx: what reaches us from outside, and what never does."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from portal.uploads import FORM_BYTES
from ticket_store.operations.attachments import MAX_BYTES, MAX_FILES

ROOT = Path(__file__).resolve().parents[2]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
# Of Rasa's environment, which this is not.
MAX_FRAME = 1024 * int(
    re.findall(r"^MAX_FRAME = (\d+) \* 1024$", (ROOT / "channels/web.py").read_text(), re.M)[0]
)


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


def filled(name: str, port: int, portal: int, rasa: int) -> str:
    """The configuration as it is, at the addresses of the test."""
    conf = (ROOT / "deploy" / name).read_text()
    for old, new in (("listen 8080", f"listen 127.0.0.1:{port}"), *PLACES[name]):
        assert old in conf
        conf = conf.replace(old, new.format(portal=portal, rasa=rasa, inner=free_port()))
    return conf


# What is asked of a container host's DNS stands in a newer nginx than Debian's.
PLACES = {
    "nginx.conf": ((":5005", ":{rasa}"), (":8000", ":{portal}")),
    "nginx-containers.conf": (
        ("resolver 127.0.0.11 valid=2s;", ""),
        ("rasa:5005 resolve", "127.0.0.1:{rasa}"),
        ("portal:8000 resolve", "127.0.0.1:{portal}"),
        ("actions:5055 resolve", "127.0.0.1:1"),
        ("listen 8081", "listen 127.0.0.1:{inner}"),
    ),
}


@pytest.fixture(scope="module", params=PLACES)
def front(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int, int]]:
    """(nginx's address, port of the portal behind it, port of Rasa)."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Upstream) for _ in range(2)]
    portal, rasa = (server.server_port for server in servers)
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    conf = filled(request.param, port, portal, rasa)
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


# As a client may write them: nginx hands a path over as it came, and the page would understand it.
PROBES = [
    "/health", "/healthz", "/ready", "/metrics", "/ready/", "/health/x", "//ready", "/./metrics", "/%72eady",
    "/consulta/../health", "/metrics?token=x", "/webhooks/web/health", "/webhooks/web/metrics",
    "/webhooks/telegram/webhook/../../web/health", "/socket.io/../ready", "/webhooks/web/model",
]  # fmt: skip


def asked(address: str, path: str) -> tuple[int, str]:
    """(status, body), the path as it is written."""
    host = HTTPConnection(address.removeprefix("http://"), timeout=5)
    host.request("GET", path)
    answer = host.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("path", PROBES)
def test_what_a_process_says_of_itself_stays_inside(front: tuple[str, int, int], path: str) -> None:
    status, body = asked(front[0], path)
    assert status == 404
    assert "nginx" in body  # and nobody behind it was asked


def test_in_kubernetes_the_same_stays_inside() -> None:
    """No ingress is here: its expression, on the paths as nginx reads them."""
    text = (ROOT / "deploy" / "kubernetes" / "assistente.yaml").read_text()
    [closed] = re.findall(r"location ~ (\S+) \{ return 404; \}", text)
    for path in ("/health", "/healthz", "/ready", "/metrics", "/internal/set-aside", "/caixa", "/ready/"):
        assert re.search(closed, path), path
    for path in ("/", "/consulta", "/healthy", "/api/v1/tickets"):
        assert not re.search(closed, path), path


def test_a_huge_chat_message_is_refused_at_the_door(front: tuple[str, int, int]) -> None:
    assert requests.post(f"{front[0]}/socket.io/", data=b"a" * 90_000, timeout=5).status_code == 413


def test_a_part_of_a_file_passes_where_there_is_no_websocket(front: tuple[str, int, int]) -> None:
    answer = requests.post(f"{front[0]}/socket.io/", data=b"a" * MAX_FRAME, timeout=5)
    assert answer.text == f"{front[2]} /socket.io/"


def test_the_largest_form_the_portal_takes_passes(front: tuple[str, int, int]) -> None:
    address, portal, _ = front
    body = b"a" * (FORM_BYTES + MAX_FILES * MAX_BYTES)
    answer = requests.post(f"{address}/atendimento", data=body, timeout=30)
    assert answer.text == f"{portal} /atendimento"

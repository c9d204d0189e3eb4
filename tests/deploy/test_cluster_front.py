"""launcher/nginx.conf.j2 in a real nginx over two of each, one of which is dead."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from launcher import cluster
from launcher.cluster_stores import Stores
from settings import Settings

from .test_nginx import MAX_FRAME, PROBES, Upstream, asked, free_port, started


@dataclass
class Front:
    outside: str
    inside: str
    alive: dict[str, int]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("cluster")
    servers = {
        kind: ThreadingHTTPServer(("127.0.0.1", 0), Upstream) for kind in ("rasa", "actions", "portal")
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    alive = {kind: server.server_port for kind, server in servers.items()}

    class Planned(cluster.Cluster):
        def ports_of(self, kind: str) -> list[int]:
            return [free_port(), alive[kind]]  # the first of each is dead

    with pytest.MonkeyPatch.context() as patch:
        for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
            patch.setenv(name, "x")
        patch.setenv("DEV_INBOX", "0")
        settings = Settings.from_env()
    planned = Planned(settings, Path(), folder, Stores("", "", ""), 2, free_port(), free_port(), {})
    (folder / "nginx").mkdir()
    (folder / "nginx" / "nginx.conf").write_text(cluster.nginx_conf(planned))
    nginx = started(folder / "nginx", folder / "nginx" / "nginx.conf", planned.port)
    yield Front(f"http://127.0.0.1:{planned.port}", f"http://127.0.0.1:{planned.inner}", alive)
    nginx.terminate()
    nginx.wait(10)
    for server in servers.values():
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/socket.io/?EIO=4&transport=websocket", "rasa"),
        ("/socket.io/?EIO=4&transport=polling", "rasa"),
        ("/socket.io/?EIO=4&transport=websocket&sid=abc", "rasa"),
        ("/webhooks/telegram/webhook", "rasa"),
        ("/atendimento", "portal"),
    ],
)
def test_whoever_comes_reaches_one_that_lives(front: Front, path: str, kind: str) -> None:
    for _ in range(4):
        assert requests.get(front.outside + path, timeout=5).text == f"{front.alive[kind]} {path}"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/webhook", "actions"), ("/internal/set-aside", "portal"), ("/webhooks/web/say", "rasa")],
)
def test_our_own_processes_reach_one_that_lives_and_nobody_else_does(
    front: Front, path: str, kind: str
) -> None:
    for _ in range(4):
        answer = requests.post(front.inside + path, data=b"{}", timeout=5)
        assert answer.text == f"{front.alive[kind]} {path}"
    outside = requests.post(front.outside + path, timeout=5)
    assert outside.status_code == 404 or outside.text == f"{front.alive['portal']} {path}"


def test_the_page_is_not_the_way_to_what_is_ours(front: Front) -> None:
    for path in ("/internal/set-aside", "/metrics", "/caixa", "/webhooks/web/notify", "/model"):
        assert requests.post(front.outside + path, timeout=5).status_code == 404


@pytest.mark.parametrize("path", PROBES)
def test_what_a_process_says_of_itself_stays_inside(front: Front, path: str) -> None:
    status, body = asked(front.outside, path)
    assert status == 404
    assert "nginx" in body


def test_a_part_of_a_file_passes_where_there_is_no_websocket(front: Front) -> None:
    answer = requests.post(f"{front.outside}/socket.io/", data=b"a" * MAX_FRAME, timeout=5)
    assert answer.text == f"{front.alive['rasa']} /socket.io/"

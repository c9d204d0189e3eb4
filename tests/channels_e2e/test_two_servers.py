"""Sixteen messages of one conversation at once over two Rasa servers: no update may be lost."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from actions_double import ActionsDouble
from chat_client import Chat, wait_for
from rasa_double import RasaServer, credentials, endpoints, spare_port

pytestmark = pytest.mark.rasa


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    port = spare_port()
    command = [
        "redis-server",
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    client = redis.Redis(port=port)
    for _ in range(100):
        try:
            client.ping()
            break
        except redis.ConnectionError:
            time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(10)


def test_sixteen_messages_at_once_over_two_servers_count_to_sixteen(
    model: Path, actions: ActionsDouble, redis_url: str, tmp_path: Path
) -> None:
    lock = f'{{type: "channels.atomic_lock.AtomicRedisLock", url: "{redis_url}"}}'
    settings = endpoints(tmp_path, actions.url, lock)  # one tracker database for both
    servers = [
        RasaServer(tmp_path / name, model, spare_port(), endpoints=settings, credentials=credentials())
        for name in ("one", "two")
    ]
    starts = [threading.Thread(target=server.start) for server in servers]
    try:
        for start in starts:
            start.start()
        for start in starts:
            start.join()
        first = Chat(servers[0].url)
        pages = [first, Chat(servers[1].url, first.token)]
        assert pages[1].conversation_id == first.conversation_id
        for _ in range(2):  # four at a time is what a conversation may have pending on each server
            before = len(pages[0].messages) + len(pages[1].messages)
            sends = [threading.Thread(target=page.send, args=("conta",)) for _ in range(4) for page in pages]
            for send in sends:
                send.start()
            for send in sends:
                send.join()
            wait_for(lambda expected=before + 8: sum(len(page.messages) for page in pages) >= expected)
        counted = sorted(int(text.split()[0][2:]) for page in pages for text in page.texts)
        assert counted == list(range(1, 17))
        for page in pages:
            page.close()
    finally:
        for server in servers:
            server.stop()

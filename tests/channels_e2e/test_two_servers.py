"""One conversation over two Rasa servers that share PostgreSQL and Redis: no update is lost or reordered."""

from __future__ import annotations

import os
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from actions_double import ActionsDouble
from chat_client import Chat, wait_for
from rasa_double import RasaServer, credentials, endpoints, spare_port
from sqlalchemy import create_engine, make_url, text

pytestmark = pytest.mark.rasa
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")


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


@pytest.fixture
def inbox_url() -> Iterator[str]:
    """A database of this test's own for the inbox that both servers share."""
    if not POSTGRES_URL:
        pytest.skip("TEST_POSTGRES_URL is not set")
    given, name = make_url(POSTGRES_URL), f"servers_{uuid.uuid4().hex[:12]}"
    admin = create_engine(given, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield given.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_two_servers_are_one_to_a_conversation_and_the_death_of_one_loses_nothing(
    model: Path, actions: ActionsDouble, redis_url: str, inbox_url: str, tmp_path: Path
) -> None:
    lock = f'{{type: "channels.atomic_lock.AtomicRedisLock", url: "{redis_url}"}}'
    settings = endpoints(tmp_path, actions.url, lock)  # one tracker database for both
    shared = credentials(
        ("optional:${REDIS_URL}", redis_url),
        ("optional:${TRACKER_DATABASE_URL}", inbox_url),
        ("action_timeout_seconds: 3", "action_timeout_seconds: 15"),
    )
    servers = [
        RasaServer(tmp_path / name, model, spare_port(), endpoints=settings, credentials=shared)
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
        sends = [threading.Thread(target=page.send, args=("conta",)) for _ in range(3) for page in pages]
        for send in sends:
            send.start()
        for send in sends:
            send.join()
        for page in pages:  # each sees what the other's server says, in the order in which it was counted
            wait_for(lambda page=page: len(page.messages) >= 6)
            assert [int(text.split()[0][2:]) for text in page.texts] == list(range(1, 7))
        assert first.send("devagar") == first.send("conta") == {"ok": True}
        servers[0].stop(hard=True)
        assert pages[1].send("conta") == {"ok": True}  # waits for what the dead server had said yes to
        wait_for(lambda: len(pages[1].messages) >= 9, 60)
        assert [text.split()[0] for text in pages[1].texts[6:]] == ["demorou", "n=7", "n=8"]
        said = {"conversation_id": first.conversation_id, "text": "Oi", "from": "agent", "id": "said-1"}
        assert servers[1].post("web/say", said).json() == {"delivered": True}
        pages[1].close()
    finally:
        for server in servers:
            server.stop()

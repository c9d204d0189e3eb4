"""Several Rasa servers on one PostgreSQL and one Redis: nothing is lost, played twice or out of order."""

from __future__ import annotations

import asyncio
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import redis
from rasa.core.lock_store import LockStore

from channels.core import durable_inbox, succession
from channels.core.conversation_queue import ConversationQueue
from channels.core.durable_inbox import DurableInbox
from channels.core.replicas import Replicas
from channels.core.succession import Succession
from channels.fifo_lock import FifoLockStore
from channels.telegram.inbox import TelegramInbox
from channels.whatsapp.inbox import WhatsAppInbox

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "")
with_postgres = pytest.mark.skipif(not POSTGRES_URL, reason="TEST_POSTGRES_URL is not set")
with_redis = pytest.mark.skipif(not REDIS_URL, reason="TEST_REDIS_URL is not set")


@pytest.fixture
def schema() -> Iterator[str]:
    name = f"inbox_{uuid.uuid4().hex[:12]}"
    yield name
    with psycopg2.connect(POSTGRES_URL.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
    connection.close()


class Server:
    """One Rasa server's channel: what it played stands in `played`, in which all servers write."""

    def __init__(self, schema: str, played: list[str], locks: LockStore, seconds: float = 0.0) -> None:
        self.inbox = DurableInbox(Path("unused"), url=POSTGRES_URL, name=schema)
        self.queue = ConversationQueue(max_pending=20)
        self.played, self.seconds = played, seconds
        self.dead = False

        @asynccontextmanager
        async def alone(conversation_id: str) -> Any:
            async with locks.alone(conversation_id):
                yield

        self.succession = Succession(
            self.inbox,
            self.queue,
            play=self.play,
            conversation_of=lambda body: body["line"],
            alone=alone,
            left_aside=lambda: None,
        )

    async def play(self, body: dict[str, Any], again: bool) -> None:
        await asyncio.sleep(self.seconds)
        if self.dead:
            await asyncio.Event().wait()
        self.played.append(body["id"])
        await self.inbox.done(body["id"])

    def hear(self, key: str, line: str = "ana") -> None:
        body = {"id": key, "line": line}
        if self.inbox.add(key, body, line):
            self.queue.submit(line, lambda: self.succession.turn(line, key, body))

    def die(self) -> None:
        """As by SIGKILL: no sign of life any more, nothing given back, and the turn that runs never ends."""
        self.dead = True
        assert self.succession._beats
        self.succession._beats.stop()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A death is known in half a second."""
    alive = durable_inbox._ALIVE.replace("6 seconds", "0.5 seconds")
    monkeypatch.setattr(durable_inbox, "_ALIVE", alive)
    monkeypatch.setattr(succession, "DEAD_AFTER_SECONDS", 0.5)
    for name in ("BEAT_SECONDS", "LOOK_SECONDS"):
        monkeypatch.setattr(succession, name, 0.1)


async def until(done: Any, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.02)


@with_postgres
async def test_messages_of_two_pages_at_two_servers_are_played_in_the_order_they_came(schema: str) -> None:
    played: list[str] = []
    locks = FifoLockStore()
    one, two = Server(schema, played, locks, seconds=0.05), Server(schema, played, locks)
    for server in (one, two):
        server.succession.start()
    for number in range(6):
        (two if number % 2 else one).hear(str(number))
    one.hear("3")  # sent again, to the other
    await until(lambda: len(played) == 6)
    for server in (one, two):
        await server.succession.stop()
    assert played == list("012345")


@with_postgres
async def test_what_a_dead_server_had_acknowledged_is_played_by_another_before_what_came_later(
    schema: str, quick: None
) -> None:
    played: list[str] = []
    locks = FifoLockStore()
    dead, alive = Server(schema, played, locks), Server(schema, played, locks)
    for server in (dead, alive):
        server.succession.start()
    dead.hear("0", "carla")
    await until(lambda: played == ["0"])
    dead.die()
    for key in "12":
        dead.hear(key)
    dead.hear("x", "bruno")
    alive.hear("2")  # its acknowledgement was lost, and the page sends it to who is there
    alive.hear("3")
    await until(lambda: len(played) == 5)
    await alive.succession.stop()
    assert [key for key in played if key != "x"] == list("0123")
    assert sorted(played) == sorted("0123x")


@with_postgres
async def test_what_two_servers_died_at_is_for_the_desk_and_what_one_left_in_order_is_not(
    schema: str, quick: None
) -> None:
    inboxes = [DurableInbox(Path("unused"), url=POSTGRES_URL, name=schema) for _ in range(4)]
    first, second, third, orderly = inboxes
    first.add("poison", {"id": "poison"}, "ana")
    assert second.adopt("poison")
    assert not third.adopt("poison")  # once
    assert [key for key, _ in third.set_aside()] == ["poison"]
    assert third.first("ana") is None  # what came after it goes on
    first.add("left", {"id": "left"}, "ana")
    assert orderly.adopt("left")
    orderly.close()
    assert third.adopt("left")
    for inbox in inboxes:
        inbox.close()


@with_postgres
def test_only_one_server_has_a_duty(schema: str) -> None:
    one, two = (DurableInbox(Path("unused"), url=POSTGRES_URL, name=schema) for _ in range(2))
    assert [one.on_duty("pay", 60), two.on_duty("pay", 60), one.on_duty("pay", 60)] == [True, False, True]
    for inbox in (one, two):
        inbox.close()


@with_postgres
def test_the_messengers_remember_the_same_at_every_server(schema: str) -> None:
    """Every statement of theirs on PostgreSQL, each read back by another server."""
    one, two = (TelegramInbox(Path("unused"), url=POSTGRES_URL, name=schema) for _ in range(2))
    assert one.next_offset() == 0
    assert one.add("7", {"update_id": 7})
    assert not two.add("7", {"update_id": 7})
    assert two.next_offset() == 8
    long = "/open_ticket" + "x" * 80
    assert two.payload(one.callback_data(long)) == two.payload(two.callback_data(long)) == long
    one.owe("5", "m", {"text": "Oi"})
    one.owe("5", "m", {"text": "Oi"})
    assert (two.creditors(), two.owed("5")) == (["5"], [{"text": "Oi"}])
    two.paid("5", "m")
    assert one.creditors() == []
    one.set_blocked(-(10**12), True)
    assert two.is_blocked(-(10**12))
    two.set_blocked(-(10**12), False)
    assert not one.is_blocked(-(10**12))
    for inbox in (one, two):
        inbox.close()


@with_postgres
def test_whatsapps_window_is_the_same_at_every_server(schema: str) -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
    one, two = (WhatsAppInbox(Path("unused"), url=POSTGRES_URL, name=schema) for _ in range(2))
    one.heard("55", now)
    two.heard("55", now - timedelta(days=3))
    assert one.may_write("55", now + timedelta(hours=23))
    assert not two.may_write("55", now + timedelta(hours=24))
    assert [one.invite("55"), two.invite("55"), two.is_known("55")] == [True, False, True]
    for inbox in (one, two):
        inbox.close()


@with_redis
async def test_a_limit_is_one_over_all_servers_and_each_has_its_own_while_redis_is_away() -> None:
    prefix = f"t{uuid.uuid4().hex}:"
    one, two = Replicas(REDIS_URL, prefix), Replicas(REDIS_URL, prefix)
    limits = [server.limit("messages", 3, 60.0) for server in (one, two, one, two)]
    assert [await limit.allow("ana") for limit in limits] == [True, True, True, False]
    assert await limits[0].allow("carla")
    away = [Replicas("redis://127.0.0.1:1/0").limit("messages", 1, 60.0) for _ in range(2)]
    assert [await away[0].allow("ana"), await away[0].allow("ana"), await away[1].allow("ana")] == [
        True,
        False,
        True,
    ]
    for server in (one, two):
        await server.close()
    client = redis.Redis.from_url(REDIS_URL)
    names = client.keys(prefix + "*")
    client.delete(*names)
    assert names
    assert not [name for name in names if b"ana" in name]


@with_redis
async def test_a_page_at_one_server_is_known_to_the_others_until_it_or_its_server_goes() -> None:
    prefix = f"t{uuid.uuid4().hex}:"
    one, two = Replicas(REDIS_URL, prefix), Replicas(REDIS_URL, prefix)
    signing = asyncio.create_task(one.sign())
    await asyncio.sleep(0)
    for _ in range(2):
        await one.opened("ana")
    await one.closed("ana")
    assert await two.open_elsewhere("ana")
    assert not await one.open_elsewhere("ana")  # its own it sees by itself
    await two.missed("ana")
    assert await one.has_missed("ana")
    await one.told("ana")
    assert not await two.has_missed("ana")
    signing.cancel()
    client = redis.Redis.from_url(REDIS_URL)
    client.delete(f"{prefix}server:{one._me}")  # what happens by itself when it dies
    assert not await two.open_elsewhere("ana")
    await one.closed("ana")
    client.delete(*client.keys(prefix + "*") or ["none"])
    for server in (one, two):
        await server.close()

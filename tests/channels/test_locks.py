"""One turn at a time: in one process, and over several through a real Redis."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from channels.atomic_lock import AtomicRedisLock
from channels.fifo_lock import FifoLockStore


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Redis of our own on a spare port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
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


def store(url: str, **settings: int) -> AtomicRedisLock:
    """As Rasa makes it from endpoints.yml."""
    made = LockStore.create(EndpointConfig(url, type="channels.atomic_lock.AtomicRedisLock", **settings))
    assert isinstance(made, AtomicRedisLock)
    return made


async def race(stores: list[LockStore], messages: int) -> tuple[list[int], int]:
    """Read, wait and write a counter so often; returns the order of entry and the counter."""
    counter, order = 0, []

    async def turn(n: int) -> None:
        nonlocal counter
        async with stores[n % len(stores)].lock("ana"):
            order.append(n)
            seen = counter
            await asyncio.sleep(0.005)
            counter = seen + 1

    await asyncio.gather(*(turn(n) for n in range(messages)))
    return order, counter


async def test_in_one_process_turns_keep_their_order_without_polling() -> None:
    fifo = LockStore.create(EndpointConfig(type="channels.fifo_lock.FifoLockStore"))
    started = time.monotonic()
    assert await race([fifo], 16) == (list(range(16)), 16)
    assert time.monotonic() - started < 1
    assert fifo._lines == {}


async def test_conversations_do_not_wait_for_one_another() -> None:
    fifo = FifoLockStore()
    async with fifo.lock("ana"), fifo.lock("carla"):
        pass


async def test_who_waits_too_long_gets_an_error_and_leaves_the_line() -> None:
    fifo = FifoLockStore()
    async with fifo.lock("ana"):
        with pytest.raises(LockError):
            async with fifo.lock("ana", lock_lifetime=0.05):
                pytest.fail("two at once")
    assert fifo._lines == {}
    async with fifo.lock("ana"):
        pass


async def test_a_turn_that_breaks_frees_the_conversation(redis_url: str) -> None:
    for lock in (FifoLockStore(), store(redis_url)):
        with pytest.raises(ZeroDivisionError):
            async with lock.lock("ana"):
                raise ZeroDivisionError
        async with lock.lock("ana", lock_lifetime=0.2):
            pass


async def test_sixteen_messages_over_two_servers_lose_no_update(redis_url: str) -> None:
    for _ in range(3):
        order, counter = await race([store(redis_url), store(redis_url)], 16)
        assert counter == 16
        for server in (0, 1):
            own = [n for n in order if n % 2 == server]
            assert own == sorted(own)


async def test_a_turn_keeps_its_lock_however_long_it_keeps_the_server_busy(redis_url: str) -> None:
    first, second = store(redis_url, lease_ms=150), store(redis_url, lease_ms=150)
    async with first.lock("ana"):
        threading.Event().wait(0.4)  # nothing else of this server runs meanwhile
        with pytest.raises(LockError):
            async with second.lock("ana", lock_lifetime=0.2):
                pytest.fail("two at once")


async def test_a_dead_servers_lock_ends_by_itself(redis_url: str) -> None:
    redis.Redis.from_url(redis_url).set("css:lock:ana", "somebody who died", px=200)
    async with store(redis_url).lock("ana", lock_lifetime=2):
        pass


async def test_nobody_releases_a_lock_that_is_no_longer_his(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    async with store(redis_url).lock("ana"):
        client.set("css:lock:ana", "the next one")
    assert client.get("css:lock:ana") == b"the next one"
    client.delete("css:lock:ana")


async def test_without_redis_the_turn_fails_and_without_url_it_is_not_needed() -> None:
    with pytest.raises(LockError):
        async with store("redis://127.0.0.1:1/0").lock("ana"):
            pytest.fail("nobody gave the lock")
    assert await race([store("")], 4) == ([0, 1, 2, 3], 4)

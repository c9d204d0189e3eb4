"""The stores of `make cluster` are real, and gone with whoever started them, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
import redis
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from launcher.cluster_stores import StoresMissing, program
from settings import ROOT

OPEN = """
from launcher.cluster_stores import stores
with stores() as up:
    print(up.database_url, up.tracker_database_url, up.redis_url, flush=True)
    input()
"""


def test_both_answer_and_end_with_a_launcher_that_is_killed() -> None:
    try:
        program("initdb", "postgresql"), program("redis-server", "redis-server")
    except StoresMissing as missing:
        pytest.skip(str(missing))
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "TRACKER_DATABASE_URL", "REDIS_URL")
    }
    launcher = subprocess.Popen(
        [sys.executable, "-c", OPEN], cwd=ROOT, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert launcher.stdout
    tickets, talks, cache = launcher.stdout.readline().split()
    engines = [
        create_engine(url.replace("postgresql://", "postgresql+psycopg://")) for url in (tickets[:], talks)
    ]
    for engine in engines:
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    assert redis.Redis.from_url(cache).ping()
    for engine in engines:
        engine.dispose()
    launcher.send_signal(signal.SIGKILL)
    launcher.wait(10)
    deadline = time.monotonic() + 30
    while _answers(engines[0]) or _pings(cache):
        assert time.monotonic() < deadline, "left behind"


def _answers(engine: object) -> bool:
    try:
        with engine.connect():  # type: ignore[attr-defined]
            return True
    except OperationalError:
        return False


def _pings(url: str) -> bool:
    try:
        return bool(redis.Redis.from_url(url).ping())
    except redis.ConnectionError:
        return False

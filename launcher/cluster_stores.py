"""PostgreSQL and Redis for `make cluster`: the ones that the settings name, else real ones of its own, from
Debian's packages: empty, and gone with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import redis

from launcher import ports
from launcher.processes import UNDER

Value = TypeVar("Value")
DATABASES = ("acionamentos", "conversas")


class StoresMissing(RuntimeError):
    """A program that the cluster needs is not installed; `package` is Debian's."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(f"falta {program}: apt install {package}")
        self.package = package


@dataclass(frozen=True)
class Stores:
    """Where they are, as the settings of the same names say it."""

    database_url: str
    tracker_database_url: str
    redis_url: str


def program(name: str, package: str) -> str:
    """Its path; Debian keeps servers where a user's PATH does not look. Raises StoresMissing."""
    places = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/sbin", *_postgres_folders()]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise StoresMissing(name, package)
    return found


@contextmanager
def stores() -> Iterator[Stores]:
    """Both of them up while the block runs. Raises StoresMissing."""
    tickets, talks = os.environ.get("DATABASE_URL", ""), os.environ.get("TRACKER_DATABASE_URL", "")
    given = tickets.startswith("postgres") and talks.startswith("postgres")
    with (
        tempfile.TemporaryDirectory(prefix="assistente-") as name,
        _nothing((tickets, talks)) if given else _postgres(Path(name) / "postgres") as (tickets, talks),
        _nothing(url)
        if (url := os.environ.get("REDIS_URL", ""))
        else _redis(Path(name) / "redis") as redis_url,
    ):
        yield Stores(tickets, talks, redis_url)


@contextmanager
def _nothing(value: Value) -> Iterator[Value]:
    yield value


@contextmanager
def _postgres(folder: Path) -> Iterator[tuple[str, str]]:
    """(DATABASE_URL, TRACKER_DATABASE_URL) of a server that listens on 127.0.0.1 alone."""
    server, port = program("postgres", "postgresql"), ports.free_port()
    data = folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres")
        folder.parent.chmod(0o711)  # passed through, not listed
    initdb = [program("initdb", "postgresql"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    subprocess.run(["setpriv", *_postgres_user(), *initdb], check=True, capture_output=True)
    command = [
        server, "-D", str(data), "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1",
        "-c", "max_connections=200", "-c", "log_min_messages=error",
    ]  # fmt: skip
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*UNDER, "INT", *_postgres_user(), *command], stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait([program("pg_isready", "postgresql-client"), "-q", "-h", "127.0.0.1", "-p", str(port)])
        address = f"postgresql://postgres@127.0.0.1:{port}"
        psql = [program("psql", "postgresql-client"), "-q", f"{address}/postgres", "-tAc"]
        for name in DATABASES:
            subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True, capture_output=True)
        tickets, talks = (f"{address}/{name}" for name in DATABASES)
        yield tickets.replace("postgresql:", "postgresql+psycopg:"), talks
    finally:
        process.send_signal(signal.SIGINT)  # fast: no waiting for clients
        process.wait(60)


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    port = ports.free_port()
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        program("redis-server", "redis-server"),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
    ]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*UNDER, "TERM", *command, "--dir", str(folder)], stdout=log, stderr=log, start_new_session=True
        )
    client = redis.Redis(port=port)
    deadline = time.monotonic() + 20
    try:
        while time.monotonic() < deadline:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                time.sleep(0.1)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _wait(command: list[str], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while subprocess.run(command).returncode != 0:
        if time.monotonic() > deadline:
            raise StoresMissing("o PostgreSQL, que não começou", "postgresql")
        time.sleep(0.2)


def _postgres_user() -> list[str]:
    """For setpriv, which becomes the server: who ends us ends it."""
    user = ["--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    return user if os.geteuid() == 0 else []


def _postgres_folders() -> list[str]:
    return [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]

"""PostgreSQL and Redis for `make cluster`: the ones that the settings name, else real ones of its own, from
Debian's packages: empty, and gone with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
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


class Server:
    """A server of ours, started again whenever it ends, as systemd does. `answers`: whether it is there."""

    def __init__(self, command: list[str], folder: Path, end: int, answers: Callable[[], bool]) -> None:
        self.answers = answers
        self._command, self._log, self._end = command, folder / "log", end
        self._wanted = True
        self._process = self._started()
        # The kernel ends it with the thread that started it, which therefore stays.
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait(self, seconds: float = 30) -> bool:
        """Whether it answered in time."""
        deadline = time.monotonic() + seconds
        while not self.answers():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def stop(self, seconds: float) -> None:
        self._wanted = False
        self._process.send_signal(self._end)
        self._keeper.join(seconds)

    def _started(self) -> subprocess.Popen[bytes]:
        with self._log.open("ab") as log:
            return subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)

    def _keep(self) -> None:
        while self._wanted:
            self._process.wait()
            time.sleep(0.2)  # PostgreSQL refuses while a process of the dead one lives
            if self._wanted:
                self._process = self._started()


@dataclass(frozen=True)
class Stores:
    """Where they are, as the settings of the same names say it; `servers`: those that are our own."""

    database_url: str
    tracker_database_url: str
    redis_url: str
    servers: dict[str, Server] = field(default_factory=dict)


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
    servers: dict[str, Server] = {}
    with (
        tempfile.TemporaryDirectory(prefix="assistente-") as name,
        _nothing((tickets, talks)) if given else _postgres(Path(name) / "postgres", servers) as (
            tickets,
            talks,
        ),
        _nothing(url)
        if (url := os.environ.get("REDIS_URL", ""))
        else _redis(Path(name) / "redis", servers) as redis_url,
    ):
        yield Stores(tickets, talks, redis_url, servers)


@contextmanager
def _nothing(value: Value) -> Iterator[Value]:
    yield value


@contextmanager
def _postgres(folder: Path, servers: dict[str, Server]) -> Iterator[tuple[str, str]]:
    """(DATABASE_URL, TRACKER_DATABASE_URL) of a server that listens on 127.0.0.1 alone."""
    port = ports.free_port()
    data = folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres")
        folder.parent.chmod(0o711)  # passed through, not listed
    initdb = [program("initdb", "postgresql"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8"]
    subprocess.run(["setpriv", *_postgres_user(), *initdb], check=True, capture_output=True)
    command = [
        program("postgres", "postgresql"), "-D", str(data), "-p", str(port), "-k", str(folder),
        "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "log_min_messages=error",
    ]  # fmt: skip
    ask = [program("pg_isready", "postgresql-client"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    server = Server(
        [*UNDER, "INT", *_postgres_user(), *command],
        folder,
        signal.SIGINT,  # fast: no waiting for clients
        lambda: subprocess.run(ask).returncode == 0,
    )
    servers["postgres"] = server
    try:
        if not server.wait():
            raise StoresMissing("o PostgreSQL, que não começou", "postgresql")
        address = f"postgresql://postgres@127.0.0.1:{port}"
        psql = [program("psql", "postgresql-client"), "-q", f"{address}/postgres", "-tAc"]
        for name in DATABASES:
            subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True, capture_output=True)
        tickets, talks = (f"{address}/{name}" for name in DATABASES)
        yield tickets.replace("postgresql:", "postgresql+psycopg:"), talks
    finally:
        server.stop(60)


@contextmanager
def _redis(folder: Path, servers: dict[str, Server]) -> Iterator[str]:
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
    client = redis.Redis(port=port)

    def answers() -> bool:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False

    server = Server([*UNDER, "TERM", *command, "--dir", str(folder)], folder, signal.SIGTERM, answers)
    servers["redis"] = server
    try:
        server.wait(20)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.stop(10)


def _postgres_user() -> list[str]:
    """For setpriv, which becomes the server: who ends us ends it."""
    user = ["--reuid", "postgres", "--regid", "postgres", "--init-groups"]
    return user if os.geteuid() == 0 else []


def _postgres_folders() -> list[str]:
    return [str(path) for path in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]

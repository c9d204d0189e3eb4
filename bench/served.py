"""A Rasa with its action server, on files that then vanish: ours as `make run` starts it, or another."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bench.baseline import bot
from launcher.ports import free_port
from launcher.training import rasa_command, rasa_environment
from settings import ROOT
from ticket_store.database import migrate

BASELINE = ROOT / "bench" / "baseline"
STARTING_SECONDS = 240.0
RASA = [str(ROOT / ".venv-rasa/bin/rasa")]

ENDPOINTS = """
action_endpoint:
  url: ${ACTION_URL}
  headers:
    X-Action-Token: ${ACTION_TOKEN}
"""
STOCK = """
tracker_store:
  type: SQL
  dialect: sqlite
  db: ${VAR_DIR}/conversations.db
"""
OURS = """
tracker_store:
  type: channels.conversation_store.ConversationStore
  path: ${VAR_DIR}/conversations.db
lock_store:
  type: channels.atomic_lock.AtomicRedisLock
"""
FIFO = "lock_store:\n  type: channels.fifo_lock.FifoLockStore\n"
# As in credentials.yml; the people of a measurement come all at once, each behind a proxy from an address of
# his own.
WEB = """
channels.web.WebInput:
  token_keys: ${CHAT_TOKEN_KEYS}
  channel_token: ${CHANNEL_TOKEN}
  inbox: ${VAR_DIR}/web.db
  trusted_proxies: 1
  connects_per_minute: 1000000
"""


@dataclass(frozen=True)
class Served:
    """url: the Rasa server's. room: where it keeps everything. token_keys: what signs the chat's tokens.
    processes: the action server's and Rasa's numbers.
    """

    url: str
    room: Path
    token_keys: str
    processes: tuple[int, int]


@contextmanager
def ours(model: Path, *, rest: bool = False, room: Path | None = None) -> Iterator[Served]:
    """This project. rest: with Rasa's REST channel, too. room: kept afterwards, with its conversations."""
    credentials = ("rest:\n" if rest else "") + WEB
    actions = [sys.executable, "-m", "actions"]
    with _folder(room) as folder:
        yield from _served(folder, rasa_command(ROOT), model, credentials, ENDPOINTS + OURS, actions)


@contextmanager
def stock(model: Path) -> Iterator[Served]:
    """Our model and actions in Rasa as it comes, by REST."""
    with _folder(None) as folder:
        yield from _served(
            folder, RASA, model, "rest:\n", ENDPOINTS + STOCK, [sys.executable, "-m", "actions"]
        )


@contextmanager
def checkout(model: Path, code: Path) -> Iterator[Served]:
    """Another checkout of this project, which keeps its conversations as Rasa does, by REST."""
    actions = [sys.executable, "-m", "actions"]
    with _folder(None) as folder:
        yield from _served(folder, RASA, model, "rest:\n" + WEB, ENDPOINTS + STOCK + FIFO, actions, code)


@contextmanager
def baseline() -> Iterator[Served]:
    """A bot as `rasa init` makes it, with our phrases and answers (bench/baseline)."""
    model = bot.model(ROOT / "var" / "baseline")
    actions = [sys.executable, "-m", "rasa_sdk", "--actions", "bench.baseline.actions", "--port"]
    credentials, endpoints = ((BASELINE / f"{one}.yml").read_text() for one in ("credentials", "endpoints"))
    with _folder(None) as folder:
        yield from _served(folder, RASA, model, credentials, endpoints, actions)


@contextmanager
def _folder(room: Path | None) -> Iterator[Path]:
    if room is not None:
        yield room
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _served(
    room: Path,
    rasa: list[str],
    model: Path,
    credentials: str,
    endpoints: str,
    actions: list[str],
    code: Path = ROOT,
) -> Iterator[Served]:
    rasa_port, action_port = free_port(), free_port()
    keys = ("SECRET_KEY", "CHAT_TOKEN_KEYS", "ACTION_TOKEN", "CHANNEL_TOKEN")
    environment = rasa_environment(code, {
        **os.environ, **{key: secrets.token_urlsafe(32) for key in keys},
        "DATABASE_URL": f"sqlite:///{room / 'tickets.db'}", "VAR_DIR": str(room), "REDIS_URL": "",
        "ACTION_PORT": str(action_port), "ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
    })  # fmt: skip
    migrate(environment["DATABASE_URL"])
    (room / "credentials.yml").write_text(credentials)
    (room / "endpoints.yml").write_text(endpoints)
    command = [
        *rasa, "run", "--model", str(model), "--interface", "127.0.0.1", "--port", str(rasa_port),
        "--credentials", str(room / "credentials.yml"), "--endpoints", str(room / "endpoints.yml"),
    ]  # fmt: skip
    if actions[-1] == "--port":
        actions = [*actions, str(action_port)]
    with (room / "log").open("ab") as log:
        running = [
            subprocess.Popen(one, cwd=code, env=environment, stdout=log, stderr=log)
            for one in (actions, command)
        ]
        try:
            _wait(f"http://127.0.0.1:{action_port}/health", room)
            _wait(f"http://127.0.0.1:{rasa_port}/", room)
            processes = running[0].pid, running[1].pid
            yield Served(f"http://127.0.0.1:{rasa_port}", room, environment["CHAT_TOKEN_KEYS"], processes)
        finally:
            for process in running:
                process.kill()
                process.wait()


def _wait(url: str, room: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.3)
    raise SystemExit(f"não respondeu: {url}\n{(room / 'log').read_text(errors='replace')[-2000:]}")

"""`make bench`: whole turns a second, our Rasa beside Rasa as it comes, one after the other in the same run.

Both serve the same model, actions and SQLite files. Ours loads channels/ (its caches, action client and
conversation store) and the FIFO lock; the baseline has Rasa's own defaults. REST is opened on loopback for
the bench only.
"""

from __future__ import annotations

import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import requests

from launcher.training import ensure_model, rasa_command, rasa_environment
from settings import ROOT
from ticket_store.database import migrate

USERS = (1, 8)
SECONDS = 12
FAQ = ["qual o telefone da css?", "vocês atendem de madrugada?", "como avalio o atendimento?"]
FORM = ["o siafi não abre desde ontem", "na verdade é no siape", "errei, é no sei", "deixa pra lá"]

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
"""
FIFO = "lock_store:\n  type: channels.fifo_lock.FifoLockStore\n"
WEB = """
channels.web.WebInput:
  token_keys: ${CHAT_TOKEN_KEYS}
  channel_token: ${CHANNEL_TOKEN}
  inbox: ${VAR_DIR}/web.db
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.3)
    raise SystemExit(f"não respondeu: {url}")


@contextmanager
def assistant(model: Path, ours: bool, code: Path = ROOT) -> Iterator[str]:
    """The address of a Rasa with its action server, on files that vanish afterwards.

    code: another checkout of this project, which keeps its conversations as Rasa does.
    """
    with tempfile.TemporaryDirectory() as name:
        room, rasa_port, action_port = Path(name), _free_port(), _free_port()
        keys = ("SECRET_KEY", "CHAT_TOKEN_KEYS", "ACTION_TOKEN", "CHANNEL_TOKEN")
        environment = rasa_environment(code, {
            **os.environ, **{key: secrets.token_urlsafe(32) for key in keys},
            "DATABASE_URL": f"sqlite:///{room / 'tickets.db'}", "VAR_DIR": name,
            "ACTION_PORT": str(action_port), "ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
        })  # fmt: skip
        migrate(environment["DATABASE_URL"])
        thin = ours and code == ROOT  # as `make run` starts it
        (room / "credentials.yml").write_text("rest:\n" + (WEB if ours else ""))
        (room / "endpoints.yml").write_text(ENDPOINTS + (OURS if thin else STOCK) + (FIFO if ours else ""))
        with (room / "log").open("wb") as log:
            rasa = [
                *(rasa_command(ROOT) if thin else [str(ROOT / ".venv-rasa/bin/rasa")]), "run",
                "--model", str(model), "--interface", "127.0.0.1", "--port", str(rasa_port),
                "--credentials", str(room / "credentials.yml"),
                "--endpoints", str(room / "endpoints.yml"),
            ]  # fmt: skip
            running = [
                subprocess.Popen(command, cwd=code, env=environment, stdout=log, stderr=log)
                for command in ([sys.executable, "-m", "actions"], rasa)
            ]
            try:
                _wait(f"http://127.0.0.1:{action_port}/health")
                _wait(f"http://127.0.0.1:{rasa_port}/")
                yield f"http://127.0.0.1:{rasa_port}/webhooks/rest/webhook"
            finally:
                for process in running:
                    process.kill()
                    process.wait()


def _person(url: str, lines: list[str], until: float) -> list[float]:
    """Seconds of each turn of one person who keeps talking; a new conversation a round."""
    turns = []
    while time.monotonic() < until:
        sender = "web-" + uuid.uuid4().hex
        for line in lines:
            started = time.monotonic()
            answer = requests.post(url, json={"sender": sender, "message": line}, timeout=60)
            turns.append(time.monotonic() - started)
            if not answer.ok or not answer.json():
                raise SystemExit(f"sem resposta a {line!r}: a medida não vale")
    return turns


def measure(url: str, lines: list[str], users: int) -> tuple[float, float]:
    """(turns a second, median milliseconds of a turn)."""
    _person(url, lines, time.monotonic() + 1)
    started = time.monotonic()
    with ThreadPoolExecutor(users) as pool:
        runs = [pool.submit(_person, url, lines, started + SECONDS) for _ in range(users)]
        turns = [turn for run in runs for turn in run.result()]
    return len(turns) / (time.monotonic() - started), statistics.median(turns) * 1000


def main(arguments: list[str]) -> int:
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    print(f"{'':22}{'turno':12}{'pessoas':>8}{'turnos/s':>10}{'mediana ms':>12}")
    for name, ours in (("Rasa como vem", False), ("este projeto", True)):
        with assistant(model, ours) as url:
            for kind, lines in (("dúvida", FAQ), ("formulário", FORM)):
                for users in USERS:
                    rate, median = measure(url, lines, users)
                    print(f"{name:22}{kind:12}{users:>8}{rate:>10.1f}{median:>12.0f}", flush=True)
    return 0

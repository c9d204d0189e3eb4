"""The assistant as it runs: the action server and Rasa with the trained model, on a store of its own."""

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from launcher.training import ensure_model, rasa_environment
from tests.dialogue.talk import Conversation, Server
from ticket_store import database

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "dialogue-tests"
SECRET = "dialogue-tests-secret"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    room = tmp_path_factory.mktemp("dialogue")
    database_url = f"sqlite:///{room / 'tickets.db'}"
    database.migrate(database_url)
    trained = os.environ.get("DIALOGUE_MODEL") or str(ensure_model(ROOT, room / "train.log")[0])
    action_port, rasa_port = free_port(5210), free_port(5240)
    environment = {
        **rasa_environment(ROOT, os.environ), "DATABASE_URL": database_url, "SECRET_KEY": SECRET, "ACTION_TOKEN": TOKEN,
        "CHANNEL_TOKEN": TOKEN, "ACTION_PORT": str(action_port), "ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
        "VAR_DIR": str(room),
    }  # fmt: skip
    credentials = room / "credentials.yml"
    credentials.write_text("rest:\n")
    log = room / "servers.log"
    with log.open("wb") as output:
        running = [
            subprocess.Popen([sys.executable, "-m", "actions"], cwd=ROOT, env=environment, stdout=output, stderr=output),
            subprocess.Popen(
                [
                    str(ROOT / ".venv-rasa/bin/rasa"), "run", "--model", trained, "--credentials", str(credentials),
                    "--endpoints", "endpoints.yml", "--interface", "127.0.0.1", "--port", str(rasa_port),
                ],
                cwd=ROOT, env=environment, stdout=output, stderr=output,
            ),
        ]  # fmt: skip
        try:
            wait_for(f"http://127.0.0.1:{action_port}/health", running, log)
            wait_for(f"http://127.0.0.1:{rasa_port}/", running, log)
            yield Server(f"http://127.0.0.1:{rasa_port}", database_url, database.connect(database_url), log)
        finally:
            for process in running:
                process.terminate()
            for process in running:
                try:
                    process.wait(timeout=5)
                except subprocess.TimeoutExpired:
                    process.kill()


@pytest.fixture
def chat(server: Server) -> Conversation:
    return Conversation(server)


@pytest.fixture
def address() -> str:
    """An address that no other test uses: openings and codes are limited per address."""
    return f"ana.{uuid.uuid4().hex[:8]}@orgao.gov.br"


def free_port(first: int) -> int:
    for port in range(first, first + 29):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


def wait_for(url: str, running: list[subprocess.Popen[bytes]], log: Path, patience: float = 150) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if any(p.poll() is not None for p in running):
            raise RuntimeError(f"a server ended: {log.read_text(errors='replace')[-2000:]}")
        try:
            if requests.get(url, timeout=2).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"{url} did not answer: {log.read_text(errors='replace')[-2000:]}")

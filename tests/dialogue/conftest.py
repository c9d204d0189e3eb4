"""The assistant as it runs: the action server and Rasa with the trained model, on a store of its own."""

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import Engine, select

from launcher.training import ensure_model, rasa_environment
from ticket_store import database, model

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "dialogue-tests"
SECRET = "dialogue-tests-secret"


@dataclass
class Server:
    url: str
    database_url: str
    engine: Engine
    log: Path


@dataclass
class Conversation:
    """One person's conversation: `say` sends a message and returns all that was answered, as one text."""

    server: Server
    id: str = field(default_factory=lambda: "web-" + uuid.uuid4().hex)
    buttons: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    def say(self, text: str) -> str:
        answer = requests.post(
            f"{self.server.url}/webhooks/rest/webhook", json={"sender": self.id, "message": text}, timeout=60
        )
        answer.raise_for_status()
        messages: list[dict[str, Any]] = answer.json()
        self.buttons = [b["payload"] for m in messages for b in m.get("buttons") or []]
        said = "\n".join(m.get("text", "") for m in messages)
        self.log.append(f"> {text}\n{said}")
        return said

    def tell(self, *texts: str) -> str:
        """Says several things and returns the last answer."""
        answer = ""
        for text in texts:
            answer = self.say(text)
        return answer

    def tickets(self) -> list[model.Ticket]:
        with database.transaction(self.server.engine) as session:
            rows = session.scalars(select(model.Ticket).where(model.Ticket.conversation_id == self.id).order_by(model.Ticket.id))
            return list(rows)

    def mails(self, kind: str, to: str) -> list[model.OutboxRow]:
        with database.transaction(self.server.engine) as session:
            rows = session.scalars(select(model.OutboxRow).where(model.OutboxRow.kind == kind, model.OutboxRow.recipient == to).order_by(model.OutboxRow.id))
            return list(rows)

    def code(self, email: str) -> str:
        """The newest code in the outbox for that address: what its owner reads in the mail."""
        return str(self.mails("one_time_code", email)[-1].payload["code"])

    def transcript(self) -> str:
        return "\n".join(self.log)


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

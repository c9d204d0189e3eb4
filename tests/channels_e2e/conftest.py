"""The throw-away bot is trained and started once for all tests of the channels."""

from __future__ import annotations

import itertools
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from actions_double import ActionsDouble
from chat_client import Chat
from rasa_double import ROOT, RasaServer, train

_ports = itertools.chain(range(5105, 5200), range(15105, 15200))


def spare_port() -> int:
    """A port of ours nobody listens on."""
    for port in _ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no spare port")


def endpoints(folder: Path, actions: ActionsDouble, lock: str = "channels.fifo_lock.FifoLockStore") -> str:
    return (
        f'action_endpoint: {{url: "{actions.url}"}}\n'
        f'tracker_store: {{type: SQL, dialect: sqlite, db: "{folder}/tracker.db"}}\n'
        f'lock_store: {{type: "{lock}"}}\n'
    )


def credentials() -> str:
    """Our own file, with an action's time and the connection limit fit for tests."""
    text = (ROOT / "credentials.yml").read_text()
    text = text.replace("action_timeout_seconds: 10", "action_timeout_seconds: 2")
    return text.replace("connects_per_minute: 120", "connects_per_minute: 5000")


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return train(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def actions() -> Iterator[ActionsDouble]:
    double = ActionsDouble(spare_port())
    double.start()
    yield double
    double.stop()


@pytest.fixture(scope="session")
def server(
    model: Path, actions: ActionsDouble, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RasaServer]:
    folder = tmp_path_factory.mktemp("web")
    rasa = RasaServer(
        folder, model, spare_port(), endpoints=endpoints(folder, actions), credentials=credentials()
    )
    try:
        rasa.start()
        yield rasa
    finally:
        rasa.stop()


@pytest.fixture
def chat(server: RasaServer) -> Iterator[Callable[..., Chat]]:
    """chat() opens a page of a new visitor, chat(token) one of a returning one."""
    opened: list[Chat] = []

    def open_page(token: object = None, **how: str) -> Chat:
        opened.append(Chat(server.url, token, **how))
        return opened[-1]

    yield open_page
    for page in opened:
        page.close()

"""The throw-away bot is trained and started once for all tests of the channels."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from actions_double import ActionsDouble
from chat_client import Chat
from rasa_double import RasaServer, credentials, endpoints, spare_port, train


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
        folder, model, spare_port(), endpoints=endpoints(folder, actions.url), credentials=credentials()
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

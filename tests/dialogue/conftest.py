"""The assistant as it runs: the action server and Rasa with the trained model, on a store of its own."""

import os
import uuid
from collections.abc import Iterator

import pytest

from launcher.training import ensure_model
from tests.dialogue.servers import (
    ROOT,
    action_server,
    environment,
    free_port,
    rasa_server,
    wait_for_articles,
)
from tests.dialogue.talk import Conversation, Server
from ticket_store import database


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    room = tmp_path_factory.mktemp("dialogue")
    database_url = f"sqlite:///{room / 'tickets.db'}"
    database.migrate(database_url)
    model = os.environ.get("ASSISTANT_MODEL") or str(ensure_model(ROOT, room / "train.log")[0])
    env, log = environment(database_url, room, free_port(5210)), room / "servers.log"
    with action_server(env, log) as actions_url, rasa_server(env, model, room, log) as url:
        wait_for_articles(log)
        yield Server(url, actions_url, database_url, database.connect(database_url), log)


@pytest.fixture
def chat(server: Server) -> Conversation:
    return Conversation(server)


@pytest.fixture
def address() -> str:
    """An address that no other test uses: openings and codes are limited per address.

    With a letter, for a number would be read digit by digit over the phone.
    """
    return f"ana.a{uuid.uuid4().hex[:8]}@orgao.gov.br"

"""The assistant as it runs: the action server and Rasa with the trained model, on a store of its own."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.training import ensure_model
from tests import on_cluster
from tests.channels_e2e.twilio_call import AUTH_TOKEN, PUBLIC
from tests.dialogue.servers import (
    ROOT,
    SECRET,
    TOKEN,
    action_server,
    environment,
    free_port,
    rasa_server,
    wait_for_articles,
)
from tests.dialogue.talk import Conversation, Server
from ticket_store import database

TOKEN_KEY = f"{SECRET}-of-at-least-32-characters"
CLUSTER = {
    "SECRET_KEY": SECRET,
    "ACTION_TOKEN": TOKEN,
    "CHANNEL_TOKEN": TOKEN,
    "CHAT_TOKEN_KEYS": TOKEN_KEY,
    "HANDOFF_WAIT_SECONDS": "300",
    "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    "TWILIO_PUBLIC_URL": PUBLIC,
}


def _on_cluster(room: Path) -> Iterator[Server]:
    with on_cluster.running(room, CLUSTER) as up:
        line = on_cluster.PageLine(up, TOKEN_KEY, TOKEN)
        url = up.stores.database_url
        actions = f"http://127.0.0.1:{up.ports_of('actions')[0]}"
        yield Server(up.url, actions, url, database.connect(url), up.var / "log" / "actions_0.log", line)
        line.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    room = tmp_path_factory.mktemp("dialogue")
    if on_cluster.ASKED:
        yield from _on_cluster(room)
        return
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

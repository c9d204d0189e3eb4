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
from rocketchat_double import BOT_ID, TOKEN, WEBHOOK_TOKEN, RocketChatDouble
from teams_double import APP_ID, PASSWORD, TENANT, TeamsDouble


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
def workspace() -> Iterator[RocketChatDouble]:
    double = RocketChatDouble(spare_port())
    double.start()
    yield double
    double.stop()


@pytest.fixture(scope="session")
def teams() -> Iterator[TeamsDouble]:
    double = TeamsDouble(spare_port())
    double.start()
    yield double
    double.stop()


@pytest.fixture(scope="session")
def server(
    model: Path,
    actions: ActionsDouble,
    workspace: RocketChatDouble,
    teams: TeamsDouble,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RasaServer]:
    """The page, Rocket.Chat and Teams."""
    folder = tmp_path_factory.mktemp("web")
    settings = credentials(
        ("optional:${ROCKETCHAT_URL}", workspace.url),
        ("optional:${ROCKETCHAT_USER_ID}", BOT_ID),
        ("optional:${ROCKETCHAT_TOKEN}", TOKEN),
        ("optional:${ROCKETCHAT_WEBHOOK_TOKEN}", WEBHOOK_TOKEN),
        ("optional:${TEAMS_APP_ID}", APP_ID),
        ("optional:${TEAMS_APP_PASSWORD}", PASSWORD),
        ("optional:${TEAMS_TENANT_ID}", TENANT),
        ("optional:${TEAMS_OPENID_URL}", f"{teams.url}/openid"),
        ("optional:${TEAMS_LOGIN_URL}", teams.url),
    )
    # A desk that takes files stands beside Rocket.Chat and Teams, and none beside the page.
    page, mark, messengers = settings.partition("channels.rocketchat.")
    desk = "optional:${PORTAL_INTERNAL_URL}/internal/attachments"
    settings = page + mark + messengers.replace(desk, f"{workspace.url}/internal/attachments")
    rasa = RasaServer(
        folder, model, spare_port(), endpoints=endpoints(folder, actions.url), credentials=settings
    )
    workspace.rasa_url = teams.rasa_url = rasa.url
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

"""A migrated store, the portal over it, a stand-in chat server and Debian's Chromium."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page

from launcher import assets
from portal.app import create_app
from portal.config import PortalConfig
from settings import ROOT
from ticket_store.database import connect

from .desk_story import Clock, Story
from .fake_chat import FakeChat, RunningServer

WIDTHS = (320, 1280)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session", autouse=True)
def page_assets() -> None:
    assets.ensure_assets(ROOT)


@pytest.fixture
def engine(tmp_path: Path, blank_store: Path) -> Iterator[Any]:
    shutil.copy(blank_store, tmp_path / "tickets.db")
    engine = connect(f"sqlite:///{tmp_path / 'tickets.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def config(tmp_path: Path) -> PortalConfig:
    folder = tmp_path / "inbox"
    folder.mkdir()
    port = free_port()
    return PortalConfig(
        secret_key="only-for-tests-" + "x" * 32,
        portal_url=f"http://localhost:{port}",
        chat_url=f"http://localhost:{free_port()}",
        attachments_dir=tmp_path / "attachments",
        attachment_max_bytes=200_000,
        inbox_dir=folder,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def story(config: PortalConfig, engine: Any, clock: Clock) -> Story:
    return Story(engine, clock, config.secret_key)


@pytest.fixture
def client(config: PortalConfig, engine: Any, clock: Clock) -> Iterator[TestClient]:
    """A browser's requests: they carry the Origin that a form of ours would send."""
    app = create_app(config, engine, clock)
    with TestClient(
        app, base_url=config.portal_url, headers={"Origin": config.portal_url}, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture
def site(config: PortalConfig, engine: Any, clock: Clock) -> Iterator[str]:
    """The portal on a real port; gives its address."""
    server = RunningServer(
        create_app(config, engine, clock), int(config.portal_url.rsplit(":", 1)[1])
    ).start()
    yield config.portal_url
    server.stop()


@pytest.fixture
def chat(config: PortalConfig) -> Iterator[FakeChat]:
    fake = FakeChat()
    server = RunningServer(fake.app, int(config.chat_url.rsplit(":", 1)[1])).start()
    yield fake
    server.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="pt-BR")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """A tab that fails the test on a script error, a refused resource or a request to another origin."""
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return page


def axe_findings(page: Page) -> list[str]:
    """What axe-core finds wrong, as 'rule: selector'."""
    found = Axe().run(page).response["violations"]
    return [f"{violation['id']}: {node['target']}" for violation in found for node in violation["nodes"]]


def overflows(page: Page) -> bool:
    """Whether the page has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def foreign_page() -> Iterator[Callable[[str], str]]:
    """Serves a page of another origin with the given tags, and CSS that would break ours if it could."""
    servers: list[RunningServer] = []

    def serve(tags: str) -> str:
        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                return
            html = (
                f"<!DOCTYPE html><title>X</title><style>* {{ text-transform: uppercase }}</style><body>{tags}"
            )
            await send(
                {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]}
            )
            await send({"type": "http.response.body", "body": html.encode()})

        servers.append(RunningServer(app, free_port()).start())
        return servers[-1].url

    yield serve
    for server in servers:
        server.stop()

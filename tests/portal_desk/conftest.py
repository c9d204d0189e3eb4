"""A migrated store, the portal over it, attendants with accounts, and Chromium: Ana asks, Bruno attends."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, Page

from launcher import assets
from portal.app import create_app
from portal.config import PortalConfig
from settings import ROOT
from ticket_store.database import connect

from .shift import PASSWORD, Clock, Shift


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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return PortalConfig(
        secret_key="only-for-tests-" + "x" * 32,
        portal_url=f"http://localhost:{port}",
        chat_url="http://localhost:9",
        attachments_dir=tmp_path / "attachments",
        attachment_max_bytes=200_000,
        inbox_dir=tmp_path,
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shift(engine: Any, clock: Clock) -> Shift:
    return Shift(engine, clock)


@pytest.fixture
def visitor(config: PortalConfig, engine: Any, clock: Clock) -> Callable[..., TestClient]:
    """A browser nobody signed in with; it sends the Origin a form of ours would."""
    app = create_app(config, engine, clock)

    def come(address: str = "testclient") -> TestClient:
        return TestClient(
            app,
            base_url=config.portal_url,
            headers={"Origin": config.portal_url},
            raise_server_exceptions=False,
            client=(address, 50000),
        )

    return come


@pytest.fixture
def signed_in(visitor: Callable[[], TestClient], shift: Shift) -> Callable[[str], TestClient]:
    """`signed_in("bruno")`: his browser, at the desk."""

    def enter(who: str) -> TestClient:
        browser = visitor()
        form = {"email": f"{who}@serpro.gov.br", "password": PASSWORD}
        answer = browser.post("/atendimento/entrar", data=form, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return browser

    return enter


@pytest.fixture
def bruno(signed_in: Callable[[str], TestClient]) -> TestClient:
    return signed_in("bruno")


@pytest.fixture
def silvia(signed_in: Callable[[str], TestClient]) -> TestClient:
    return signed_in("silvia")


@pytest.fixture
def site(config: PortalConfig, engine: Any, clock: Clock, shift: Shift) -> Iterator[str]:
    """The portal on a real port; gives the desk's address."""
    port = int(config.portal_url.rsplit(":", 1)[1])
    app = create_app(config, engine, clock)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the portal did not start"
    yield f"{config.portal_url}/atendimento"
    server.should_exit = True
    thread.join(timeout=5)


@pytest.fixture
def seat(browser: Browser, site: str) -> Iterator[Callable[[str], Page]]:
    """`seat("bruno")`: a tab of a browser of his own, signed in; a script error fails the test."""
    contexts: list[BrowserContext] = []

    def sit(who: str) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="pt-BR")
        context.set_default_timeout(15_000)
        contexts.append(context)
        tab = context.new_page()
        tab.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        tab.goto(site)
        tab.get_by_label("E-mail").fill(f"{who}@serpro.gov.br")
        tab.get_by_label("Senha").fill(PASSWORD)
        tab.get_by_role("button", name="Entrar").click()
        tab.wait_for_url(site)
        return tab

    yield sit
    for context in contexts:
        context.close()


def axe_findings(page: Page) -> list[str]:
    """What axe-core finds wrong, as 'rule: selector'."""
    found = Axe().run(page).response["violations"]
    return [f"{violation['id']}: {node['target']}" for violation in found for node in violation["nodes"]]


def overflows(page: Page) -> bool:
    """Whether the page has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

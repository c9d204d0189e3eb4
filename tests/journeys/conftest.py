"""The whole assistant as `make run` starts it, on free ports and an empty folder; a Chromium in front."""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from launcher import assets, processes
from launcher.training import ensure_model
from settings import ROOT, Settings
from ticket_store.database import connect, migrate

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One stack serves every journey: xdist keeps them on one worker."""
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("journeys"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Stack:
    """Addresses and folders of the running assistant."""

    settings: Settings
    var: Path

    @property
    def url(self) -> str:
        return self.settings.portal_url

    def mails(self, to: str) -> list[EmailMessage]:
        """Mails received for `to`, oldest first."""
        found = []
        for path in sorted(self.settings.inbox_dir.glob("*.eml")):
            message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
            if to in str(message["To"]):
                found.append(message)
        return found

    def wait_for_mail(
        self, to: str, matching: Callable[[EmailMessage], bool] = lambda mail: True
    ) -> EmailMessage:
        """The newest mail for `to` that matches; fails after 20 s without one."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if found := [mail for mail in self.mails(to) if matching(mail)]:
                return found[-1]
            time.sleep(0.2)
        subjects = [mail["Subject"] for mail in self.mails(to)]
        raise AssertionError(f"no such mail for {to}; received: {subjects}")


def body_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return part.get_content()


def code_in(mail: EmailMessage) -> str:
    found = re.search(r"\b(\d{6})\b", body_of(mail))
    assert found, body_of(mail)
    return found.group(1)


def link_in(mail: EmailMessage, path: str) -> str:
    found = re.search(rf"https?://\S*/{path}/\S+", body_of(mail))
    assert found, body_of(mail)
    return found.group(0).rstrip(".,)>")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    var = tmp_path_factory.mktemp("var")
    values = {
        "VAR_DIR": str(var),
        "DATABASE_URL": "",
        "PORTAL_PORT": str(free_port()),
        "RASA_PORT": str(free_port()),
        "ACTION_PORT": str(free_port()),
        "INBOX_PORT": str(free_port()),
        "DEV_INBOX": "1",
        **{
            name: secrets.token_urlsafe(32)
            for name in ("SECRET_KEY", "CHAT_TOKEN_KEYS", "ACTION_TOKEN", "CHANNEL_TOKEN")
        },
    }
    assets.ensure_assets(ROOT)
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    with mock.patch.dict(os.environ, values):
        settings = Settings.from_env()
        migrate(settings.database_url)
        with processes.running(processes.Plan(settings, model, var)):
            yield Stack(settings, var)


@pytest.fixture(scope="session")
def engine(stack: Stack) -> Iterator[object]:
    engine = connect(stack.settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    context = browser.new_context(locale="pt-BR", viewport={"width": 1280, "height": 900}, base_url=stack.url)
    yield context.new_page()
    context.close()

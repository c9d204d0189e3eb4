"""The whole assistant as `make run` starts it, on free ports and an empty folder; a Chromium in front."""

from __future__ import annotations

import os
import re
import secrets
import socket
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from launcher import assets, cluster, processes
from launcher.training import ensure_model
from settings import ROOT, Settings
from tests import kept_answers, on_cluster
from ticket_store.database import connect, migrate

from .desk import Desk, make_account
from .store import Store

MAIL_SECONDS = 30


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests, all of them: one stack serves every journey."""
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Stack:
    """Addresses and folders of the running assistant."""

    settings: Settings
    var: Path
    plan: processes.Plan

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
        """The newest mail for `to` that matches; fails after MAIL_SECONDS without one."""
        deadline = time.monotonic() + MAIL_SECONDS
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


def _is_code(mail: EmailMessage) -> bool:
    return "ódigo" in mail["Subject"]


def codes_mailed(stack: Stack, email: str) -> set[str]:
    """The codes that this address has been mailed so far."""
    return {code_in(mail) for mail in stack.mails(email) if _is_code(mail)}


def code_after(stack: Stack, email: str, before: Collection[str] = ()) -> str:
    """The code that is mailed, after those of `before`."""
    return code_in(stack.wait_for_mail(email, lambda mail: _is_code(mail) and code_in(mail) not in before))


def confirm(stack: Stack, page: Page, email: str) -> None:
    """Proves the ticket's address on the page that a mail's link opened."""

    before = codes_mailed(stack, email)
    page.get_by_role("button", name="Enviar código").click()
    page.get_by_label("Código de seis dígitos").fill(code_after(stack, email, before))
    page.get_by_role("button", name="Continuar").click()


def link_in(mail: EmailMessage, path: str) -> str:
    found = re.search(rf"https?://\S*/{path}/\S+", body_of(mail))
    assert found, body_of(mail)
    return found.group(0).rstrip(".,)>")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    var = tmp_path_factory.mktemp("var")
    kept_answers.share(var)
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
    # JOURNEYS_MODEL: a model that is good enough while the data is being edited.
    given = os.environ.get("JOURNEYS_MODEL")
    model = Path(given) if given else ensure_model(ROOT, ROOT / "var" / "log" / "train.log")[0]
    with mock.patch.dict(os.environ, values):
        if on_cluster.ASKED:
            yield from _on_cluster(var)
            return
        settings = Settings.from_env()
        migrate(settings.database_url)
        plan = processes.Plan(settings, model, var)
        with processes.running(plan):
            yield Stack(settings, var, plan)


def _on_cluster(var: Path) -> Iterator[Stack]:
    with on_cluster.running(var, {}) as up, mock.patch.dict(os.environ, cluster.environment(up)):
        settings = Settings.from_env()
        yield Stack(settings, up.var, processes.Plan(settings, up.model, up.var))


@pytest.fixture(scope="session")
def store(stack: Stack) -> Iterator[Store]:
    engine = connect(stack.settings.database_url)
    yield Store(engine, stack.settings)
    engine.dispose()


Opener = Callable[[], Page]


@pytest.fixture
def another_browser(browser: Browser, stack: Stack) -> Iterator[Opener]:
    """Each call is a browser of somebody's own, without anything of the others."""
    contexts: list[BrowserContext] = []

    def opened() -> Page:
        size = {"width": 1280, "height": 900}
        contexts.append(browser.new_context(locale="pt-BR", viewport=size, base_url=stack.url))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(another_browser: Opener) -> Page:
    """Ana's browser."""
    return another_browser()


@pytest.fixture(scope="session")
def accounts(stack: Stack) -> dict[str, tuple[str, str]]:
    """Who -> (e-mail, password), made by the command as an administrator would."""
    return {
        "Bruno Lima": make_account("Bruno Lima", "bruno.lima@serpro.gov.br", "attendant"),
        "Sílvia Reis": make_account("Sílvia Reis", "silvia.reis@serpro.gov.br", "supervisor"),
    }


@pytest.fixture
def desk(another_browser: Opener, accounts: dict[str, tuple[str, str]]) -> Desk:
    """Bruno's browser, signed in at the desk."""
    return Desk.enter(another_browser(), *accounts["Bruno Lima"])

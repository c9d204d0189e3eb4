"""One Chromium a test process, for every room that shows pages.

Playwright's synchronous API allows a single instance in a thread and keeps an event loop there, so the
suite runs the tests marked `browser` apart from the asynchronous ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip

# Their servers start once and listen on ports of their own: xdist keeps each of these folders on one worker.
ROOMS_WITH_SERVERS = {"channels_e2e", "dialogue", "journeys"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for the browser is a browser test; rooms with servers keep together."""
    for item in items:
        if item.path.parent.name in ROOMS_WITH_SERVERS:
            item.add_marker(pytest.mark.xdist_group(item.path.parent.name))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """argon2 as it ships takes 64 MiB and a good part of a second of a busy core, for every account."""
    try:
        from argon2 import PasswordHasher

        from ticket_store import accounts
    except ImportError:  # Rasa's environment
        yield
        return
    shipped, accounts._hasher = accounts._hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    accounts._hasher = shipped


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    # Imported here: Rasa's environment, which has no Playwright, loads this file too.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()

"""One Chromium a test process, for every room that shows pages.

Playwright's synchronous API allows a single instance in a thread and keeps an event loop there, so the
suite runs the tests marked `browser` apart from the asynchronous ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
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


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """A commit of SQLite as it ships waits for the disk; a test's store need not outlive a power cut."""
    try:
        from ticket_store import database
    except ImportError:  # Rasa's environment
        yield
        return
    shipped = database._set_up_sqlite

    def set_up(connection: Any, record: Any) -> None:
        shipped(connection, record)
        connection.execute("PRAGMA synchronous=OFF")

    set_up.shipped = shipped  # type: ignore[attr-defined]
    database._set_up_sqlite = set_up
    yield
    database._set_up_sqlite = shipped


class _Remembering:
    """A sentence encoder that encodes each text once."""

    def __init__(self, encoder: Any) -> None:
        self._encoder = encoder
        self._known: dict[str, Any] = {}

    def encode(self, texts: list[str]) -> Any:
        """(texts, 512), as the encoder gives them."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= dict(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


@pytest.fixture(scope="session", autouse=True)
def each_text_encoded_once() -> Iterator[None]:
    """The lines of the articles that come with the program are the same in every store that a test fills,
    and take the encoder seconds."""
    try:
        from ticket_store.search import vectors
    except ImportError:  # Rasa's environment
        yield
        return
    shipped = vectors._encoder
    vectors._encoder = lru_cache(maxsize=1)(lambda: _Remembering(shipped()))
    yield
    vectors._encoder = shipped


@pytest.fixture(scope="session")
def blank_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, migrated once for every room: a test copies it, in a thousandth of the
    time."""
    from ticket_store.database import connect, migrate

    path = tmp_path_factory.mktemp("store") / "blank.db"
    migrate(f"sqlite:///{path}")
    engine = connect(f"sqlite:///{path}")
    with engine.connect() as connection:  # everything into the one file that is copied
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    # Imported here: Rasa's environment, which has no Playwright, loads this file too.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()

"""An inbox in each of the two databases that channels keep theirs in."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

# With --import-mode=importlib a test folder is not on the path by itself.
sys.path.insert(0, str(Path(__file__).parent))

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "").replace("+psycopg", "")
BOTH = [
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(not POSTGRES_URL, reason="TEST_POSTGRES_URL is not set"),
    ),
]


@pytest.fixture(params=BOTH)
def inbox_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[type], Any]]:
    """inbox_of(TeamsInbox): a new one, which is closed at the end."""
    name, made = f"inbox_{uuid.uuid4().hex[:12]}", []

    def make(kind: type) -> Any:
        url = POSTGRES_URL if request.param == "postgresql" else ""
        made.append(kind(tmp_path / "inbox.db", url=url, name=name))
        return made[-1]

    yield make
    for inbox in made:
        inbox.close()
    if request.param == "postgresql":
        with psycopg2.connect(POSTGRES_URL) as connection, connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        connection.close()

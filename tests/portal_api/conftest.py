"""A real store on SQLite, the portal over it, and tokens for the systems that call it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from portal.app import create_app
from portal.config import PortalConfig
from ticket_store import integration
from ticket_store.database import connect, transaction

ANA, CARLA = "ana@saude.gov.br", "carla@mec.gov.br"
SECRET = "only-for-tests-" + "x" * 32
PROBLEM = "application/problem+json"


class Clock:
    """Starts on Wednesday 2026-11-25, 11:00 in São Paulo; moved by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 25, 14, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class System:
    """Another system and its token, calling /api/v1."""

    client: TestClient
    token: str
    token_id: int

    def call(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        return self.call("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.call("POST", path, json=json, **options)

    def open(self, email: str = ANA, **given: Any) -> Any:
        """The body of the ticket it opened."""
        answer = self.post("/tickets", new_ticket(email, **given))
        assert answer.status_code == 201, answer.text
        return answer.json()


def new_ticket(email: str = ANA, **given: Any) -> dict[str, Any]:
    return {
        "email": email,
        "service_code": "siape",
        "description": "O SIAPE dá erro ao abrir a folha.",
    } | given


def problem_of(answer: Any) -> tuple[int, str]:
    """(status, kind), having checked that it is a whole problem for Portuguese readers."""
    assert answer.headers["content-type"] == PROBLEM
    body = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= body.keys()
    assert body["status"] == answer.status_code
    address, _, slug = body["type"].partition("#")
    assert address.endswith("/api/v1/docs")
    return answer.status_code, slug


@pytest.fixture
def engine(tmp_path: Path, blank_store: Path) -> Iterator[Any]:
    shutil.copy(blank_store, tmp_path / "tickets.db")
    engine = connect(f"sqlite:///{tmp_path / 'tickets.db'}")
    yield engine
    engine.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config(tmp_path: Path) -> PortalConfig:
    (tmp_path / "inbox").mkdir()
    return PortalConfig(
        secret_key=SECRET,
        portal_url="http://localhost:5605",
        chat_url="http://localhost:5606",
        attachments_dir=tmp_path / "attachments",
        attachment_max_bytes=200_000,
        inbox_dir=tmp_path / "inbox",
    )


@pytest.fixture
def client(config: PortalConfig, engine: Any, clock: Clock) -> Iterator[TestClient]:
    """A program's requests: no Origin, no cookies."""
    with TestClient(
        create_app(config, engine, clock), base_url=config.portal_url, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture
def system(client: TestClient, engine: Any, clock: Clock) -> Any:
    """Makes a system; its token may do everything, for every requester, unless told otherwise."""

    def make(
        *scopes: str, domains: tuple[str, ...] = (), days: float = 30, name: str = "Sistema da Saúde"
    ) -> System:
        with transaction(engine) as session:
            row, token = integration.create_token(
                session,
                name=name,
                scopes=scopes or integration.SCOPES,
                domains=domains,
                created_by=None,
                now=clock(),
                expires_at=clock() + timedelta(days=days),
            )
        return System(client, token, row.id)

    return make

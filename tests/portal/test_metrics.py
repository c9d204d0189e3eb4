"""What Prometheus reads: true figures, for whoever has the token, and nothing about anybody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ground import vitals
from portal.app import create_app, utc_now
from ticket_store import operations
from ticket_store.database import connect, transaction

TOKEN = {"Authorization": "Bearer the token"}


@pytest.fixture
def scraped(config: Any, engine: Any, tmp_path: Path) -> TestClient:
    return TestClient(create_app(replace(config, metrics_token="the token", vitals_dir=tmp_path), engine))


def test_it_tells_what_waits_and_who_lives_and_no_address(
    scraped: TestClient, engine: Any, tmp_path: Path
) -> None:
    with transaction(engine) as session:
        operations.open_ticket(
            session,
            email="ana@fazenda.gov.br",
            service_code="siafi",
            description="O SIAFI não abre desde ontem",
            channel="web",
            submission_key="k",
            now=utc_now(),
        )
    vitals.serve(tmp_path / "notifications.vitals", health={"loops": lambda: False}, ready={})
    said = scraped.get("/metrics", headers=TOKEN).text
    lines = dict(line.rsplit(" ", 1) for line in said.splitlines() if not line.startswith("#"))
    assert float(lines['css_tickets{status="new"}']) == 1
    assert float(lines['css_outbox_due{channel="mail"}']) == 1
    assert float(lines['css_outbox_age_seconds{channel="mail"}']) < 60
    assert float(lines['css_process_up{process="notifications"}']) == 0
    assert float(lines["css_store_up"]) == 1
    assert "ana@" not in said
    again = scraped.get("/metrics", headers=TOKEN).text
    assert 'css_http_request_seconds_count{method="GET",status="2xx"} 1.0' in again


def test_without_the_store_it_still_tells_that_and_who_lives(config: Any, tmp_path: Path) -> None:
    """A page that fails would be told as a portal that is down, and lead to the wrong advice."""
    away = connect("postgresql+psycopg://nobody@127.0.0.1:1/none")
    vitals.serve(tmp_path / "notifications.vitals", health={}, ready={})
    app = create_app(replace(config, metrics_token="the token", vitals_dir=tmp_path), away)
    said = TestClient(app).get("/metrics", headers=TOKEN).text.splitlines()
    away.dispose()
    assert "css_store_up 0.0" in said
    assert 'css_process_up{process="notifications"} 1.0' in said
    assert not any(line.startswith("css_outbox") for line in said)


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}])
def test_nobody_else_reads_it(scraped: TestClient, headers: dict[str, str]) -> None:
    assert scraped.get("/metrics", headers=headers).status_code == 401


def test_without_a_token_there_is_no_such_page(client: TestClient) -> None:
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404

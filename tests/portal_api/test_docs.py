"""The documentation: complete, in Portuguese, from our own origin, readable on a phone and by everybody."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from launcher import assets
from portal.api.problems import KINDS
from portal.app import create_app
from settings import ROOT

from .conftest import problem_of
from .test_webhooks import free_port


@pytest.fixture(autouse=True, scope="module")
def page_assets() -> None:
    assets.ensure_assets(ROOT)


@pytest.fixture
def document(client) -> dict[str, Any]:
    return client.get("/api/v1/openapi.json").json()


@pytest.fixture
def site(config, engine, clock) -> Iterator[str]:
    """The portal on a real port."""
    port = free_port()
    object.__setattr__(config, "portal_url", f"http://localhost:{port}")
    app = create_app(config, engine, clock)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield config.portal_url
    server.should_exit = True
    thread.join(5)


def test_every_operation_says_what_it_does_what_it_wants_and_how_it_fails(document) -> None:
    operations = [o for methods in document["paths"].values() for o in methods.values()]
    assert len(operations) == len({o["operationId"] for o in operations}) == 18
    for operation in operations:
        assert all(operation[part] for part in ("summary", "description", "tags"))
        assert len(operation["security"][0]["token"]) == 1
        assert {"401", "403", "422", "429", "500"} <= operation["responses"].keys()
        for parameter in operation.get("parameters", []):
            assert parameter["description"], parameter["name"]
        if "requestBody" in operation:
            (content,) = operation["requestBody"]["content"].values()
            schema = document["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]
            assert schema["examples"]
            assert all(field.get("description") for field in schema["properties"].values())
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert "HTTPValidationError" not in str(document)
    assert set(document["webhooks"]) >= {"ticket.opened", "ticket.resolved", "webhook.test"}


def test_every_kind_of_problem_leads_to_its_place_on_the_page(client, system) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    ids = set(re.findall(r'id="([^"]+)"', page.text))
    assert ids >= KINDS.keys()
    refused = system().get("/nada")
    assert problem_of(refused) == (404, "not-found")
    assert refused.json()["type"] == "http://localhost:5605/api/v1/docs#not-found"


def test_the_page_brings_no_script_and_nothing_from_elsewhere(client) -> None:
    page = client.get("/api/v1/docs")
    assert "<script" not in page.text
    assert re.findall(r'<link[^>]+href="(?!/[^/])', page.text) == []
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.browser
def test_the_page_can_be_read_by_everybody_on_a_phone_and_on_a_desk(site, browser) -> None:
    for width in (320, 1280):
        tab = browser.new_page(viewport={"width": width, "height": 800}, locale="pt-BR")
        wrong: list[str] = []
        tab.on("requestfailed", lambda request, wrong=wrong: wrong.append(request.url))
        tab.on("console", lambda said, wrong=wrong: wrong.append(said.text))
        tab.goto(f"{site}/api/v1/docs")
        for summary in tab.locator("details > summary").all():
            summary.click()
        assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        found = Axe().run(tab).response["violations"]
        assert [f"{v['id']}: {n['target']}" for v in found for n in v["nodes"]] == []
        assert wrong == []
        if folder := os.environ.get("SCREENSHOTS"):
            tab.screenshot(path=f"{folder}/api-docs-{width}.png", full_page=True)
        tab.close()

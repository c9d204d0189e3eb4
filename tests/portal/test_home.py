"""The CSS page and what every page shares: the FAQ's facts, headers, errors, no foreign origin."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from .conftest import WIDTHS, axe_findings, overflows
from .fake_chat import FakeChat

QUESTIONS = [
    "Quais os canais de contato com a CSS?",
    "Que tipo de suporte é prestado pela CSS?",
    "Qual o fluxo de atendimento na CSS?",
    "Qual o prazo de atendimento de uma solicitação?",
    "Como obter informações sobre o andamento de uma solicitação aberta?",
    "Como complementar as informações de um acionamento?",
    "Como saber se uma solicitação de serviço foi atendida?",
    "Como avaliar um atendimento realizado?",
    "O que é chatbot?",
    "O que é e quais são as funções do Assistente Serpro?",
]


def test_every_question_of_the_seed_is_on_the_page(client: TestClient) -> None:
    html = client.get("/").text
    for question in QUESTIONS:
        assert question in html
    for fact in (
        "24x7",
        "0800 728 2323",
        "css.serpro@serpro.gov.br",
        "acordo de nível de serviço (ANS)",
        "número de registro",
    ):
        assert fact in html


def test_pages_ask_only_our_own_origin_for_scripts_and_styles(client: TestClient) -> None:
    response = client.get("/")
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert not re.search(r"<(script|style)(?![^>]*\bsrc=)[^>]*>", response.text)
    assert not re.search(r"\sstyle=|\son[a-z]+=", response.text)


def test_the_chat_server_is_the_only_other_place_the_page_may_connect_to(client: TestClient) -> None:
    response = client.get("/")
    chat_url = client.app.state.config.chat_url
    policy = response.headers["content-security-policy"]
    assert f"connect-src 'self' {chat_url} {chat_url.replace('http', 'ws', 1)};" in policy
    assert f'data-chat-url="{chat_url}"' in response.text


def test_the_widget_may_be_loaded_by_another_site(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cross-origin-resource-policy"] == "cross-origin"


def test_versioned_assets_are_kept_and_pages_are_not(client: TestClient) -> None:
    html = client.get("/").text
    stylesheet = re.search(r'href="(/static/portal\.css\?v=[0-9a-f]{12})"', html)
    assert stylesheet
    assert "immutable" in client.get(stylesheet[1]).headers["cache-control"]
    assert client.get("/").headers["cache-control"] == "private, no-cache"


def test_an_unknown_address_says_where_to_go(client: TestClient) -> None:
    response = client.get("/nao-existe")
    assert response.status_code == 404
    for help_ in ("Página não encontrada", "0800 728 2323", "css.serpro@serpro.gov.br", 'href="/"'):
        assert help_ in response.text


def test_a_crash_shows_a_page_without_details(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("ana@orgao.gov.br")

    monkeypatch.setattr("portal.home.page", broken)
    response = client.get("/")
    assert response.status_code == 500
    assert "Erro do nosso lado" in response.text
    assert "ana@orgao" not in response.text
    assert "0800 728 2323" in response.text


def test_health_is_the_stores_health(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").json() == {"ok": True}

    def refuse() -> None:
        raise OSError

    monkeypatch.setattr(client.app.state, "engine", type("Down", (), {"connect": staticmethod(refuse)})())
    assert client.get("/healthz").status_code == 503


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_and_axe_finds_nothing(site: str, chat: FakeChat, tab: Page, width: int) -> None:
    requested: list[str] = []
    tab.on("request", lambda request: requested.append(request.url))
    problems: list[str] = []
    tab.on("console", lambda line: problems.append(line.text) if line.type in {"error", "warning"} else None)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site)
    for summary in tab.locator("summary").all():
        summary.click()
    assert axe_findings(tab) == []
    assert not overflows(tab)
    assert problems == []
    assert {url.split("/")[2] for url in requested if not url.startswith("data:")} == {site.split("/")[2]}


@pytest.mark.browser
def test_the_first_tab_stop_skips_to_the_content(site: str, tab: Page) -> None:
    tab.goto(site)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Ir para o conteúdo"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "conteudo"

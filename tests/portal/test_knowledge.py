"""The knowledge base for everybody: searched, read by service, printed; only what is published is there."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from portal import words
from portal.hourly import HourlyRate
from ticket_store import articles, queries
from ticket_store.database import transaction
from ticket_store.model import Article
from ticket_store.search import vectors

from .conftest import WIDTHS, axe_findings, overflows

PASSWORD = "/ajuda/conta-govbr-esqueci-senha"


def test_an_article_is_read_with_its_steps_its_source_and_its_dates(client: TestClient) -> None:
    html = client.get(PASSWORD).text
    assert "<h1>Como recuperar a senha da conta gov.br</h1>" in html
    assert "<li>Clique em “Esqueci minha senha”.</li>" in html
    assert 'href="https://github.com/servicosgovbr/' in html
    assert "(06/03/2024)" in html
    assert "28/11/2026" in html
    assert "Como trocar a senha da conta gov.br" in html  # another one of the same service


def test_every_article_tells_its_source_and_a_date_of_it(client: TestClient) -> None:
    """Its own, or the day when it was consulted."""
    for seed in articles.load().articles:
        told = unescape(re.sub(r"<[^>]+>", "", client.get(f"/ajuda/{seed.slug}").text))
        own = words.partial_day(seed.text.source_date)
        dated = own or f"sem data; consultada em {words.day(seed.text.reviewed_on)}"
        assert f"{seed.text.source} ({dated})" in told, seed.slug


def test_what_is_asked_is_found_first_and_by_service(client: TestClient) -> None:
    html = client.get("/ajuda", params={"q": "perdi a senha do GOV.BR"}).text
    assert html.index("conta-govbr-esqueci-senha") < html.index("conta-govbr-alterar-senha")
    of_sei = client.get("/ajuda", params={"servico": "sei"}).text
    assert "/ajuda/sei-assinar-documento" in of_sei
    assert PASSWORD not in of_sei


def test_what_nobody_has_written_about_is_said_and_what_was_typed_is_no_markup(client: TestClient) -> None:
    html = client.get("/ajuda", params={"q": "<b>toner</b>"}).text
    assert "Nenhum artigo para “&lt;b&gt;toner&lt;/b&gt;”" in html
    assert "data-assistente-open" in html


def test_the_editors_hear_of_what_had_no_answer_and_one_asker_cannot_fill_their_list(
    client: TestClient, engine: Any
) -> None:
    client.app.state.asking = HourlyRate(1)
    for asked in ("perdi a senha do gov.br", "como troco o toner", "como troco a lâmpada"):
        client.get("/ajuda", params={"q": asked})
    with transaction(engine) as session:
        assert [one.text for one in queries.gaps(session)] == ["como troco o toner"]


def test_a_search_on_the_page_does_not_load_the_sentence_encoder(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes seconds and 200 MB, and whoever searches first would wait for it."""
    loaded: list[int] = []
    monkeypatch.setattr(vectors, "_encoder", lambda: loaded.append(1))
    assert client.get("/ajuda?q=como mudar a senha").status_code == 200
    assert client.get("/ajuda?q=como trocar o pneu do trator").status_code == 200
    assert loaded == []


def test_what_is_not_published_is_not_there(client: TestClient, engine: Any) -> None:
    with transaction(engine) as session:
        article = session.get(Article, queries.article(session, slug=PASSWORD.rpartition("/")[2]).id)
        article.state = "retired"
    assert client.get(PASSWORD).status_code == 404
    assert PASSWORD not in client.get("/ajuda").text
    assert client.get("/ajuda/nada").status_code == 404


@pytest.mark.browser
def test_the_pages_fit_axe_finds_nothing_and_paper_shows_the_sources_address(site: str, tab: Page) -> None:
    for path in ("/ajuda", PASSWORD, "/situacao"):
        tab.goto(site + path)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            assert axe_findings(tab) == [], path
            assert not overflows(tab), path
    tab.goto(site + PASSWORD)
    tab.emulate_media(media="print")
    assert not tab.locator(".site-nav").is_visible()
    assert not tab.get_by_role("heading", name="Não resolveu?").is_visible()
    assert tab.locator("ol li").first.is_visible()

"""Bars and pages that the State asks for: skip links, contrast, site map, Libras where it is wanted."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from portal.app import create_app
from portal.config import PortalConfig
from portal.public_pages import PATHS

from .desk_story import Clock


def policy(client: TestClient, path: str) -> str:
    return client.get(path).headers["content-security-policy"]


def test_every_public_page_skips_to_content_menu_search_and_footer(client: TestClient) -> None:
    for path in PATHS:
        html = client.get(path).text
        links = re.findall(r'class="skip" href="([^"]+)" accesskey="(\d)"', html)
        assert [key for _, key in links] == ["1", "2", "3", "4"], path
        for href, _ in links:
            page, _, anchor = href.partition("#")
            assert f'id="{anchor}"' in (client.get(page).text if page else html), (path, href)


def test_the_site_map_leads_to_every_public_page_and_each_is_there(client: TestClient) -> None:
    html = client.get("/mapa-do-site").text
    for path in PATHS:
        assert f'<a href="{path}">' in html
        assert client.get(path).status_code == 200
    assert "/ajuda/conta-govbr-esqueci-senha" in html


def test_high_contrast_is_chosen_and_left_without_javascript_and_leads_back(client: TestClient) -> None:
    on = client.post("/acessibilidade/contraste", data={"back": "/ajuda"})
    assert on.url.path == "/ajuda"
    assert '<html lang="pt-BR" class="contrast">' in on.text
    assert 'aria-pressed="true"' in on.text
    off = client.post("/acessibilidade/contraste", data={"back": "/ajuda"})
    assert '<html lang="pt-BR">' in off.text


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "x"])
def test_the_way_back_stays_on_this_site(client: TestClient, back: str) -> None:
    answer = client.post("/acessibilidade/contraste", data={"back": back}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_nothing_of_vlibras_is_there_unless_it_is_wanted(client: TestClient) -> None:
    assert "vlibras" not in client.get("/").text
    assert "vlibras" not in policy(client, "/")


def test_vlibras_opens_the_policy_for_itself_alone_and_not_at_the_desk(
    config: PortalConfig, engine: Any, clock: Clock
) -> None:
    wanted = replace(config, vlibras=True)
    with TestClient(create_app(wanted, engine, clock), base_url=config.portal_url) as client:
        assert "https://vlibras.gov.br/app/vlibras-plugin.js" in client.get("/").text
        opened = policy(client, "/")
        others = set(re.findall(r"https://[\w.*-]+", opened))
        assert others == {"https://vlibras.gov.br", "https://*.vlibras.gov.br"}
        script = re.search(r"script-src ([^;]+)", opened)[1]
        assert "'unsafe-inline'" not in script
        assert "'unsafe-eval'" not in script
        assert "vlibras" not in policy(client, "/atendimento/entrar")
        assert "vlibras" not in client.get("/atendimento/entrar").text


def test_the_bar_of_the_government_leads_to_gov_br_its_information_and_the_ombudsman(
    client: TestClient,
) -> None:
    for path in PATHS:
        bar = re.search(r'<nav class="gov-bar".*?</nav>', client.get(path).text, re.S)[0]
        assert re.findall(r'<a href="([^"]+)"', bar) == [
            "https://www.gov.br/pt-br",
            "https://www.gov.br/acessoainformacao/pt-br",
            "https://falabr.cgu.gov.br/",
            "/acessibilidade",
        ], path
        assert "Alto contraste" in bar


def test_the_app_stores_lead_to_the_page_that_can_be_installed(client: TestClient) -> None:
    html = client.get("/").text
    card = next(one for one in re.findall(r'<li class="card">.*?</li>', html, re.S) if "Lojas de apl" in one)
    assert "data-install" in card
    assert '<link rel="manifest" href="/manifest.webmanifest">' in html
    assert client.get("/manifest.webmanifest").status_code == 200


def test_the_statement_names_a_way_to_report_a_barrier_and_the_ombudsman(client: TestClient) -> None:
    html = client.get("/acessibilidade").text
    for way in ("tel:08007282323", "mailto:css.serpro@serpro.gov.br", "/abrir", "https://falabr.cgu.gov.br/"):
        assert f'href="{way}"' in html

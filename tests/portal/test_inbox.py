"""The development inbox's pages: only what dev_inbox wrote, shown without being trusted."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from portal.app import create_app
from portal.config import PortalConfig

from .conftest import WIDTHS, axe_findings, overflows

NAME = "1795600000000000000-0a1b2c3d"


@pytest.fixture
def kept_mail(config: PortalConfig) -> str:
    mail = EmailMessage()
    mail["From"] = "CSS <css.serpro@serpro.gov.br>"
    mail["To"] = "ana@orgao.gov.br"
    mail["Subject"] = "Acionamento 2026-0000001 registrado: solicitação à CSS"
    mail["X-Envelope-To"] = "ana@orgao.gov.br"
    mail.set_content("Seu código é 123456.\nVeja em http://localhost:8000/consulta/abc\n")
    mail.add_alternative(
        "<html><head></head><body><h1>Registrado</h1><script>parent.document.title='invadido'</script>"
        "<a href='http://localhost:8000/consulta/abc'>Ver</a></body></html>",
        subtype="html",
    )
    assert config.inbox_dir is not None
    (config.inbox_dir / f"{NAME}.eml").write_bytes(mail.as_bytes())
    return NAME


def test_the_list_shows_subject_and_recipient_of_each_mail(client: TestClient, kept_mail: str) -> None:
    html = client.get("/caixa").text
    assert "Acionamento 2026-0000001 registrado: solicitação à CSS" in html
    assert "para ana@orgao.gov.br" in html
    assert f'href="/caixa/{kept_mail}"' in html


def test_an_empty_inbox_says_what_to_do(client: TestClient) -> None:
    assert "Nenhum e-mail por enquanto" in client.get("/caixa").text


def test_a_mail_shows_its_text_with_links_and_its_html_in_a_sandbox(
    client: TestClient, kept_mail: str
) -> None:
    html = client.get(f"/caixa/{kept_mail}").text
    assert "Seu código é 123456." in html
    assert 'href="http://localhost:8000/consulta/abc"' in html
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in html
    framed = client.get(f"/caixa/{kept_mail}/html")
    assert framed.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in framed.headers["content-security-policy"]


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "nada", "1795600000000000000-ffffffff"])
def test_other_files_are_not_found(client: TestClient, name: str) -> None:
    assert client.get(f"/caixa/{name}").status_code == 404


def test_without_the_development_inbox_there_is_no_such_page(config: PortalConfig, engine: Any) -> None:
    with TestClient(create_app(replace(config, inbox_dir=None), engine)) as client:
        assert client.get("/caixa").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_reading_a_mail_in_the_browser(site: str, kept_mail: str, tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{site}/caixa")
    assert axe_findings(tab) == []
    tab.get_by_role("link", name="Acionamento 2026-0000001 registrado").click()
    expect(tab.frame_locator("iframe").get_by_role("heading", name="Registrado")).to_be_visible()
    assert "invadido" not in tab.title()
    assert not overflows(tab)

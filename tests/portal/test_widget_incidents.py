"""What is known to be down stands at the top of the chat, on our page and on others'."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.config import PortalConfig

from .conftest import axe_findings, overflows
from .desk_story import Story
from .fake_chat import FakeChat

pytestmark = pytest.mark.browser
NOTICE = "Problema conhecido agora."


def test_it_stands_in_the_chat_while_it_runs(site: str, chat: FakeChat, story: Story, tab: Page) -> None:
    story.incident("siape", "folha lenta", "Vendo.")
    story.incident("siafi", "fora do ar desde as 9h", "Equipe atuando.")
    story.incident("sei", "<b>sem</b> assinatura", "Vendo.")
    tab.set_viewport_size({"width": 320, "height": 568})
    tab.goto(site)
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    known = tab.locator("assistente-serpro .known")
    expect(known).to_contain_text(
        f"{NOTICE} SEI: <b>sem</b> assinatura; SIAFI: fora do ar desde as 9h; e mais 1."
    )
    assert known.get_by_role("link").get_attribute("href") == f"{site}/situacao"
    assert axe_findings(tab) == []
    assert not overflows(tab)
    expect(tab.get_by_label("Sua mensagem")).to_be_in_viewport()


def test_nothing_known_or_no_answer_is_no_notice(site: str, chat: FakeChat, story: Story, tab: Page) -> None:
    incident = story.incident("siafi", "fora do ar", "Equipe atuando.")
    story.incident_news(incident, "Voltou.", over=True)
    with tab.expect_response("**/situacao.json"):
        tab.goto(site)
        tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    expect(tab.locator("assistente-serpro .known")).to_be_hidden()
    story.incident("siafi", "de novo fora do ar", "Equipe atuando.")
    tab.route("**/situacao.json", lambda route: route.abort())
    with tab.expect_event("requestfailed"):
        tab.reload()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    expect(tab.locator("assistente-serpro .known")).to_be_hidden()


def test_it_stands_on_somebody_elses_page_too(
    site: str,
    chat: FakeChat,
    config: PortalConfig,
    story: Story,
    tab: Page,
    foreign_page: Callable[[str], str],
) -> None:
    story.incident("siafi", "fora do ar", "Equipe atuando.")
    tab.goto(
        foreign_page(f'<script src="{site}/widget.js" data-chat-url="{config.chat_url}" defer></script>')
    )
    tab.locator(".launcher").click()
    expect(tab.locator("assistente-serpro .known")).to_contain_text("SIAFI: fora do ar")
    assert tab.locator("assistente-serpro .known a").get_attribute("href") == f"{site}/situacao"

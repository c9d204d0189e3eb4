"""What the widget says of the queue and the line, a new beginning, and how it is used on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import axe_findings, overflows
from .fake_chat import FakeChat

pytestmark = pytest.mark.browser

# What a soft keyboard does where it lies over the page: the visible part ends above it.
KEYBOARD = """(height) => {
  Object.defineProperty(visualViewport, "height", { configurable: true, get: () => height });
  visualViewport.dispatchEvent(new Event("resize"));
}"""


def talk(tab: Page, site: str) -> None:
    tab.goto(site)
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()


def say(tab: Page, text: str) -> None:
    tab.get_by_label("Sua mensagem").fill(text)
    tab.get_by_role("button", name="Enviar mensagem").click()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, locale="pt-BR"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
    yield page
    context.close()


def test_the_place_in_the_queue_is_said_and_may_be_given_up(site: str, chat: FakeChat, tab: Page) -> None:
    talk(tab, site)
    say(tab, "fila")
    expect(tab.get_by_role("status").get_by_text("Você é o 3º da fila")).to_be_visible()
    tab.get_by_role("button", name="Desistir de esperar").click()
    expect(tab.locator(".user .text").last).to_have_text("Desistir de esperar")
    expect(tab.get_by_text("Você disse: /stop")).to_be_visible()
    assert [message["text"] for message in chat.received][-1] == "/stop"


def test_beginning_again_ends_the_one_before_and_may_be_declined(
    site: str, chat: FakeChat, tab: Page
) -> None:
    talk(tab, site)
    say(tab, "segredo")
    expect(tab.get_by_text("Você disse: segredo")).to_be_visible()
    for answer, there in (("Continuar conversando", 1), ("Começar de novo", 0)):
        tab.get_by_role("button", name="Opções da conversa").click()
        tab.get_by_role("button", name="Começar de novo").first.click()
        tab.get_by_role("group").get_by_role("button", name=answer).click()
        expect(tab.get_by_text("Você disse: segredo")).to_have_count(there)
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    assert len(chat.conversations) == 2
    assert ("end", {}) in [(event, told or {}) for event, told in chat.asked]


def test_phone_and_mail_are_links_where_the_line_is_down_and_where_a_message_is_refused(
    site: str, tab: Page, chat: FakeChat
) -> None:
    chat.refuse_connections = "Muitas conexões. Ligue para 0800 728 2323."
    tab.goto(site)
    tab.locator(".launcher").click()
    state = tab.locator(".state")
    expect(state.get_by_role("link", name="0800 728 2323")).to_have_attribute("href", "tel:08007282323")
    tab.route("**/socket.io/**", lambda route: route.abort())
    tab.clock.install()
    tab.reload()
    expect(state).not_to_be_empty()
    tab.clock.fast_forward(21_000)
    expect(state).to_contain_text("O Assistente não está respondendo.")
    expect(state.get_by_role("link", name="0800 728 2323")).to_have_attribute("href", "tel:08007282323")
    expect(state.get_by_role("link", name="css.serpro@serpro.gov.br")).to_have_attribute(
        "href", "mailto:css.serpro@serpro.gov.br"
    )
    assert axe_findings(tab) == []


def test_a_refused_message_keeps_its_links(site: str, chat: FakeChat, tab: Page) -> None:
    talk(tab, site)
    chat.refuse_next = "Espere um minuto, ou ligue para 0800 728 2323."
    say(tab, "oi")
    expect(tab.locator(".delivery").get_by_role("link", name="0800 728 2323")).to_be_visible()


def test_on_a_phone_a_photo_is_taken_and_sent(site: str, chat: FakeChat, phone: Page) -> None:
    talk(phone, site)
    shutter = phone.locator(".shutter")
    expect(shutter).to_have_attribute("capture", "environment")
    expect(shutter).to_have_attribute("accept", "image/*")
    with phone.expect_file_chooser() as chooser:
        phone.get_by_role("button", name="Tirar uma foto").tap()
    chooser.value.set_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"pixels"})
    expect(phone.get_by_text("Guardei o arquivo.")).to_be_visible()
    assert chat.files == {"foto.jpg": b"pixels"}
    expect(phone.get_by_label("Sua mensagem")).not_to_be_focused()  # no keyboard over the answer


def test_with_a_mouse_there_is_no_camera(site: str, chat: FakeChat, tab: Page) -> None:
    talk(tab, site)
    expect(tab.get_by_role("button", name="Anexar arquivos")).to_be_visible()
    expect(tab.get_by_role("button", name="Tirar uma foto")).to_have_count(0)


def test_the_keyboard_covers_neither_the_choices_nor_the_text(site: str, chat: FakeChat, phone: Page) -> None:
    talk(phone, site)
    phone.get_by_label("Sua mensagem").tap()
    phone.evaluate(KEYBOARD, 300)
    for shown in (
        phone.get_by_role("button", name="Abrir acionamento", exact=True),
        phone.locator(".compose"),
    ):
        box = shown.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 300
    phone.evaluate(KEYBOARD, 640)
    assert phone.locator(".compose").bounding_box()["y"] > 500


def test_a_phone_that_is_turned_loses_nothing_and_leaves_nothing_inert(
    site: str, chat: FakeChat, phone: Page
) -> None:
    talk(phone, site)
    phone.get_by_label("Sua mensagem").fill("escrito em pé")
    for width, height in ((640, 360), (360, 640), (640, 360)):
        phone.set_viewport_size({"width": width, "height": height})
        expect(phone.locator("body > main[inert]")).to_have_count(1 if width <= 480 else 0)
        expect(phone.get_by_label("Sua mensagem")).to_have_value("escrito em pé")
        choice = phone.get_by_role("button", name="Abrir acionamento", exact=True)
        expect(choice).to_be_in_viewport()
        assert not overflows(phone)
    phone.get_by_role("button", name="Minimizar o Assistente").tap()
    phone.set_viewport_size({"width": 360, "height": 640})
    expect(phone.locator("[inert]")).to_have_count(0)


# [on how many lines each number is drawn], and what a copy of the bubble gives.
NUMBERS = """(bubble) => {
  const lines = [];
  const walk = document.createTreeWalker(bubble, NodeFilter.SHOW_TEXT);
  while (walk.nextNode())
    for (const found of walk.currentNode.data.matchAll(/2026-0000001/g)) {
      const range = document.createRange();
      range.setStart(walk.currentNode, found.index);
      range.setEnd(walk.currentNode, found.index + found[0].length);
      lines.push(range.getClientRects().length);
    }
  getSelection().selectAllChildren(bubble);
  return [lines, getSelection().toString()];
}"""


def test_a_tickets_number_is_on_one_line_and_copied_as_it_is(site: str, chat: FakeChat, phone: Page) -> None:
    talk(phone, site)
    said = " ".join(["2026-0000001"] * 12)
    say(phone, said)
    bubble = phone.locator(".bot .text").last
    expect(bubble).to_contain_text(said)
    lines, copied = bubble.evaluate(NUMBERS)
    assert lines == [1] * 12
    assert copied.strip() == f"Você disse: {said}"

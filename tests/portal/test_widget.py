"""The chat widget in real Chromium, against a server that keeps to the protocol."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.config import PortalConfig

from .conftest import WIDTHS, axe_findings, overflows
from .fake_chat import FakeChat, RunningServer

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(site: str, chat: FakeChat, tab: Page) -> Page:
    tab.goto(site)
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    return tab


def say(tab: Page, text: str) -> None:
    tab.get_by_label("Sua mensagem").fill(text)
    tab.keyboard.press("Enter")


def choose(tab: Page, option: str) -> None:
    tab.get_by_role("button", name="Opções da conversa").click()
    tab.get_by_role("button", name=option).click()


def focused(tab: Page) -> str:
    return tab.evaluate(
        "document.querySelector('assistente-serpro').shadowRoot.activeElement?.className ?? ''"
    )


def test_a_message_is_answered(opened: Page) -> None:
    say(opened, "bom dia")
    expect(opened.get_by_text("Você disse: bom dia")).to_be_visible()
    expect(opened.get_by_label("Sua mensagem")).to_have_value("")


def test_opening_moves_the_focus_to_the_text_and_escape_gives_it_back(opened: Page) -> None:
    expect(opened.get_by_label("Sua mensagem")).to_be_focused()
    opened.keyboard.press("Escape")
    expect(opened.get_by_role("dialog")).to_be_hidden()
    assert focused(opened) == "launcher"
    opened.keyboard.press("Enter")
    expect(opened.get_by_label("Sua mensagem")).to_be_focused()


def test_a_button_sends_its_payload_and_shows_its_title(opened: Page, chat: FakeChat) -> None:
    opened.get_by_role("group", name="Respostas sugeridas").get_by_role(
        "button", name="Abrir acionamento"
    ).click()
    expect(opened.get_by_text("Você disse: /open_ticket")).to_be_visible()
    assert [message["text"] for message in chat.received] == ["/open_ticket"]
    expect(opened.locator(".user .text")).to_have_text("Abrir acionamento")
    expect(opened.get_by_role("group", name="Respostas sugeridas")).to_have_count(0)
    expect(opened.get_by_label("Sua mensagem")).to_be_focused()


def test_a_reload_keeps_the_conversation_and_the_open_panel(opened: Page, chat: FakeChat) -> None:
    opened.get_by_role("button", name="Abrir acionamento", exact=True).click()
    expect(opened.get_by_text("Você disse: /open_ticket")).to_be_visible()
    opened.reload()
    expect(opened.get_by_text("Você disse: /open_ticket")).to_be_visible()
    expect(opened.locator(".user .text")).to_have_text("Abrir acionamento")
    assert len(chat.conversations) == 1


def test_ending_the_conversation_forgets_it(opened: Page, chat: FakeChat) -> None:
    say(opened, "segredo")
    expect(opened.get_by_text("Você disse: segredo")).to_be_visible()
    choose(opened, "Encerrar conversa")
    opened.get_by_role("button", name="Encerrar", exact=True).click()
    opened.get_by_role("button", name="Fechar").click()
    opened.get_by_role("button", name="Conversar com o Assistente").click()
    expect(opened.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    expect(opened.get_by_text("segredo")).to_have_count(0)
    assert len(chat.conversations) == 2


def test_links_are_made_and_markup_stays_text(opened: Page) -> None:
    say(opened, "link")
    expect(opened.get_by_role("link", name="https://www.gov.br/pt-br")).to_have_attribute(
        "href", "https://www.gov.br/pt-br"
    )
    expect(opened.get_by_role("link", name="https://www.gov.br/pt-br")).to_have_attribute(
        "rel", "noopener noreferrer"
    )
    expect(opened.locator(".log").get_by_role("link", name="0800 728 2323")).to_have_attribute(
        "href", "tel:08007282323"
    )
    expect(opened.get_by_text("<b>Ou</b>")).to_be_visible()
    expect(opened.locator(".log b")).to_have_count(0)


def test_a_ticket_is_drawn_with_its_steps_and_one_of_an_unknown_kind_is_told(opened: Page) -> None:
    say(opened, "cartão")
    card = opened.get_by_role("group", name="Acionamento 2026-0001234")
    expect(card.get_by_role("listitem")).to_have_text(
        ["Registrado (feito)", "Em atendimento (agora)", "Resolvido (a seguir)"]
    )
    expect(card).to_contain_text("24/07/2026, às 14:30")
    expect(card).to_contain_text("27 de julho de 2026, às 19h30 (vencido)")
    say(opened, "cartão novo")
    expect(opened.get_by_text("Um cartão de amanhã.")).to_be_visible()


def test_typing_is_shown_while_the_answer_is_made(opened: Page) -> None:
    say(opened, "devagar")
    expect(opened.get_by_text("O Assistente está escrevendo…")).to_be_visible()
    expect(opened.get_by_text("Você disse: devagar")).to_be_visible()
    expect(opened.get_by_text("O Assistente está escrevendo…")).to_be_hidden()


def test_a_refused_message_says_why_and_can_be_sent_again(opened: Page, chat: FakeChat) -> None:
    chat.refuse_next = "Muitas mensagens em pouco tempo. Espere um minuto."
    say(opened, "oi")
    expect(opened.get_by_text("Muitas mensagens em pouco tempo.")).to_be_visible()
    opened.get_by_role("button", name="Tentar de novo").click()
    expect(opened.get_by_text("Você disse: oi")).to_be_visible()
    expect(opened.get_by_role("button", name="Tentar de novo")).to_have_count(0)
    assert len(chat.received) == 1


def test_what_is_written_offline_is_delivered_once_after_reconnecting(
    site: str, config: PortalConfig, tab: Page
) -> None:
    port = int(config.chat_url.rsplit(":", 1)[1])
    fake = FakeChat()
    first = RunningServer(fake.app, port).start()
    tab.goto(site)
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    first.stop()
    expect(tab.get_by_text("Sem conexão com o Assistente.")).to_be_visible()
    say(tab, "escrita sem rede")
    expect(tab.get_by_text("Na fila: vai quando a conexão voltar.")).to_be_visible()
    tab.reload()  # what was not sent yet is not lost by it
    again = FakeChat()
    again.conversations = fake.conversations
    second = RunningServer(again.app, port).start()
    try:
        expect(tab.get_by_text("Você disse: escrita sem rede")).to_be_visible(timeout=20_000)
        expect(tab.get_by_text("Na fila:")).to_have_count(0)
        assert [message["text"] for message in again.received] == ["escrita sem rede"]
        expect(tab.locator(".user")).to_have_count(1)
    finally:
        second.stop()


def test_an_answer_while_minimised_is_counted_on_the_launcher(opened: Page) -> None:
    say(opened, "devagar")
    opened.keyboard.press("Escape")
    expect(opened.get_by_text("1 mensagem nova")).to_be_visible()
    opened.locator(".launcher").click()
    expect(opened.get_by_text("1 mensagem nova")).to_have_count(0)


def test_long_words_and_the_limit(opened: Page) -> None:
    opened.get_by_label("Sua mensagem").fill("x" * 7950)
    expect(opened.get_by_text("Restam 50 caracteres.")).to_be_visible()
    opened.keyboard.press("Enter")
    expect(opened.get_by_text("Você disse: xxx")).to_be_visible()
    assert opened.evaluate(
        "(() => { const log = document.querySelector('assistente-serpro').shadowRoot.querySelector('.log');"
        " return log.scrollWidth <= log.clientWidth })()"
    )


def test_new_messages_are_announced_politely(opened: Page) -> None:
    log = opened.get_by_role("log", name="Mensagens")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_contain_text("Assistente")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_open_chat_fits_and_axe_finds_nothing(opened: Page, width: int) -> None:
    opened.set_viewport_size({"width": width, "height": 640})
    opened.reload()
    say(opened, "atendente")
    expect(opened.get_by_text("Aqui é o Bruno.")).to_be_visible()
    choose(opened, "Encerrar conversa")
    assert axe_findings(opened) == []
    assert not overflows(opened)
    box = opened.get_by_role("dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_on_a_small_screen_the_focus_stays_in_the_panel(opened: Page) -> None:
    opened.keyboard.press("Escape")
    opened.set_viewport_size({"width": 320, "height": 640})
    opened.locator(".launcher").click()
    for _ in range(12):
        opened.keyboard.press("Tab")
        assert opened.evaluate("['ASSISTENTE-SERPRO', 'BODY'].includes(document.activeElement.tagName)")
    opened.set_viewport_size({"width": 700, "height": 400})  # turned: the panel no longer hides the page
    expect(opened.locator("body > [inert]")).to_have_count(0)
    opened.set_viewport_size({"width": 320, "height": 640})
    expect(opened.locator("body > main")).to_have_attribute("inert", "")


def test_the_widget_works_on_somebody_elses_page(
    site: str, chat: FakeChat, config: PortalConfig, tab: Page, foreign_page: Callable[[str], str]
) -> None:
    tab.goto(
        foreign_page(f'<script src="{site}/widget.js" data-chat-url="{config.chat_url}" defer></script>')
    )
    tab.locator(".launcher").click()
    expect(tab.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    assert tab.locator(".launcher-text").evaluate("node => getComputedStyle(node).textTransform") == "none"


def test_a_conversation_that_expired_begins_again_and_says_so(opened: Page, chat: FakeChat) -> None:
    say(opened, "bom dia")
    expect(opened.get_by_text("Você disse: bom dia")).to_be_visible()
    chat.conversations.clear()
    chat.drop_all()
    expect(opened.get_by_text("A conversa anterior expirou. Começamos uma nova.")).to_be_visible()
    expect(opened.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    expect(opened.get_by_text("Você disse: bom dia")).to_have_count(0)


def test_a_refused_connection_shows_the_servers_reason(site: str, chat: FakeChat, tab: Page) -> None:
    chat.refuse_connections = "Muitas conexões deste endereço. Espere um minuto."
    tab.goto(site)
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Muitas conexões deste endereço.")).to_be_visible()


def test_a_text_beyond_the_limit_is_kept_whole_and_not_sent(opened: Page, chat: FakeChat) -> None:
    pasted = ("linha do erro;" * 9 + "linha do erro\n") * 60 + "o fim que explica"
    opened.get_by_label("Sua mensagem").fill(pasted)
    expect(opened.get_by_text("passa 417 caracteres do limite de 8000")).to_be_visible()
    opened.keyboard.press("Enter")
    expect(opened.get_by_label("Sua mensagem")).to_have_value(pasted)
    say(opened, "curto")
    expect(opened.get_by_text("Você disse: curto")).to_be_visible()
    assert [message["text"] for message in chat.received] == ["curto"]


GIVE = """([kind, text]) => {
  const data = new DataTransfer();
  data.items.add(new File(["pixels"], "image.png", { type: "image/png" }));
  if (text) data.setData("text/plain", text);
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  document.querySelector("assistente-serpro").shadowRoot.querySelector("textarea").dispatchEvent(event);
}"""


def test_files_are_picked_pasted_and_dropped_and_their_fate_is_shown(opened: Page, chat: FakeChat) -> None:
    opened.get_by_label("Sua mensagem").fill("escrito antes")
    choices = opened.get_by_role("group", name="Respostas sugeridas")
    log = opened.locator(".log")
    chat.part_after = 0.2
    large = bytes(range(256)) * 1000
    opened.locator(".picker").set_input_files(
        [
            {"name": "grande.pdf", "mimeType": "application/pdf", "buffer": large},
            {"name": "programa.exe", "mimeType": "", "buffer": b"MZ"},
        ]
    )
    expect(opened.get_by_role("progressbar", name="Enviando grande.pdf")).to_be_visible()
    expect(log.get_by_text("Na fila.")).to_be_visible()
    expect(log.get_by_text("Não enviado. Não posso receber esse tipo.")).to_be_visible()
    assert chat.files == {"grande.pdf": large}
    opened.get_by_role("button", name="Tirar da conversa").click()
    expect(log.get_by_text("programa.exe")).to_have_count(0)
    opened.evaluate(GIVE, ["paste", ""])
    opened.evaluate(GIVE, ["drop", ""])
    opened.evaluate(GIVE, ["paste", "célula"])  # a spreadsheet's cells: the text is what was meant
    expect(log.get_by_text("Guardei o arquivo.")).to_have_count(3)
    assert len([name for name in chat.files if name.startswith("tela-")]) >= 1
    expect(opened.locator(".delivery")).to_have_count(0)
    expect(choices).to_be_visible()  # the question that was asked is still answered by a click
    expect(opened.get_by_label("Sua mensagem")).to_have_value("escrito antes")
    opened.reload()
    expect(log.get_by_text("Arquivo: grande.pdf")).to_be_visible()


def test_a_late_acknowledgement_takes_the_warning_away(opened: Page, chat: FakeChat) -> None:
    opened.clock.install()
    chat.acknowledge_after = 2.0
    say(opened, "demora")
    opened.clock.fast_forward(16_000)
    expect(opened.get_by_text("A mensagem não chegou.")).to_be_visible()
    expect(opened.get_by_text("A mensagem não chegou.")).to_have_count(0)
    assert len(chat.received) == 1


def test_another_tab_finds_the_conversation_and_its_end(opened: Page, chat: FakeChat) -> None:
    other = opened.context.new_page()
    other.goto(opened.url)
    other.locator(".launcher").click()
    expect(other.get_by_text("Olá! Sou o Assistente Serpro.")).to_be_visible()
    say(opened, "escrito na primeira, ana@orgao.gov.br")
    opened.get_by_text("Você disse: escrito na primeira").wait_for()
    expect(other.locator(".user .text")).to_have_text("escrito na primeira, ana@orgao.gov.br")
    expect(opened.locator(".user .text")).to_have_count(1)
    expect(opened.locator(".log a")).to_have_count(0)  # one's own address leads out of the chat
    assert len(chat.conversations) == 1
    opened.get_by_role("button", name="Opções da conversa").focus()
    for key in ("Enter", "ArrowUp", "Enter"):
        opened.keyboard.press(key)
    expect(opened.get_by_role("button", name="Continuar conversando")).to_be_focused()
    opened.keyboard.press("Shift+Tab")
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("heading", name="Conversa encerrada")).to_be_focused()
    expect(other.get_by_role("heading", name="A conversa foi encerrada em outra aba")).to_be_visible()
    opened.get_by_role("button", name="Nota 2, ruim").click()
    opened.get_by_label("Quer contar por quê?").fill("demorou")
    opened.get_by_role("button", name="Enviar comentário").click()
    expect(opened.get_by_text("Comentário enviado.")).to_be_visible()
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Baixar para imprimir").click()
    assert download.value.suggested_filename == "conversa.html"
    opened.get_by_role("button", name="Receber por e-mail").click()
    opened.get_by_label("Seu e-mail").fill("ana@orgao.gov.br")
    opened.keyboard.press("Enter")
    opened.get_by_label("Código que chegou").fill("000000")
    opened.keyboard.press("Enter")
    expect(opened.get_by_text("O código não confere.")).to_be_visible()
    opened.get_by_label("Código que chegou").fill("123456")
    opened.keyboard.press("Enter")
    expect(opened.get_by_text("A conversa vai para ana@orgao.gov.br")).to_be_visible()
    assert axe_findings(opened) == []
    assert [told for told in chat.asked if told[0] in ("end", "grade")] == [
        ("end", {}),
        ("grade", {"score": 2}),
        ("grade", {"score": 2, "comment": "demorou"}),
    ]


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("Veja (https://www.gov.br/a).", "https://www.gov.br/a"),
        (
            "https://pt.wikipedia.org/wiki/Serpro_(empresa), sim",
            "https://pt.wikipedia.org/wiki/Serpro_(empresa)",
        ),
        ("(https://x.gov.br/a_(b))", "https://x.gov.br/a_(b)"),
        ("[https://x.gov.br/q?f[0]=1]", "https://x.gov.br/q?f[0]=1"),
    ],
)
def test_a_link_ends_where_its_address_does(opened: Page, said: str, address: str) -> None:
    say(opened, said)
    expect(opened.locator(".user .text a")).to_have_attribute("href", address)

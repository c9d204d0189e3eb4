"""What spares a ticket (a known incident, a similar one), and how news reach who was away."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ticket_store import operations

from .chatting import Chat
from .conftest import Stack, body_of
from .desk import Desk
from .store import AGENT, Store


def test_an_incident_announced_at_the_desk_is_followed_instead_and_its_end_is_told(
    stack: Stack, page: Page, desk: Desk
) -> None:
    email = "rute.sales@capes.gov.br"
    desk.go("/incidentes")
    desk.page.get_by_label("Serviço").select_option(label="SICAF")
    desk.page.get_by_label("Título").fill("fora do ar desde as 9h")
    desk.page.get_by_label("O que o assistente deve dizer").fill("A equipe já trabalha na volta.")
    desk.page.get_by_role("button", name="Anunciar").click()
    expect(desk.page.locator(".br-message.success")).to_be_visible()

    page.goto("/")
    chat = Chat.open(page)
    told = chat.tell(f"o sicaf não abre, meu email é {email}, abre um chamado", containing="fora do ar")
    assert "A equipe já trabalha na volta." in told
    chat.press("Sim, quero ser avisado")
    assert "Nenhum acionamento foi aberto" in chat.answer(containing=email)

    desk.go("/incidentes")
    expect(desk.page.get_by_role("main")).to_contain_text("1 pessoa acompanha")
    chat.mark()
    desk.page.get_by_text("Atualizar ou encerrar").click()
    desk.page.get_by_label("Texto novo").fill("O SICAF voltou às 11h.")
    desk.page.get_by_role("button", name="Encerrar com este texto").click()
    chat.answer(containing="O SICAF voltou às 11h.")
    over = stack.wait_for_mail(email, lambda mail: "Normalizado" in mail["Subject"])
    assert "O SICAF voltou às 11h." in body_of(over)


def test_a_similar_open_ticket_is_complemented_instead_of_opening_another(
    stack: Stack, page: Page, store: Store
) -> None:
    email = "nina.rocha@capes.gov.br"
    page.goto("/")
    chat = Chat.open(page)
    number = chat.register("o renavam não emite o documento do veículo", email)
    chat.tell(f"o renavam não emite o documento do veículo, erro 71, meu email é {email}", containing=number)
    chat.press(f"É do {number}")
    chat.answer(containing="Acrescentei")
    assert "erro 71" in " ".join(event.text or "" for event in store.history(number))


def test_what_moved_while_she_was_away_is_told_on_her_return_unless_she_chose_mail_only(
    stack: Stack, page: Page, store: Store
) -> None:
    email = "olga.paz@capes.gov.br"
    page.goto("/")
    chat = Chat.open(page)
    number = chat.register("o datavalid devolve erro interno", email)

    page.goto("about:blank")
    answer = {"ticket_number": number, "author": AGENT}
    store.do(operations.comment, text="Estamos vendo com a equipe.", **answer)
    stack.wait_for_mail(email, lambda mail: "Nova resposta" in mail["Subject"])
    page.goto("/")
    news = page.locator("assistente-serpro .log .text", has_text="Estamos vendo com a equipe.")
    expect(news).to_have_count(1)

    chat = Chat(page)
    chat.press("Receber novidades só por e-mail")
    chat.answer(containing="só por e-mail")
    store.do(operations.comment, text="Corrigimos a rota.", **answer)
    stack.wait_for_mail(email, lambda mail: "Corrigimos a rota." in body_of(mail))
    page.reload()
    expect(news).to_have_count(1)
    chat.tell("qual o telefone de vocês?", containing="0800 728 2323")
    assert "Corrigimos a rota." not in " ".join(chat.heard())


def test_nobody_took_the_conversation_in_time_and_a_ticket_is_offered(page: Page, store: Store) -> None:
    page.goto("/")
    chat = Chat.open(page)
    chat.tell("quero falar com um atendente", containing="Chamei uma pessoa")
    chat.mark()
    store.expire_handoffs()
    assert "abrir um chamado" in chat.answer(containing="Ninguém da equipe pôde atender")
    chat.tell("abrir um chamado", containing="sistema ou serviço")

"""A rating by the survey's link, its revision by link and chat, and the end of both when it closes."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from .chatting import Chat
from .conftest import Stack, body_of, code_after, codes_mailed, confirm, link_in
from .store import Store


def survey_of(stack: Stack, email: str) -> str:
    return link_in(stack.wait_for_mail(email, lambda mail: "solucionado" in mail["Subject"]), "pesquisa")


def test_a_low_grade_then_reopening_then_a_five_in_the_chat_revised_until_it_closes(
    stack: Stack, page: Page, store: Store
) -> None:
    email = "dora.pinho@capes.gov.br"
    page.goto("/")
    chat = Chat.open(page)
    number = chat.register("o siop não salva a proposta", email)
    chat.mark()
    store.resolve(number, "Limpamos o cache.")
    chat.answer(containing="foi resolvido")
    first = survey_of(stack, email)
    page.goto(first)
    page.get_by_label("2 Ruim").check()
    page.get_by_role("button", name="Enviar avaliação").click()
    expect(page.get_by_role("main")).to_contain_text("nota 2")
    assert store.ticket(number).score == 2
    page.get_by_role("link", name="Mudar minha nota").click()
    page.get_by_text("Não resolveu: reabrir o acionamento").click()
    confirm(stack, page, email)
    page.get_by_label("O que continua errado?").fill("A proposta some ao salvar")
    page.get_by_role("button", name="Reabrir acionamento").click()
    expect(page.get_by_role("main")).to_contain_text("Acionamento reaberto.")
    page.goto(first)
    expect(page.get_by_role("heading", name="Link já utilizado")).to_be_visible()

    store.resolve(number, "Corrigimos a gravação.")
    again = stack.wait_for_mail(
        email, lambda mail: "solucionado" in mail["Subject"] and "a gravação" in body_of(mail)
    )
    second = link_in(again, "pesquisa")
    assert second != first
    page.goto("/")
    old = Chat(page)
    expect(old.bubbles.last).to_contain_text("foi resolvido")
    old.end()
    chat = Chat.open(page)
    chat.tell(f"quero avaliar o chamado {number} com nota 5", containing="e-mail")
    before = codes_mailed(stack, email)
    chat.tell(email, containing="código")
    chat.tell(code_after(stack, email, before), containing="comentário")
    chat.tell("não", containing="Registrei a nota 5")

    page.goto(second)
    expect(page.get_by_role("heading", name="Pesquisa já respondida")).to_be_visible()
    page.get_by_role("link", name="Mudar minha nota").click()
    page.get_by_label("4 Bom").check()
    page.get_by_role("button", name="Enviar avaliação").click()
    expect(page.get_by_role("main")).to_contain_text("nota 4")
    assert store.ticket(number).score == 4

    store.age(number, timedelta(days=10, minutes=1))
    store.chores()
    stack.wait_for_mail(email, lambda mail: "encerrado" in mail["Subject"])
    page.goto(second)
    expect(page.get_by_role("main")).to_contain_text("já foi encerrado")
    page.goto(second[:-4] + "AAAA")
    expect(page.get_by_role("heading", name="Link inválido")).to_be_visible()

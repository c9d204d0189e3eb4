"""A ticket's whole life by page, chat and mail: Ana asks, Bruno attends, the survey reopens, time closes."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

from playwright.sync_api import Page, expect

from settings import ROOT

from .chatting import Chat
from .conftest import Opener, Stack, body_of, code_after, confirm, link_in
from .desk import Desk
from .store import Store


def about(number: str, *words: str):  # type: ignore[no-untyped-def]
    """Whether a mail is about that ticket and its subject has one of the words."""
    return lambda mail: number in mail["Subject"] and any(word in mail["Subject"].lower() for word in words)


def test_from_opening_to_reopening_through_the_survey(
    stack: Stack, page: Page, desk: Desk, store: Store, another_browser: Opener, tmp_path: Path
) -> None:
    email = "ana.torres@fazenda.gov.br"
    page.goto("/")
    chat = Chat.open(page)
    number = chat.register("o siafi não abre a tela de empenho desde ontem", email)

    before = store.ticket(number).due_at
    desk.take(number)
    desk.forward("Identidade e certificação digital", "Erro de tela, parece permissão")
    stack.wait_for_mail(email, about(number, "encaminhad"))

    chat.mark()
    desk.open(number)
    desk.write("Pergunta", "Qual mensagem aparece na tela?")
    assert "Qual mensagem aparece" in body_of(stack.wait_for_mail(email, about(number, "resposta", "precis")))
    chat.answer(containing="Qual mensagem aparece na tela?")
    paused = store.ticket(number)
    assert paused.status == "waiting_on_requester"

    chat.tell("quero complementar o chamado", containing=number)
    chat.tell("aparece a mensagem ORA-00942 quando clico em emitir", containing=number)
    assert store.ticket(number).status == "in_progress"
    desk.open(number)
    expect(desk.timeline).to_contain_text("ORA-00942")

    picture = tmp_path / "tela.png"
    picture.write_bytes((ROOT / "portal/static/icons/maskable-192.png").read_bytes())
    ana = another_browser()
    ana.goto(link_in(stack.wait_for_mail(email, about(number, "registrad")), "consulta"))
    confirm(stack, ana, email)
    ana.get_by_label("O que você quer acrescentar?").fill("Segue a tela")
    ana.get_by_label("Arquivos (opcional)").set_input_files(str(picture))
    ana.get_by_role("button", name="Enviar", exact=True).click()
    expect(ana.get_by_role("main")).to_contain_text("tela.png")

    chat.mark()
    desk.open(number)
    desk.write("Solução", "Refizemos o cadastro da unidade gestora.")
    solved = stack.wait_for_mail(email, about(number, "resolvid", "atendid", "solu"))
    assert "Refizemos o cadastro" in body_of(solved)
    chat.answer(containing="foi resolvido")
    assert "Por nada" in chat.tell("obrigado")
    assert store.ticket(number).status == "resolved"

    survey = link_in(solved, "pesquisa")
    events = len(store.history(number))
    for _ in range(2):
        ana.goto(survey)
        expect(ana.get_by_role("heading", name="Como foi o atendimento?")).to_be_visible()
    assert len(store.history(number)) == events

    store.age(number, timedelta(days=3))
    ana.get_by_text("Não resolveu: reabrir o acionamento").click()
    ana.get_by_label("O que continua errado?").fill("O erro voltou logo depois")
    ana.get_by_role("button", name="Reabrir acionamento").click()
    stack.wait_for_mail(email, about(number, "reabert"))
    reopened = store.ticket(number)
    assert reopened.status in {"new", "in_progress"}
    assert before is not None
    assert reopened.due_at is not None
    now = datetime.now(timezone.utc)
    assert before - timedelta(days=3) < now < reopened.due_at
    ana.goto(survey)
    expect(ana.get_by_role("main")).to_contain_text("já")
    expect(ana.get_by_role("button", name="Enviar avaliação")).to_have_count(0)


def test_a_resolved_ticket_is_rated_in_another_conversation_with_the_code_and_closes_by_itself(
    stack: Stack, page: Page, store: Store, another_browser: Opener
) -> None:
    email = "lia.prado@anatel.gov.br"
    page.goto("/")
    number = Chat.open(page).register("a vpn cai a cada cinco minutos", email)
    store.resolve(number, "Trocamos a rota da VPN.")

    elsewhere = another_browser()
    elsewhere.goto("/")
    chat = Chat.open(elsewhere)
    chat.tell("quero avaliar um atendimento", containing="e-mail")
    chat.tell(email, containing="código")
    chat.tell(code_after(stack, email))
    chat.tell("nota 5, mas ainda dá erro")
    assert store.ticket(number).status == "resolved"
    chat.tell("não")
    assert store.ticket(number).status == "resolved"

    store.age(number, timedelta(days=11))
    store.chores()
    assert store.ticket(number).status == "closed"
    stack.wait_for_mail(email, about(number, "encerrad"))


def test_a_cancellation_is_confirmed_first_and_told_by_mail(stack: Stack, page: Page, store: Store) -> None:
    email = "caio.melo@inep.gov.br"
    page.goto("/")
    chat = Chat.open(page)
    number = chat.register("o sei não deixa anexar documento", email)
    chat.tell("pode cancelar meu chamado, já resolvi sozinho", containing="código")
    chat.tell(code_after(stack, email), containing=number)
    assert store.ticket(number).status == "new"
    chat.tell("sim", containing="cancelado")
    assert store.ticket(number).status == "cancelled"
    stack.wait_for_mail(email, about(number, "cancelad"))


def test_a_person_answers_in_the_chat_and_the_assistant_keeps_silent_until_given_back(
    page: Page, desk: Desk
) -> None:
    page.goto("/")
    chat = Chat.open(page)
    chat.tell("quero falar com um atendente", containing="Chamei uma pessoa")
    desk.go("/conversas")
    desk.page.get_by_role("link").filter(has_text="identificad").first.click()
    desk.page.locator("form[action$='/assumir'] button").click()
    chat.mark()
    desk.page.get_by_label("Sua mensagem").fill("Bom dia, aqui é o Bruno. Em que ajudo?")
    desk.page.get_by_role("button", name="Enviar").click()
    chat.answer(containing="aqui é o Bruno")
    chat.mark()
    chat.say("qual o telefone de vocês?")
    expect(desk.page.locator("#conversa")).to_contain_text("qual o telefone de vocês?")
    assert chat.bubbles.count() == chat.seen
    chat.mark()
    desk.page.get_by_role("button", name="Devolver ao assistente").click()
    chat.answer()
    chat.tell("qual o telefone de vocês?", containing="0800 728 2323")


def test_who_is_not_signed_in_sees_nothing_of_the_desk_and_a_tampered_link_shows_nothing(
    stack: Stack, page: Page, store: Store, another_browser: Opener
) -> None:
    email = "vera.dias@inss.gov.br"
    page.goto("/")
    number = Chat.open(page).register("o sigepe não mostra meu contracheque", email)
    carla = another_browser()
    carla.goto(f"/atendimento/acionamentos/{number}")
    expect(carla.get_by_label("Senha")).to_be_visible()
    expect(carla.locator("body")).not_to_contain_text("contracheque")
    link = link_in(stack.wait_for_mail(email, about(number, "registrad")), "consulta")
    carla.goto(link[:-6] + "AAAAAA")
    expect(carla.locator("body")).not_to_contain_text("contracheque")
    expect(carla.locator("body")).to_contain_text("0800 728 2323")
    assert carla.request.get(f"{stack.url}/api/v1/tickets/{number}").status == 401

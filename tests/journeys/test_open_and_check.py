"""Ana opens a ticket on the page, follows the link of her mail, checks the ticket in a new conversation."""

from __future__ import annotations

import os
import re

from playwright.sync_api import Page, expect

from settings import ROOT

from .chatting import Chat
from .conftest import Stack, body_of, code_after, link_in


def test_ana_opens_a_ticket_on_the_page_and_follows_the_mail_to_its_state(stack: Stack, page: Page) -> None:
    page.goto("/")
    chat = Chat.open(page)
    chat.say("o siape tá dando erro desde ontem, meu email é ana.souza@fazenda.gov.br, abre um chamado")
    summary = chat.answer(containing="SIAPE")
    assert "ana.souza@fazenda.gov.br" in summary
    chat.say("qual o telefone de vocês?")
    chat.answer(containing="0800 728 2323")
    chat.say("sim, pode registrar")
    number = re.search(r"20\d\d-\d{7}", chat.answer(containing="registrado com o número"))
    assert number

    mail = stack.wait_for_mail("ana.souza@fazenda.gov.br", lambda mail: number.group() in mail["Subject"])
    assert "SIAPE" in body_of(mail)
    # UPDATE_SCREENSHOTS=1 makes the README's picture anew.
    folder = ROOT / "docs" / "images" if os.environ.get("UPDATE_SCREENSHOTS") else stack.var
    page.screenshot(path=str(folder / "pagina.png"))

    page.goto(link_in(mail, "consulta"))
    expect(page.get_by_role("main")).to_contain_text(number.group())
    expect(page.get_by_role("main")).to_contain_text("Registrado")


def test_ana_checks_her_ticket_from_a_new_conversation_with_the_code_from_her_mail(
    stack: Stack, page: Page
) -> None:
    page.goto("/")
    first = Chat.open(page)
    first.say("meu e-CAC não entra, dá erro de certificado. e-mail bia.lima@cidade.sp.gov.br")
    first.answer(containing="bia.lima@cidade.sp.gov.br")
    first.say("sim")
    number = re.search(r"20\d\d-\d{7}", first.answer(containing="registrado com o número"))
    assert number
    first.end()

    again = Chat.open(page)
    again.say(f"como está o chamado {number.group()}?")
    again.answer(containing="e-mail")
    again.say("bia.lima@cidade.sp.gov.br")
    again.answer(containing="código")
    code = code_after(stack, "bia.lima@cidade.sp.gov.br")
    again.say("000000" if code != "000000" else "000001")
    again.answer(containing="não confere")
    again.say(code)
    assert number.group() in again.answer(containing="e-CAC")


def test_carla_gets_the_same_answer_for_anas_ticket_as_for_one_that_does_not_exist(
    stack: Stack, page: Page
) -> None:
    page.goto("/")
    ana = Chat.open(page)
    ana.say("a VPN não conecta de casa, meu email é rita.alves@anatel.gov.br")
    ana.answer(containing="rita.alves@anatel.gov.br")
    ana.say("sim")
    number = re.search(r"20\d\d-\d{7}", ana.answer(containing="registrado com o número"))
    assert number
    ana.end()

    carla = Chat.open(page)
    carla.say("quero ver meus chamados")
    carla.answer(containing="e-mail")
    carla.say("carla.nunes@inep.gov.br")
    carla.answer(containing="código")
    carla.say(code_after(stack, "carla.nunes@inep.gov.br"))
    carla.answer(containing="carla.nunes@inep.gov.br")
    carla.say(f"e o {number.group()}?")
    of_another = carla.answer()
    carla.say("e o 2026-0999999?")
    of_nobody = carla.answer()
    assert of_another.replace(number.group(), "N") == of_nobody.replace("2026-0999999", "N")
    assert "VPN" not in of_another

"""Macros and canned texts: written by page, kept for oneself or a team, used with one click."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from ticket_store import operations

from .shift import ANA, Shift

Enter = Callable[[str], TestClient]
SEEN = {"seen": "9999"}
FOLHA = {
    "name": "Folha reprocessada",
    "scope": "equipe:people",
    "agent": "eu",
    "priority": "high",
    "tags": "folha",
    "speech": "resolve",
    "text": "{{solicitante}}, o {{ numero }} ({{servico}}) está pronto. {{atendente}}",
}


def macro_of(browser: TestClient, **more: str) -> str:
    """Its number."""
    answer = browser.post("/atendimento/macros/nova", data=FOLHA | more)
    assert "Macro guardada." in answer.text, answer.text
    name = (FOLHA | more)["name"]
    found = re.search(rf'href="/atendimento/macros/(\d+)">{name}<', answer.text)
    assert found
    return found[1]


def test_a_click_does_all_its_steps_with_the_tickets_own_words(bruno: TestClient, shift: Shift) -> None:
    macro, number = macro_of(bruno), shift.opened(name="Ana Reis")
    page = f"/atendimento/acionamentos/{number}"
    assert f'name="macro_id" value="{macro}">Folha reprocessada' in bruno.get(page).text
    form = SEEN | {"macro_id": macro, "submission": "once"}
    for _ in range(2):  # a double click
        assert "Macro feita" in bruno.post(f"{page}/macro", data=form).text
    ticket = shift.ticket(number)
    assert (ticket.status, ticket.agent_name, ticket.priority) == ("resolved", "Bruno", "high")
    assert ticket.tags == ("folha",)
    assert ticket.solution == f"Ana Reis, o {number} (SIAPE) está pronto. Bruno"
    assert shift.mails(ANA) == ["registered", "resolved"]


def test_a_refused_step_undoes_the_others_and_a_colleagues_news_come_first(
    bruno: TestClient, shift: Shift
) -> None:
    macro, number = macro_of(bruno), shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    seen = re.findall(r'name="seen" value="(\d+)"', bruno.get(page).text)[0]
    shift.do(operations.take, ticket_number=number, agent_id=shift.ids["denise"])
    answer = bruno.post(f"{page}/macro", data={"macro_id": macro, "seen": seen})
    assert answer.status_code == 409
    shift.do(operations.resolve, ticket_number=number, solution="Feito.", author=shift.author("denise"))
    answer = bruno.post(f"{page}/macro", data=SEEN | {"macro_id": macro})
    assert answer.status_code == 422
    assert "daí não pode passar" in answer.text
    assert shift.ticket(number).tags == ()
    assert "já não existe" in bruno.post(f"{page}/macro", data=SEEN | {"macro_id": "77"}).text


def test_the_chosen_of_the_queue_get_a_macro_too_and_what_is_typed_goes_first(
    bruno: TestClient, shift: Shift
) -> None:
    macro = macro_of(bruno)
    numbers = [shift.opened(f"p{n}@gmail.com") for n in range(2)]
    form = SEEN | {"numbers": numbers, "macro": macro, "priority": "low"}
    assert "Feito em 2 acionamentos." in bruno.post("/atendimento/lote", data=form).text
    assert [shift.ticket(number).priority for number in numbers] == ["low", "low"]
    assert shift.ticket(numbers[1]).solution == f"p1@gmail.com, o {numbers[1]} (SIAPE) está pronto. Bruno"


def test_a_macro_says_what_it_cannot_be(bruno: TestClient) -> None:
    for wrong, told in (
        ({"name": ""}, "Dê um nome"),
        ({"text": "Olá, {{nome}}."}, "Não há {{nome}}."),
        ({"speech": ""}, "Diga o que é o texto"),
        ({"scope": "todos"}, "é da equipe ou de todos"),
        ({"scope": "equipe:nenhuma"}, "Escolha a equipe"),
        (dict.fromkeys(("agent", "priority", "tags", "speech", "text"), ""), "ao menos uma mudança"),
    ):
        answer = bruno.post("/atendimento/macros/nova", data=FOLHA | wrong)
        assert answer.status_code == 422
        assert told in answer.text
    assert "Nenhuma macro ainda" in bruno.get("/atendimento/macros").text


def test_everybodys_macro_is_copied_not_changed_and_anothers_is_not_seen(
    bruno: TestClient, signed_in: Enter, shift: Shift
) -> None:
    silvia = signed_in("silvia")
    everybody, hers = macro_of(silvia, scope="todos"), macro_of(silvia, scope="eu", name="Minha")
    assert bruno.get(f"/atendimento/macros/{hers}").status_code == 404
    page = bruno.get(f"/atendimento/macros/{everybody}").text
    assert "Guardar uma cópia" in page
    assert bruno.post(f"/atendimento/macros/{everybody}", data=FOLHA).status_code == 422
    assert bruno.post(f"/atendimento/macros/{everybody}/apagar").status_code == 422
    assert "Macro apagada" in silvia.post(f"/atendimento/macros/{everybody}/apagar").text
    assert ("macro_thrown", f"macro:{everybody}") in shift.audited("silvia")


def test_a_text_written_by_page_is_offered_filled_in_and_sent_without_javascript(
    bruno: TestClient, signed_in: Enter, shift: Shift
) -> None:
    form = {"name": "Saudação", "scope": "equipe:people", "text": "Bom dia, {{solicitante}}."}
    listed = bruno.post("/atendimento/textos/novo", data=form).text
    assert "Texto pronto guardado." in listed
    assert "Do catálogo" in listed
    number = shift.opened(name="Ana Reis")
    page = signed_in("denise").get(f"/atendimento/acionamentos/{number}").text
    found = re.search(r'<option value="(texto-\d+)" data-text="Bom dia, Ana Reis.">Saudação', page)
    assert found
    sent = SEEN | {"kind": "answer", "canned": found[1]}
    bruno.post(f"/atendimento/acionamentos/{number}/registrar", data=sent)
    assert shift.history(number)[-1].text == "Bom dia, Ana Reis."
    kept = found[1].removeprefix("texto-")
    assert "Escreva alguma coisa" in bruno.post(f"/atendimento/textos/{kept}", data=form | {"text": ""}).text
    assert "Texto pronto apagado" in bruno.post(f"/atendimento/textos/{kept}/apagar").text

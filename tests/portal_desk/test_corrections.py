"""Putting a ticket right at the desk, putting it off, drafts, and going through the queue."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from ticket_store import operations

from .shift import ANA, CARLA, Clock, Shift


def fields(html: str) -> dict[str, str]:
    """What the form that puts a ticket right would send unchanged."""
    form = re.search(r'action="[^"]*/corrigir".*?</form>', html, re.S)
    assert form
    values = dict(re.findall(r'value="([^"]*)" id="(?:title|email|tags)" name="(\w+)"', form[0]))
    chosen = re.findall(r'name="(\w+)"[^>]*>\s*(?:<option[^>]*>[^<]*</option>)*?'
                        r'<option value="([^"]*)" selected>', form[0])  # fmt: skip
    seen = re.findall(r'name="seen" value="(\d+)"', form[0])[0]
    return {name: value for value, name in values.items()} | dict(chosen) | {"seen": seen}


def test_sending_the_form_unchanged_changes_nothing(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    sent = fields(bruno.get(page).text)
    assert (sent["priority"], sent["service_code"]) == ("normal", "siape")
    assert "Dados corrigidos" in bruno.post(f"{page}/corrigir", data=sent | {"email": ANA}).text
    assert [event.kind for event in shift.history(number)] == ["opened"]


def test_what_was_put_right_stands_in_the_history_and_a_wrong_field_keeps_all(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    right = {
        "title": "Folha de novembro",
        "priority": "high",
        "service_code": "siafi",
        "tags": "Folha, fim do mês",
    }
    wrong = bruno.post(f"{page}/corrigir", data=right | {"email": "sem arroba", "seen": "99"})
    assert wrong.status_code == 422
    assert "Confira o e-mail" in wrong.text
    assert 'value="Folha de novembro"' in wrong.text
    assert shift.ticket(number).title is None
    done = bruno.post(f"{page}/corrigir", data=right | {"email": CARLA, "seen": "99"}).text
    for line in (
        "Título: nenhum → Folha de novembro",
        "Prioridade: Normal → Alta",
        "Serviço: SIAPE → SIAFI",
        "Etiquetas: + fim do mês, + folha",
        "Solicitante trocado",
    ):
        assert line in done, line
    assert shift.ticket(number).email == CARLA
    listed = bruno.get("/atendimento?equipe=todas&etiqueta=folha").text
    assert "Folha de novembro" in listed
    assert "Etiqueta: <strong>folha</strong>" in listed


def test_a_ticket_is_given_back_put_off_and_brought_back(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    number = shift.opened("maria@gmail.com")
    page, seen = f"/atendimento/acionamentos/{number}", {"seen": "99"}
    bruno.post(f"{page}/assumir", data=seen)
    assert "voltou à fila da equipe" in bruno.post(f"{page}/devolver", data=seen).text
    assert shift.ticket(number).agent_id is None
    assert "Escolha até quando" in bruno.post(f"{page}/adiar", data=seen).text
    assert "Escolha até quando" in bruno.post(f"{page}/adiar", data=seen | {"day": "2026-11-24"}).text
    assert "Adiado até amanhã às 08h00" in bruno.post(f"{page}/adiar", data=seen | {"until": "amanha"}).text
    assert number not in bruno.get("/atendimento").text
    assert number in bruno.get("/atendimento?ver=adiados").text
    assert "de novo na fila" in bruno.post(f"{page}/retomar", data=seen).text
    assert number in bruno.get("/atendimento").text
    monday = bruno.post(f"{page}/adiar", data=seen | {"until": "segunda"}).text
    assert "Adiado até segunda às 08h00" in monday


def test_one_goes_from_ticket_to_ticket_in_the_view_one_came_from(bruno: TestClient, shift: Shift) -> None:
    first, middle, last = (shift.opened(f"p{n}@gmail.com") for n in range(3))
    shift.opened("p9@gmail.com", service="siafi")  # another team's
    for number in (first, last):
        shift.do(operations.take, ticket_number=number, agent_id=shift.ids["bruno"])

    def around(number: str) -> dict[str, str]:
        html = bruno.get(f"/atendimento/acionamentos/{number}").text
        return dict(re.findall(r'rel="(\w+)" href="/atendimento/acionamentos/([\d-]+)"', html))

    bruno.get("/atendimento")
    assert around(middle) == {"prev": first, "next": last}
    bruno.get("/atendimento?ver=comigo")
    assert around(first) == {"next": last}
    assert around(middle) == {"next": first}  # not in that view: where it begins
    page = bruno.get(f"/atendimento/acionamentos/{first}").text
    assert 'href="/atendimento?equipe=minhas&amp;ver=comigo">Voltar a “Comigo”' in page


def test_a_draft_waits_for_its_writer_in_any_browser_until_it_is_sent(
    signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    number = shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    here, there = signed_in("bruno"), signed_in("bruno")
    kept = here.post(f"{page}/rascunho", data={"kind": "note", "text": "Pela metade"})
    assert kept.json() == {"text": "Rascunho guardado às 11h00."}
    html = there.get(page).text
    assert ">Pela metade</textarea>" in html
    assert 'value="note" checked' in html
    assert "Pela metade" not in signed_in("denise").get(page).text
    there.post(f"{page}/registrar", data={"kind": "note", "text": "Pela metade, e o resto.", "seen": "99"})
    assert "Pela metade</textarea>" not in here.get(page).text

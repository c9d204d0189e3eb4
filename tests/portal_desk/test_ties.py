"""Links, following and the choice of notices, by their pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from ticket_store import operations
from ticket_store.authors import Author

from .shift import Clock, Shift


def test_a_link_is_made_seen_on_both_pages_and_undone(bruno: TestClient, shift: Shift) -> None:
    held, other = shift.opened(), shift.opened("p@gmail.com")
    page, there = (f"/atendimento/acionamentos/{number}" for number in (held, other))
    wrong = bruno.post(f"{page}/ligar", data={"tie": "blocked_by", "other": "2026-0009999"})
    assert wrong.status_code == 422
    assert 'id="other-wrong">Não há acionamento com este número' in wrong.text
    done = bruno.post(f"{page}/ligar", data={"tie": "blocked_by", "other": other}).text
    assert f'Bloqueado por <a href="{there}">' in done
    assert f"Ligado: bloqueado por {other}" in done
    assert f'Bloqueia <a href="{page}">' in bruno.get(there).text
    assert "Ligação desfeita nos dois." in bruno.post(f"{there}/desligar", data={"other": held}).text
    assert "Bloqueado por" not in bruno.get(page).text.split('class="timeline"')[0]


def test_following_and_what_one_hears_of_are_chosen_by_page(
    signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    denise, number = signed_in("denise"), shift.opened()
    shift.do(operations.take, ticket_number=number, agent_id=shift.ids["bruno"])
    page = f"/atendimento/acionamentos/{number}"
    assert "Deixar de acompanhar" in denise.post(f"{page}/acompanhar").text
    shift.do(operations.comment, ticket_number=number, text="E então?", author=Author("requester"))
    assert "Você acompanha: informação do solicitante." in denise.get("/atendimento/avisos").text
    shown = denise.post("/atendimento/avisos/escolha", data={"wanted": ["team"]}).text
    assert "Escolha guardada" in shown
    assert 'value="team" checked' in shown
    assert 'value="followed" checked' not in shown
    denise.post("/atendimento/avisos/lidos")
    shift.do(operations.comment, ticket_number=number, text="Oi?", author=Author("requester"))
    assert "Não lido" not in denise.get("/atendimento/avisos").text
    assert "Ninguém, além de quem atende." in denise.post(f"{page}/deixar").text


def test_what_one_did_is_undone_beside_its_confirmation_and_not_by_a_colleague(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    number = shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    taken = bruno.post(f"{page}/assumir", data={"seen": "99"}).text
    found = re.search(r'name="event_id" value="(\d+)">Desfazer “Assumido por Bruno”', taken)
    assert found
    assert "Desfazer" not in signed_in("denise").get(page).text
    undone = bruno.post(f"{page}/desfazer", data={"event_id": found[1]}).text
    assert "Desfeito. Os dois passos" in undone
    assert "Devolvido à fila (desfeito)" in undone
    assert shift.ticket(number).agent_id is None
    assert "já não pode ser desfeito" in bruno.post(f"{page}/desfazer", data={"event_id": found[1]}).text


def test_what_the_clock_closed_is_resolved_again_by_whoever_sees_it(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    shift.do(operations.resolve, ticket_number=number, solution="Feito.", author=Author("agent", "Denise"))
    page = f"/atendimento/acionamentos/{number}"
    clock.forward(days=11)
    shift.do(operations.close_due)
    clock.forward(days=-11)
    found = re.search(r'name="event_id" value="(\d+)"', bruno.get(page).text)
    assert found
    assert "Volta a resolvido" in bruno.post(f"{page}/desfazer", data={"event_id": found[1]}).text
    assert shift.ticket(number).status == "resolved"

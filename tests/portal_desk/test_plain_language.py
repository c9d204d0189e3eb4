"""Beside a text that is being written: advice in plain words, asked by the page, kept by nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from sqlalchemy import text

from .conftest import axe_findings, overflows
from .shift import ANA, Shift

HERE = "/atendimento/linguagem-simples"
LONG = " ".join(["uma coisa"] * 16) + "."
STIFF = "Outrossim, o deferimento sai amanhã."


def told(browser: TestClient, written: str) -> dict[str, Any]:
    return browser.post(HERE, data={"text": written}).json()


def test_each_fault_is_told_with_what_to_do(bruno: TestClient) -> None:
    assert told(bruno, "Corrigimos a folha. Confira, por favor.") == {
        "summary": "Linguagem simples: nada a mudar.",
        "advice": [],
    }
    assert told(bruno, f"{LONG} {STIFF}") == {
        "summary": "Linguagem simples: 3 conselhos.",
        "advice": [
            f"Frase de 32 palavras; parta-a: “{LONG}”",
            "Troque “outrossim” por uma palavra comum.",
            "Pouca gente conhece: deferimento. Troque ou explique.",
        ],
    }
    hard = "A disponibilização antecipada da documentação pressupõe regularidade institucional. " * 6
    answer = told(bruno, hard)
    assert "Difícil de ler: o índice é" in " ".join(answer["advice"])
    assert "muito difícil de ler" in answer["summary"]
    easy = told(bruno, "A folha foi feita de novo. Veja se agora dá certo para você. " * 4)
    assert easy["summary"].startswith("Linguagem simples: nada a mudar. Índice de leitura ")
    assert easy["summary"].endswith(", muito fácil de ler.")
    assert told(bruno, " ") == {"summary": "", "advice": []}


def test_only_who_is_signed_in_is_advised(visitor: Callable[[], TestClient]) -> None:
    assert visitor().post(HERE, data={"text": "oi"}).status_code == 401


def test_no_text_is_kept_by_the_advice(bruno: TestClient, shift: Shift) -> None:
    def rows() -> int:
        with shift.engine.connect() as connection:
            tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
            return sum(
                connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
                for table in list(tables)
            )

    before = rows()
    told(bruno, STIFF)
    assert rows() == before


@pytest.mark.browser
def test_who_answers_is_advised_while_he_writes_and_may_send_it_all_the_same(
    seat: Callable[[str], Page], site: str, shift: Shift
) -> None:
    number = shift.opened(ANA)
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    field = tab.get_by_label("Texto", exact=True)
    advice = tab.locator(".plain-hint")
    field.fill(STIFF)
    expect(advice.get_by_role("status")).to_have_text("Linguagem simples: 2 conselhos.")
    expect(advice.get_by_role("listitem")).to_have_count(2)
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab)
        assert axe_findings(tab) == []
    tab.get_by_label("Nota interna").check()  # only the desk reads it
    expect(advice.get_by_role("listitem")).to_have_count(0)
    tab.get_by_label("Resposta").check()
    expect(advice.get_by_role("listitem")).to_have_count(2)
    field.focus()
    tab.keyboard.press("Tab")  # nothing in it stands in the keyboard's way
    expect(tab.get_by_label("Arquivos")).to_be_focused()
    tab.get_by_role("button", name="Enviar resposta").click()
    expect(tab.get_by_text("Resposta enviada ao solicitante.")).to_be_visible()
    expect(tab.locator("#historico-vivo")).to_contain_text(STIFF)


@pytest.mark.browser
def test_without_an_answer_from_the_server_the_text_is_written_as_before(
    seat: Callable[[str], Page], site: str, shift: Shift
) -> None:
    number = shift.opened(ANA)
    tab = seat("bruno")
    tab.route("**/linguagem-simples", lambda route: route.abort())
    tab.goto(f"{site}/acionamentos/{number}")
    with tab.expect_event("requestfailed", lambda request: request.url.endswith("/linguagem-simples")):
        tab.get_by_label("Texto", exact=True).fill(STIFF)
    expect(tab.locator(".plain-hint").get_by_role("status")).to_have_text("")
    tab.get_by_role("button", name="Enviar resposta").click()
    expect(tab.get_by_text("Resposta enviada ao solicitante.")).to_be_visible()

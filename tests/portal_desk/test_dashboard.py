"""The supervisor's figures and their spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from portal.desk.spreadsheets import safe_cell
from ticket_store import operations

from .shift import CARLA, Clock, Shift


def rows_of(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_the_figures_are_those_of_the_store(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    solved, late = shift.opened(CARLA), shift.opened(CARLA, urgency="tudo parado")
    shift.do(operations.resolve, ticket_number=solved, solution="Feito.", author=shift.author("bruno"))
    shift.do(operations.rate, ticket_number=solved, score=4, channel="web")
    clock.forward(hours=5)
    shift.do(operations.resolve, ticket_number=late, solution="Feito.", author=shift.author("bruno"))
    shift.do(operations.reopen, ticket_number=late, reason="Voltou.", author=shift.author("bruno"))
    clock.forward(minutes=1)
    page = signed_in("silvia").get("/atendimento/painel?dias=7").text
    flat = " ".join(page.replace("<dt>", " ").replace("</dt><dd>", ": ").replace("</dd>", ";").split())
    for figure in (
        "Abertos: 2;",
        "Resolvidos: 2;",
        "Em aberto no fim: 1;",
        "Satisfação (1 a 5): 4,0;",
        "Reaberturas: 50%;",
        "Prazos cumpridos: 50%;",
    ):
        assert figure in flat, figure


def test_the_grades_of_chats_are_shown_with_what_was_written(shift: Shift, silvia: TestClient) -> None:
    assert "Nenhuma neste período." in silvia.get("/atendimento/painel").text
    shift.do(operations.grade_chat, conversation_id="web-1", score=5)
    shift.do(operations.grade_chat, conversation_id="web-2", score=2, comment="Demorou <muito>")
    page = silvia.get("/atendimento/painel").text
    assert "Média 3,5, de 2 conversas avaliadas." in page
    assert "<b>2</b> Demorou &lt;muito&gt;" in page


def test_each_chart_has_its_table_beside_it(silvia: TestClient) -> None:
    page = silvia.get("/atendimento/painel").text
    for table in ("t-dias", "t-prazos", "t-notas", "t-conversas"):
        assert f'data-table="{table}"' in page
        assert f'id="{table}"' in page


@pytest.mark.parametrize(
    "query", ["de=x&ate=y", "de=2026-12-31&ate=2020-01-01", "de=1900-01-01", "dias=5000", "de=2026-11-30"]
)
def test_a_strange_period_still_gives_a_page(silvia: TestClient, query: str) -> None:
    assert silvia.get(f"/atendimento/painel?{query}").status_code == 200
    assert silvia.get(f"/atendimento/painel/dias.csv?{query}").status_code == 200


@pytest.mark.parametrize(
    ("query", "start", "end", "sentence"),
    [
        ("de=x&ate=y", "2026-10-27", "2026-11-25", "Informe as duas datas."),
        ("de=&ate=2026-11-20", "2026-10-27", "2026-11-25", "Informe as duas datas."),
        ("de=2026-11-20&ate=2026-11-10", "2026-11-10", "2026-11-20", "trocamos uma pela outra"),
        ("de=2026-11-20&ate=2026-12-10", "2026-11-20", "2026-11-25", "só até hoje"),
        ("de=2020-01-01&ate=2026-11-25", "2025-11-24", "2026-11-25", "até um ano de cada vez"),
    ],
)
def test_a_period_that_is_not_the_one_asked_for_says_why(
    silvia: TestClient, query: str, start: str, end: str, sentence: str
) -> None:
    page = silvia.get(f"/atendimento/painel?{query}").text
    assert "Este não é o período pedido." in page
    assert sentence in page
    assert f'name="de" value="{start}"' in page
    assert f'name="ate" value="{end}"' in page


@pytest.mark.parametrize("query", ["", "dias=7", "de=2026-11-01&ate=2026-11-20", "de=&ate="])
def test_a_period_that_is_the_one_asked_for_says_nothing(silvia: TestClient, query: str) -> None:
    assert "Este não é o período" not in silvia.get(f"/atendimento/painel?{query}").text


@pytest.mark.parametrize(
    "attack", ['=HYPERLINK("http://mal.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"]
)
def test_no_cell_can_be_taken_for_a_formula(attack: str) -> None:
    assert safe_cell(attack).startswith("'")


def test_numbers_and_plain_words_stay_what_they_are() -> None:
    assert safe_cell(-3) == "-3"
    assert safe_cell(4.5) == "4,5"
    assert safe_cell("SIAPE; folha") == "SIAPE; folha"
    assert safe_cell(None) == ""


def test_the_spreadsheet_of_tickets_defuses_what_a_requester_wrote(silvia: TestClient, shift: Shift) -> None:
    number = shift.opened(service=None, service_text='=cmd|"/c calc"!A1')  # type: ignore[arg-type]
    answer = silvia.get("/atendimento/painel/acionamentos.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    rows = rows_of(answer.text)
    assert rows[1][:2] == [number, '\'=cmd|"/c calc"!A1']
    assert "ana@saude" not in answer.text
    assert ("exported", "csv:tickets") in shift.audited("silvia")


def test_what_was_not_understood_can_be_taken_along(silvia: TestClient, shift: Shift, clock: Clock) -> None:
    shift.do(operations.record_misunderstood, conversation_id="web-1", text="=1+1 me ajuda")
    shift.do(operations.record_doubtful, text="respondida, mas em dúvida", guess="greet", confidence=0.4)
    clock.forward(minutes=1)
    rows = rows_of(silvia.get("/atendimento/painel/nao-entendidas.csv").text)
    assert rows == [["Mensagem", "Vezes"], ["'=1+1 me ajuda", "1"]]


def test_a_day_is_a_day_in_sao_paulo(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    clock.forward(hours=12, minutes=30)  # 23h30 of the 25th there, already the 26th in UTC
    shift.opened()
    clock.forward(minutes=1)
    rows = rows_of(signed_in("silvia").get("/atendimento/painel/dias.csv?dias=7").text)
    assert rows[-1] == ["25/11/2026", "1", "0", "1"]

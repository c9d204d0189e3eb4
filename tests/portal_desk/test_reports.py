"""Reports by page: each figure leads to its tickets, the spreadsheet says the same."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape

from fastapi.testclient import TestClient

from ticket_store import operations

from .shift import CARLA, Clock, Shift

HERE = "/atendimento/relatorios"


def a_week(shift: Shift, clock: Clock) -> None:
    """Three of one team, one of another; one promise is broken."""
    for n, service in enumerate(("siape", "siape", "siape", "vpn")):
        number = shift.opened(CARLA, service, urgency="tudo parado" if n == 0 else None)
        clock.forward(hours=5 if n == 0 else 0.2)
        shift.do(operations.resolve, ticket_number=number, solution="Feito.", author=shift.author("bruno"))
    shift.opened(CARLA)
    clock.forward(minutes=1)


def test_a_figure_leads_to_as_many_tickets_as_it_says(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    a_week(shift, clock)
    silvia = signed_in("silvia")
    from_here = silvia.get(f"{HERE}?dias=7&por=equipe").text
    links = re.findall(r'<a href="(/atendimento/relatorios/acionamentos[^"]+)">(\d+)<', from_here)
    assert len(links) > 10
    for link, count in links:
        page = silvia.get(unescape(link)).text
        assert re.search(rf"<h1>[^<]+: {count}</h1>", page), link
        assert len(re.findall(r'<th scope="row"><a href="/atendimento/acionamentos/', page)) == int(count)


def test_the_spreadsheet_says_what_the_page_says(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    a_week(shift, clock)
    silvia = signed_in("silvia")
    answer = silvia.get(f"{HERE}/relatorio.csv?dias=7&por=equipe&prazo=resolution")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    head = rows[0]
    people = dict(zip(head, next(row for row in rows if "pessoas" in row[0]), strict=True))
    assert (people["Abertos"], people["Resolvidos"]) == ("4", "3")
    assert (people["Prazos cumpridos"], people["Prazos descumpridos"], people["Cumprimento"]) == (
        "2", "1", "0,667",
    )  # fmt: skip
    assert people["Solução: mediana (horas)"] == "0,2"
    assert people["Solução em tempo útil: mediana (horas)"] == "0,2"
    page = silvia.get(f"{HERE}?dias=7&por=equipe&prazo=resolution").text
    assert "67%" in page
    assert "12 min" in page
    everyone = dict(zip(head, next(row for row in rows if row[0] == "Todos"), strict=True))
    useful = everyone["Solução em tempo útil: p90 (horas)"]
    hours, minutes = divmod(round(float(useful.replace(",", ".")) * 60), 60)
    told = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    row = re.search(r"Solução em tempo útil: 9 em cada 10 até</th><td><a[^>]*>([^<]+)<", page)
    assert row
    assert row[1] == told
    behind = silvia.get(f"{HERE}/acionamentos.csv?dias=7&fato=descumpridos&equipe=people&prazo=resolution")
    assert behind.text.count("\r\n") == 2
    assert "carla" not in behind.text
    assert ("exported", "csv:report") in shift.audited("silvia")


def test_a_strange_address_still_gives_a_report_and_an_attendant_none(
    silvia: TestClient, bruno: TestClient
) -> None:
    for query in ("por=x&atendente=y&prazo=z&dias=x", "de=2010-01-01&ate=2030-01-01&orgao=%25_'", "equipe=-"):
        assert silvia.get(f"{HERE}?{query}").status_code == 200
    assert silvia.get(f"{HERE}/acionamentos?fato=nada").status_code == 404
    for path in ("", "/relatorio.csv", "/acionamentos?fato=abertos", "/acionamentos.csv?fato=abertos"):
        assert bruno.get(f"{HERE}{path}").status_code == 403


def test_a_report_is_asked_for_by_mail_and_stopped(silvia: TestClient, shift: Shift) -> None:
    query = {"query": "dias=7&por=servico&equipe=people", "every": "week"}
    page = silvia.post(f"{HERE}/enviar", data=query).text
    assert "Relatório marcado" in page
    assert "por serviço: Sistemas de gestão de pessoas" in page
    [number] = re.findall(r'name="report_id" value="(\d+)"', page)
    assert "não chega mais" in silvia.post(f"{HERE}/parar", data={"report_id": number, **query}).text
    assert silvia.post(f"{HERE}/enviar", data={"every": "x"}).status_code == 404

"""The queue filtered, ordered and kept under a name: for oneself, the team, everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from fastapi.testclient import TestClient

from ticket_store import operations

from .shift import Clock, Shift

Enter = Callable[[str], TestClient]


def numbers_on(html: str) -> list[str]:
    return re.findall(r'<tr class="\w+" id="t-([\d-]+)"', html)


def keep(browser: TestClient, query: str, name: str, scope: str = "eu") -> str:
    """The address of the view."""
    form = {"name": name, "scope": scope, "query": query}
    answer = browser.post("/atendimento/vistas", data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    number = parse_qs(urlsplit(answer.headers["location"]).query)["vista"][0]
    return f"/atendimento?vista={number}"


def test_the_queue_is_filtered_and_ordered(bruno: TestClient, shift: Shift, clock: Clock) -> None:
    old = shift.opened("p0@gmail.com", urgency="pra ontem")
    clock.forward(minutes=1)
    low = shift.opened("p1@gmail.com", urgency="sem pressa")
    clock.forward(minutes=1)
    other = shift.opened("p2@gmail.com", service="sigepe")
    clock.forward(minutes=1)
    shift.do(operations.take, ticket_number=low, agent_id=shift.ids["denise"])
    for query, wanted in (
        ("prioridade=high", [old]),
        ("servico=sigepe", [other]),
        ("atendente=ninguem", [old, other]),
        (f"atendente={shift.ids['denise']}", [low]),
        ("ordem=novos", [other, low, old]),
        ("ordem=antigos", [old, low, other]),
        ("ordem=parados", [old, other, low]),
        ("ordem=prioridade", [old, other, low]),
        ("ordem=nada&atendente=x&prioridade=y&colunas=z", [old, other, low]),
    ):
        html = bruno.get(f"/atendimento?equipe=todas&{query}").text
        assert numbers_on(html) == wanted, query
    finished = bruno.get("/atendimento?equipe=todas&prioridade=high&ver=encerrados").text
    assert re.search(r'aria-current="true" class="finished">Encerrados</a>', finished)


def test_a_view_is_kept_with_its_filters_order_and_columns_and_the_next_ticket_is_its(
    bruno: TestClient, shift: Shift
) -> None:
    first, skipped, last = (shift.opened(f"p{n}@gmail.com") for n in range(3))
    for number in (first, last):
        shift.do(operations.tag, ticket_number=number, tags=["folha"], author=shift.author("denise"))
    query = "equipe=todas&etiqueta=folha&ordem=novos&colunas=prazo,canal"
    view = keep(bruno, query, "  Folha  de pagamento ")
    html = bruno.get(view).text
    assert numbers_on(html) == [last, first]
    assert re.findall(r'<td class="c-(\w+)"', html)[:2] == ["prazo", "canal"]
    assert f'href="{view}" aria-current="true">Folha de pagamento' in html
    page = bruno.get(f"/atendimento/acionamentos/{last}").text
    assert "Voltar a “Folha de pagamento”" in page
    assert f'rel="next" href="/atendimento/acionamentos/{first}"' in page
    assert skipped not in page.split('class="ticket-grid"')[0]


def test_the_teams_view_is_the_teams_and_everybodys_only_the_supervision_changes(
    bruno: TestClient, signed_in: Enter, shift: Shift
) -> None:
    silvia = signed_in("silvia")
    own = keep(bruno, "prioridade=high", "Só minha")
    team = keep(bruno, "prioridade=high", "Da equipe", "equipe:people")
    everybody = keep(silvia, "prioridade=high", "De todos", "todos")
    other = keep(silvia, "prioridade=high", "De outra", "equipe:network")
    shown = bruno.get("/atendimento").text
    assert ["Só minha" in shown, "Da equipe" in shown, "De todos" in shown, "De outra" in shown] == [
        True, True, True, False,
    ]  # fmt: skip
    assert "Só minha" not in silvia.get("/atendimento").text
    assert "Apagar a vista" not in bruno.get(everybody).text
    for address, refused in ((everybody, "Isto é da equipe ou de todos"), (other, "já não existe")):
        number = address.partition("=")[2]
        answer = bruno.post(f"/atendimento/vistas/{number}/apagar", data={"query": ""})
        assert answer.status_code == 422
        assert refused in answer.text
    form = {"name": "x", "scope": "todos", "query": ""}
    assert "Isto é da equipe ou de todos" in bruno.post("/atendimento/vistas", data=form).text
    number = team.partition("=")[2]
    renamed = {"name": "Altas", "scope": "equipe:people", "query": "prioridade=critical"}
    assert "Vista guardada" in bruno.post(f"/atendimento/vistas/{number}", data=renamed).text
    assert 'value="critical" selected' in silvia.get(team).text
    assert "Vista apagada" in bruno.post(f"/atendimento/vistas/{own[-1]}/apagar", data={"query": ""}).text
    assert "Só minha" not in bruno.get("/atendimento").text


def test_a_view_without_a_name_is_asked_for_one(bruno: TestClient) -> None:
    answer = bruno.post("/atendimento/vistas", data={"name": " ", "query": "prioridade=high"})
    assert answer.status_code == 422
    assert "Dê um nome" in answer.text
    assert 'value="high" selected' in answer.text


def counts_on(html: str) -> dict[str, str]:
    """What stands beside each view, by its name; "" for none."""
    found = re.findall(
        r'<li><a href="[^"]*"[^>]*>([^<]+?)\s*(?:<span class="sr-only">[^<]*</span>)?\s*'
        r'(?:<span class="count">([^<]*)</span>)?</a></li>',
        html,
    )
    return dict(found)


def test_each_saved_view_says_how_many_it_has_for_whoever_looks(
    bruno: TestClient, signed_in: Enter, shift: Shift, clock: Clock
) -> None:
    mine, hers, _ = (shift.opened(f"p{n}@gmail.com", urgency="pra ontem") for n in range(3))
    shift.do(operations.take, ticket_number=mine, agent_id=shift.ids["bruno"])
    shift.do(operations.take, ticket_number=hers, agent_id=shift.ids["denise"])
    silvia = signed_in("silvia")
    keep(silvia, "equipe=todas&prioridade=high&atendente=eu", "Graves comigo", "todos")
    keep(silvia, "equipe=todas&prioridade=high", "Graves", "todos")
    keep(silvia, "equipe=todas&prioridade=high&ver=encerrados", "Graves do passado", "todos")
    seen = counts_on(bruno.get("/atendimento").text)
    assert (seen["Graves comigo"], seen["Graves"], seen["Graves do passado"]) == ("1", "3", "")
    assert counts_on(silvia.get("/atendimento").text)["Graves comigo"] == "0"


def test_what_i_follow_is_a_view_whatever_the_team_until_it_is_over(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    followed, resolved, over, other = (shift.opened(f"p{n}@gmail.com") for n in range(4))
    for number in (followed, resolved, over):
        shift.do(operations.follow_ticket, ticket_number=number, agent_id=shift.ids["bruno"])
    shift.do(operations.follow_ticket, ticket_number=other, agent_id=shift.ids["denise"])
    shift.do(
        operations.forward,
        ticket_number=followed,
        team_code="network",
        note=None,
        author=shift.author("denise"),
    )
    shift.do(operations.resolve, ticket_number=resolved, solution="Feito.", author=shift.author("denise"))
    shift.do(operations.cancel, ticket_number=over, author=shift.author("denise"))
    html = bruno.get("/atendimento?equipe=finance&ver=acompanho").text
    assert set(numbers_on(html)) == {followed, resolved}
    assert counts_on(html)["Acompanho"] == "2"
    first = numbers_on(html)[0]
    assert "1 de 2" in bruno.get(f"/atendimento/acionamentos/{first}").text

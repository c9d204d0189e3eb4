"""The queues by team and deadline, and the search."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from fastapi.testclient import TestClient

from portal.desk import words
from ticket_store import operations

from .shift import CARLA, Clock, Shift


def numbers_on(html: str) -> list[str]:
    return re.findall(r'<tr class="\w+" id="t-([\d-]+)"', html)


def test_what_is_overdue_comes_first_and_what_waits_last(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    waiting = shift.opened()
    shift.do(operations.ask_requester, ticket_number=waiting, text="Qual tela?", author=shift.author("bruno"))
    late = shift.opened(CARLA, urgency="tudo parado")
    clock.forward(hours=5)
    soon = shift.opened(CARLA, urgency="tudo parado")
    later = shift.opened(CARLA)
    html = signed_in("bruno").get("/atendimento?equipe=todas").text
    assert numbers_on(html) == [late, soon, later, waiting]
    assert "Venceu há 4 horas" in html
    assert "Vence em 15 minutos" in html
    assert "Prazo parado" in html


def test_the_first_answer_counts_and_what_was_kept_is_said_in_the_end(
    signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    number = shift.opened(CARLA)  # first answer in 1 h, solution in 24 h
    clock.forward(minutes=50)
    page = f"/atendimento/acionamentos/{number}"
    near = signed_in("bruno").get(page).text
    assert "Vence em 10 minutos" in near
    assert "primeira resposta, hoje às 12h00" in near
    assert 'class="due near"' in near
    clock.forward(minutes=30)
    bruno = signed_in("bruno")
    assert numbers_on(bruno.get("/atendimento?equipe=todas&ver=vencidos").text) == [number]
    shift.do(operations.comment, ticket_number=number, text="Vendo.", author=shift.author("bruno"))
    assert "solução, amanhã às 11h00" in bruno.get(page).text
    shift.do(operations.resolve, ticket_number=number, solution="Feito.", author=shift.author("bruno"))
    kept = shift.opened(CARLA)
    shift.do(operations.resolve, ticket_number=kept, solution="Feito.", author=shift.author("bruno"))
    done = bruno.get("/atendimento?equipe=todas&ver=resolvidos").text
    assert re.findall(r'class="due none">([^<]+)<', done) == ["Prazos cumpridos", "Fora do prazo"]
    assert '<span class="due-when">primeira resposta</span>' in done


def test_the_deadline_is_said_in_words_over_midnight_and_the_weekend() -> None:
    friday_night = datetime(2026, 11, 28, 2, 30, tzinfo=timezone.utc)  # 23h30 on Friday in São Paulo
    assert words.when(datetime(2026, 11, 28, 2, 50, tzinfo=timezone.utc), friday_night) == "hoje às 23h50"
    assert words.when(datetime(2026, 11, 28, 3, 10, tzinfo=timezone.utc), friday_night) == "amanhã às 00h10"
    assert words.when(datetime(2026, 11, 30, 12, 0, tzinfo=timezone.utc), friday_night) == "segunda às 09h00"
    assert words.when(datetime(2026, 12, 9, 12, 0, tzinfo=timezone.utc), friday_night) == "em 09/12 às 09h00"


def test_a_duration_never_says_more_than_is_left() -> None:
    assert words.lasting(timedelta(hours=38)) == "1 dia"
    assert words.lasting(timedelta(minutes=119)) == "1 hora"
    assert words.lasting(timedelta(minutes=59, seconds=59)) == "59 minutos"
    assert words.lasting(timedelta(days=-3, hours=2)) == "2 dias"


def test_an_attendant_sees_his_teams_first_and_any_other_on_demand(bruno: TestClient, shift: Shift) -> None:
    mine, other = shift.opened(service="siape"), shift.opened(service="siafi")
    assert numbers_on(bruno.get("/atendimento").text) == [mine]
    assert numbers_on(bruno.get("/atendimento?equipe=finance").text) == [other]
    assert set(numbers_on(bruno.get("/atendimento?equipe=todas").text)) == {mine, other}


def test_the_views_count_and_show_the_same(bruno: TestClient, shift: Shift) -> None:
    free, taken, done = shift.opened(), shift.opened(), shift.opened()
    shift.do(operations.take, ticket_number=taken, agent_id=shift.ids["bruno"])
    shift.do(operations.resolve, ticket_number=done, solution="Feito.", author=shift.author("bruno"))
    html = bruno.get("/atendimento").text
    counts = dict(re.findall(r'>([^<>]+) <span class="count">(\d+)<', html))
    assert counts == {
        "Em aberto": "2",
        "Vencidos": "0",
        "Sem atendente": "1",
        "Comigo": "1",
        "Acompanho": "0",
        "Aguardam o solicitante": "0",
        "Adiados": "0",
        "Resolvidos": "1",
        "Encerrados": "0",
    }
    assert numbers_on(bruno.get("/atendimento?ver=livres").text) == [free]
    assert numbers_on(bruno.get("/atendimento?ver=comigo").text) == [taken]
    assert numbers_on(bruno.get("/atendimento?ver=resolvidos").text) == [done]


def test_a_long_queue_is_cut_into_pages(bruno: TestClient, shift: Shift) -> None:
    opened = [shift.opened(f"pessoa{n}@mec.gov.br") for n in range(32)]
    first, second = bruno.get("/atendimento").text, bruno.get("/atendimento?pagina=2").text
    assert "1 a 30 de 32" in first
    assert "31 a 32 de 32" in second
    assert sorted(numbers_on(first) + numbers_on(second)) == sorted(opened)
    assert bruno.get("/atendimento?pagina=99&ver=nada&equipe=nenhuma").status_code == 200


def test_a_number_in_any_spelling_opens_its_ticket(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    digits = number.replace("-", "")
    for typed in (number, digits, f"nº {number}", f"{number[:4]} {number[5:]}"):
        answer = bruno.get("/atendimento/busca", params={"q": typed}, follow_redirects=False)
        assert answer.headers["location"] == f"/atendimento/acionamentos/{number}", typed


def test_search_finds_by_requester_and_by_words_of_the_history(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened(description="A folha não abre de jeito nenhum.")
    other = shift.opened(CARLA, description="O certificado não é reconhecido.")
    shift.do(
        operations.comment, ticket_number=other, text="Trocado o leitor verde.", author=shift.author("bruno")
    )
    for typed, wanted in (
        ("ana@saude", number),
        ("carla", other),
        ("leitor verde", other),
        ("folha jeito", number),
    ):
        assert numbers_on(bruno.get("/atendimento/busca", params={"q": typed}).text) == [wanted], typed
    nothing = bruno.get("/atendimento/busca", params={"q": "inexistente"}).text
    assert "Nada encontrado" in nothing


def test_a_search_shows_the_found_words_where_they_stand(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened(description="Erro na emissão de notas.")
    shift.do(
        operations.comment,
        ticket_number=number,
        text="Visto às 9h <b>no</b> caixa.",
        author=shift.author("bruno"),
    )
    html = bruno.get("/atendimento/busca", params={"q": "nota EMISSAO"}).text
    assert numbers_on(html) == [number]
    assert "Erro na <mark>emissão</mark> de <mark>nota</mark>s." in html
    html = bruno.get("/atendimento/busca", params={"q": "caixa"}).text
    assert "&lt;b&gt;no&lt;/b&gt; <mark>caixa</mark>." in html


def test_hostile_text_stays_text(bruno: TestClient, shift: Shift) -> None:
    attack = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    number = shift.opened(description=f"Erro {attack}", name=attack)
    for path in ("", f"/acionamentos/{number}", f"/busca?q={attack}"):
        html = bruno.get(f"/atendimento{path}").text
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path

"""A burst proposes an incident to the supervisor, who announces or dismisses it; its tickets go with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from portal.desk.feed import Feed
from ticket_store import operations, queries, roles
from ticket_store.database import reading
from ticket_store.queries import incident_tickets

from .shift import Shift

PATH = "/atendimento/incidentes"
WORDS = "A tela do SIAPE fica branca depois do login"


@pytest.fixture
def silvia(signed_in: Callable[[str], TestClient]) -> TestClient:
    return signed_in("silvia")


def burst(shift: Shift, people: int = 5) -> int:
    for number in range(people):
        shift.do(
            operations.open_ticket,
            email=f"pessoa{number}@saude.gov.br",
            service_code="siape",
            description=WORDS,
            channel="web",
            submission_key=f"burst-{number}",
        )
    assert shift.do(operations.propose_incidents) == 1
    with reading(shift.engine) as session:
        return incident_tickets.proposals(session)[0].id


def test_the_supervisor_sees_the_tickets_and_announces_them_as_one(
    silvia: TestClient, bruno: TestClient, shift: Shift
) -> None:
    proposal = burst(shift)
    page = silvia.get(PATH).text
    assert "Parece um incidente: SIAPE" in page
    assert "5 pessoas" in page
    assert page.count(WORDS) == 5
    assert "Parece um incidente" not in bruno.get(PATH).text
    missing = silvia.post(f"{PATH}/propostas/{proposal}/aceitar", data={"title": "", "text": "Em análise."})
    assert missing.status_code == 422
    assert f'id="title-p{proposal}-wrong"' in missing.text
    assert "Em análise." in missing.text
    told = {"title": "tela branca", "text": "Em análise."}
    accepted = silvia.post(f"{PATH}/propostas/{proposal}/aceitar", data=told).text
    assert "5 acionamentos ligados" in accepted
    assert "Parece um incidente" not in accepted
    assert "já foi decidida" in silvia.post(f"{PATH}/propostas/{proposal}/aceitar", data=told).text
    assert ("proposal_accepted", f"proposal:{proposal}") in shift.audited("silvia")


def test_one_text_goes_to_all_and_the_end_asks_each(silvia: TestClient, shift: Shift) -> None:
    proposal = burst(shift)
    silvia.post(f"{PATH}/propostas/{proposal}/aceitar", data={"title": "tela branca", "text": "Em análise."})
    with reading(shift.engine) as session:
        incident = queries.active_incidents(session)[0].id
    assert "Texto atualizado" in silvia.post(f"{PATH}/{incident}", data={"text": "Causa achada."}).text
    assert (
        "foram resolvidos" in silvia.post(f"{PATH}/{incident}", data={"text": "Voltou.", "over": "true"}).text
    )
    for number in range(5):
        assert shift.mails(f"pessoa{number}@saude.gov.br") == ["registered", "answered", "resolved"]


def test_a_dismissed_one_is_gone(silvia: TestClient, shift: Shift) -> None:
    proposal = burst(shift)
    assert "Proposta descartada" in silvia.post(f"{PATH}/propostas/{proposal}/descartar").text
    assert "Parece um incidente" not in silvia.get(PATH).text
    assert shift.do(operations.propose_incidents) == 0


def test_tickets_are_tied_and_untied_by_hand_and_their_page_says_so(
    silvia: TestClient, bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    told = {"service_code": shift.ticket(number).service_code, "title": "fora do ar", "text": "Vendo."}
    silvia.post(PATH, data=told)
    with reading(shift.engine) as session:
        incident = queries.active_incidents(session)[0].id
    assert number in silvia.get(PATH).text
    assert "1 acionamento ligado" in silvia.post(f"{PATH}/{incident}/ligar", data={"numbers": [number]}).text
    page = bruno.get(f"/atendimento/acionamentos/{number}").text
    assert "Faz parte do incidente" in page
    assert "Ligado a um incidente: fora do ar" in page
    silvia.post(f"{PATH}/desligar/{number}")
    assert "Faz parte do incidente" not in bruno.get(f"/atendimento/acionamentos/{number}").text


@pytest.mark.parametrize(
    "what", ["propostas/1/aceitar", "propostas/1/descartar", "1/ligar", "desligar/2026-0000001"]
)
def test_an_attendant_decides_none_of_it(bruno: TestClient, shift: Shift, what: str) -> None:
    burst(shift)
    assert bruno.post(f"{PATH}/{what}", data={"title": "x", "text": "y"}).status_code == 403
    with reading(shift.engine) as session:
        assert len(incident_tickets.proposals(session)) == 1


def test_open_pages_of_supervisors_are_told(shift: Shift) -> None:
    feed = Feed(shift.engine)
    feed._start()
    burst(shift)
    told = [notice for notice in feed._look() if notice.permission == roles.INCIDENTS]
    assert [(notice.text, notice.href) for notice in told] == [("Muita gente conta o mesmo problema", PATH)]

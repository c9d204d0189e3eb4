"""A conversation passed on, the ended ones found again, and its words in the ticket that comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from fastapi.testclient import TestClient

from ticket_store import administration, operations, queries
from ticket_store.administration import KINDS
from ticket_store.database import reading

from .shift import PASSWORD, Clock, Shift

HERE = "/atendimento/conversas"
OPENING = [
    {"from": "user", "text": '/greet{"a": 1}'},
    {"from": "user", "text": "o SIAPE não abre a minha FOLHA"},
    {"from": "bot", "text": "Vou chamar alguém."},
]


def taken(bruno: TestClient, shift: Shift) -> int:
    handoff = shift.handoff(said=OPENING)
    bruno.post(f"{HERE}/{handoff}/assumir")
    shift.do(operations.hear_live, conversation_id="web-abc", text="é urgente", uid="u1")
    return handoff


def chat_rows(shift: Shift) -> list[str]:
    return shift.mails("web-abc")


def test_a_colleague_is_in_it_at_once_and_the_person_is_told(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    denise, handoff = signed_in("denise"), taken(bruno, shift)
    page = f"{HERE}/{handoff}"
    assert "Escolha um colega ou uma equipe." in bruno.post(f"{page}/passar", data={"to": "x"}).text
    answer = bruno.post(f"{page}/passar", data={"to": str(shift.ids["denise"])})
    assert "Conversa passada." in answer.text
    assert 'data-count="1"' in denise.get("/atendimento").text
    assert "Sua mensagem" in denise.get(page).text
    assert "Sua mensagem" not in bruno.get(page).text
    assert bruno.post(f"{page}/passar", data={"to": "equipe:people"}).status_code == 409
    assert chat_rows(shift) == ["handoff_taken", "handoff_taken"]
    assert ("handoff_passed", f"handoff:{handoff}") in shift.audited("bruno")


def test_passed_to_a_team_it_waits_again_as_long_as_at_first(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    handoff = taken(bruno, shift)
    clock.forward(minutes=20)
    bruno.post(f"{HERE}/{handoff}/passar", data={"to": "equipe:finance"})
    with reading(shift.engine) as session:
        [waits] = queries.live_queue(session)
    assert (waits.status, waits.agent_id) == ("requested", None)
    assert (waits.expires_at - clock.at).total_seconds() == 300
    assert "Passada à equipe Sistemas financeiros" in bruno.get(HERE).text
    assert chat_rows(shift)[-1] == "handoff_passed"


def test_an_ended_conversation_is_found_by_what_was_said_in_it(bruno: TestClient, shift: Shift) -> None:
    handoff = taken(bruno, shift)
    link = f'href="{HERE}/{handoff}"'
    assert link not in bruno.get(f"{HERE}/encerradas").text
    bruno.post(f"{HERE}/{handoff}/devolver")
    for words in ("", "folha nao", "URGENTE bruno", "ana@saude"):
        assert link in bruno.get(f"{HERE}/encerradas", params={"q": words}).text, words
    assert link not in bruno.get(f"{HERE}/encerradas", params={"q": "folha vpn"}).text


def test_the_ticket_that_comes_of_it_says_what_was_said(bruno: TestClient, shift: Shift) -> None:
    handoff = taken(bruno, shift)
    page = bruno.get(f"/atendimento/novo?conversa={handoff}").text
    told = (
        "Solicitante: o SIAPE não abre a minha FOLHA\nAssistente: Vou chamar alguém.\nSolicitante: é urgente"
    )
    assert f">{told}</textarea>" in page


def test_the_desk_says_who_attends_while_he_is_there(
    bruno: TestClient, signed_in: Callable[[str], TestClient], clock: Clock
) -> None:
    denise = signed_in("denise")
    assert "Ninguém marcou" in denise.get(HERE).text
    bruno.post(f"{HERE}/plantao", data={"attending": "sim"})
    assert "Atendem conversas agora: Bruno." in denise.get(HERE).text
    for _ in range(2):
        clock.forward(minutes=40)
        page = denise.get(HERE).text
    assert "Ninguém marcou" in page  # his session has ended


def test_a_team_that_is_not_there_now_is_said_so_where_one_passes_to_it(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    data = {"calendar": "business"}
    shift.do(administration.save, kind=KINDS["duty"], code="network", data=data, agent_id=None)
    number, handoff = shift.opened(), shift.handoff()
    bruno.post(f"{HERE}/{handoff}/assumir")
    pages = (f"{HERE}/{handoff}", f"/atendimento/acionamentos/{number}")
    assert not any("fora do horário" in bruno.get(page).text for page in pages)
    clock.at = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)  # 19h00 of that Wednesday
    bruno.post("/atendimento/entrar", data={"email": "bruno@serpro.gov.br", "password": PASSWORD})
    for page in pages:
        assert "(fora do horário até amanhã às 08h00)" in bruno.get(page).text, page

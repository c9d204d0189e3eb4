"""The same done to several tickets of the queue, and what is told of those it was not done to."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient
from httpx import Response

from ticket_store import operations

from .shift import ANA, Shift

ALL_SEEN = "9999"


def hidden(html: str) -> dict[str, str]:
    """What the form of the bulk action carries besides what one chooses."""
    return {name: re.findall(rf'name="{name}" value="(\w+)"', html)[0] for name in ("seen", "submission")}


def test_several_are_taken_tagged_and_put_off_in_one_go(bruno: TestClient, shift: Shift) -> None:
    first, second, other = (shift.opened(f"p{n}@gmail.com") for n in range(3))
    page = bruno.get("/atendimento").text
    assert f'value="{first}" form="lote"' in page
    chosen = {"numbers": [first, second], "agent": "eu", "tags": "Folha, férias", "until": "amanha"}
    answer = bruno.post("/atendimento/lote", data=hidden(page) | chosen)
    assert "Feito em 2 acionamentos." in answer.text
    for number in (first, second):
        ticket = shift.ticket(number)
        assert (ticket.agent_name, ticket.tags) == ("Bruno", ("folha", "férias"))
        assert ticket.snoozed_until is not None
    assert shift.ticket(other).agent_id is None


def test_one_that_cannot_be_done_is_left_whole_and_told_with_its_reason(
    bruno: TestClient, shift: Shift
) -> None:
    fine, over = shift.opened(), shift.opened()
    shift.do(operations.cancel, ticket_number=over, author=shift.author("denise"))
    form = {"numbers": [fine, over], "seen": ALL_SEEN, "tags": "folha", "agent": "eu", "priority": "high"}
    answer = bruno.post("/atendimento/lote", data=form)
    assert answer.status_code == 409
    assert re.search(rf"Feito em 1:</strong> <a [^>]*>{fine}<", answer.text)
    assert f"O {over} já terminou" in answer.text
    assert f'value="{over}" checked' in answer.text
    assert shift.ticket(over).tags == ()
    assert shift.ticket(fine).priority == "high"


def test_what_a_colleague_did_meanwhile_is_told_before_anything_is_done(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    page = bruno.get("/atendimento").text
    shift.do(operations.take, ticket_number=number, agent_id=shift.ids["denise"])
    answer = bruno.post("/atendimento/lote", data=hidden(page) | {"numbers": number, "agent": "eu"})
    assert "Mudou enquanto a fila estava aberta: assumido por denise" in answer.text
    assert shift.ticket(number).agent_name == "Denise"
    again = hidden(answer.text) | {"numbers": number, "agent": "eu"}
    assert "Feito em 1 acionamento." in bruno.post("/atendimento/lote", data=again).text


def test_an_answer_and_a_solution_go_to_each_requester_and_a_double_click_sends_one(
    bruno: TestClient, shift: Shift
) -> None:
    numbers = [shift.opened(f"p{n}@gmail.com") for n in range(2)]
    form = {"numbers": numbers, "seen": ALL_SEEN, "speech": "answer", "text": "Voltou.", "submission": "one"}
    for _ in range(2):
        assert "Feito em 2" in bruno.post("/atendimento/lote", data=form).text
    assert shift.mails("p0@gmail.com") == ["registered", "answered"]
    solved = form | {"speech": "resolve", "submission": "two"}
    bruno.post("/atendimento/lote", data=solved)
    assert [shift.ticket(number).status for number in numbers] == ["resolved", "resolved"]


def test_what_is_so_already_is_no_change(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    form = {"numbers": number, "seen": ALL_SEEN, "team_code": "people", "priority": "normal"}
    answer = bruno.post("/atendimento/lote", data=form)
    assert "Em 1 nada mudou: já estava assim." in answer.text
    assert [event.kind for event in shift.history(number)] == ["opened"]
    assert shift.mails(ANA) == ["registered"]


def test_a_form_that_says_too_little_does_nothing_and_keeps_what_was_chosen(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    for form, told in (
        ({"agent": "eu"}, "Marque na fila"),
        ({"numbers": number}, "Escolha o que fazer"),
        ({"numbers": number, "text": "Oi"}, "Diga o que é o texto"),
        ({"numbers": number, "speech": "answer"}, "Escreva alguma coisa"),
        ({"numbers": number, "agent": "999"}, "Escolha um atendente"),
        ({"numbers": number, "until": "ontem"}, "Escolha até quando"),
    ):
        answer = bruno.post("/atendimento/lote", data=form | {"seen": ALL_SEEN})
        assert answer.status_code in (409, 422)
        assert told in answer.text, form
        assert "numbers" not in form or f'value="{number}" checked' in answer.text
    assert [event.kind for event in shift.history(number)] == ["opened"]


def in_one_go(browser: TestClient, numbers: list[str], **chosen: str) -> str:
    """Does it; gives the page that tells so."""
    form = {"numbers": numbers, "seen": ALL_SEEN, "submission": "one"} | chosen
    return browser.post("/atendimento/lote", data=form).text


def take_back(browser: TestClient, html: str) -> Response:
    action = re.search(r'action="(/atendimento/lote/\w+/desfazer)"', html)
    assert action, html
    return browser.post(action[1], headers={"Accept": "text/html"})


def test_it_is_taken_back_in_all_of_them_at_once_and_once(bruno: TestClient, shift: Shift) -> None:
    numbers = [shift.opened(f"p{n}@gmail.com") for n in range(3)]
    shift.do(operations.tag, ticket_number=numbers[0], tags=["folha"], author=shift.author("denise"))
    done = in_one_go(bruno, numbers, agent="eu", tags="folha, mutirão", priority="high", until="amanha")
    again = take_back(bruno, done)
    assert "Desfeito em 3 acionamentos." in again.text
    assert "Desfazer em todos" not in again.text
    for number in numbers:
        ticket = shift.ticket(number)
        assert (ticket.agent_id, ticket.priority, ticket.snoozed_until) == (None, "normal", None)
        assert ticket.tags == (("folha",) if number == numbers[0] else ())
    twice = take_back(bruno, done)
    assert (twice.status_code, "já foi desfeita" in twice.text) == (409, True)
    assert shift.ticket(numbers[1]).agent_id is None


def test_what_left_the_house_or_moved_since_stays_and_is_told(bruno: TestClient, shift: Shift) -> None:
    fine, moved = (shift.opened(f"p{n}@gmail.com") for n in range(2))
    done = in_one_go(bruno, [fine, moved], agent="eu", priority="high")
    shift.do(operations.take, ticket_number=moved, agent_id=shift.ids["denise"])
    told = take_back(bruno, done)
    assert told.status_code == 409
    assert re.search(rf"Desfeito em 1:</strong> <a [^>]*>{fine}<", told.text)
    assert re.search(rf">{moved}</a> Ficou: assumido por bruno", told.text)
    assert (shift.ticket(moved).agent_name, shift.ticket(moved).priority) == ("Denise", "normal")
    assert shift.ticket(fine).agent_id is None


def test_an_answer_alone_offers_no_way_back_and_beside_others_it_stays(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    said = {"speech": "answer", "text": "Voltou."}
    assert "Desfazer em todos" not in in_one_go(bruno, [number], **said)
    done = in_one_go(bruno, [number], **said, tags="folha", submission="two")
    told = take_back(bruno, done).text
    assert "Ficou: resposta" in told
    assert shift.ticket(number).tags == ()


def test_nobody_takes_back_what_a_colleague_did(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    number = shift.opened()
    in_one_go(bruno, [number], agent="eu")
    denise = signed_in("denise")
    assert "Desfazer em todos" not in denise.get("/atendimento?feitos=1&lote=one").text
    assert denise.post("/atendimento/lote/one/desfazer").status_code == 409
    assert shift.ticket(number).agent_name == "Bruno"


def test_the_page_that_says_what_was_refused_offers_the_way_back_of_the_rest(
    bruno: TestClient, shift: Shift
) -> None:
    fine, over = shift.opened(), shift.opened()
    shift.do(operations.cancel, ticket_number=over, author=shift.author("denise"))
    told = in_one_go(bruno, [fine, over], agent="eu")
    assert "Não feito em 1" in told
    assert "Desfeito em 1 acionamento." in take_back(bruno, told).text

"""Each attendant's own notices: the bell on every page, its list, and the toasts that are for him."""

from __future__ import annotations

import re
from collections.abc import Callable

from fastapi.testclient import TestClient

from portal.desk.access import Who
from portal.desk.feed import Notice
from ticket_store import operations
from ticket_store.authors import Author

from .shift import Clock, Shift


def bell_on(html: str) -> str:
    found = re.search(r'id="sino".*?data-count="(\d+)"', html)
    return found[1] if found else "0"


def test_an_answer_rings_for_who_has_the_ticket_until_he_opens_it(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    shift.do(operations.take, ticket_number=number, agent_id=shift.ids["bruno"])
    clock.forward(minutes=3)
    shift.do(operations.comment, ticket_number=number, text="E então?", author=Author("requester"))
    queue = bruno.get("/atendimento").text
    assert bell_on(queue) == "1"
    assert '<span class="unread">Resposta nova</span>' in queue
    assert "Solicitante, agora" in queue
    listed = bruno.get("/atendimento/avisos").text
    assert "O solicitante respondeu." in listed
    assert f'href="/atendimento/acionamentos/{number}"' in listed
    assert bell_on(signed_in("denise").get("/atendimento").text) == "0"
    page, refresh = f"/atendimento/acionamentos/{number}", {"X-Desk-Refresh": "1"}
    assert (
        bell_on(bruno.get(page, headers=refresh).text) == "1"
    )  # nobody need be before a page that refreshes
    assert bell_on(bruno.get(page).text) == "0"
    assert "Resposta nova" not in bruno.get("/atendimento").text
    assert "Não lido" not in bruno.get("/atendimento/avisos").text


def test_all_can_be_marked_read_but_who_waits_in_the_chat_still_waits(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    author = shift.author("silvia")
    shift.do(operations.assign, ticket_number=number, agent_id=shift.ids["bruno"], author=author)
    shift.handoff()
    assert bell_on(bruno.get("/atendimento").text) == "2"
    page = bruno.post("/atendimento/avisos/lidos").text
    assert "Avisos marcados como lidos" in page
    assert "Alguém espera para conversar" in page
    assert bell_on(page) == "1"


def test_a_toast_is_for_the_team_or_for_who_has_the_ticket() -> None:
    bruno, denise = (
        Who(id_, "x", "x@serpro.gov.br", "attendant", teams) for id_, teams in ((1, ("people",)), (2, ()))
    )
    other = Notice("tickets", "n", "Acionamento novo: n", "/n", "network", None)
    assert other.told_to(denise) == other
    assert other.told_to(bruno) == Notice("tickets", "n", None, "/n", "network", None)
    his = Notice("tickets", "n", "O solicitante respondeu no n", "/n", "network", 1)
    assert his.told_to(bruno) == his
    assert Notice("bell", only=frozenset({1})).told_to(denise) is None


def test_the_digest_by_mail_is_each_ones_own_choice(
    bruno: TestClient, signed_in: Callable[[str], TestClient]
) -> None:
    page = "/atendimento/avisos"
    chosen = '<option value="hour" selected>A cada hora</option>'
    assert '<option value="never" selected>Nunca</option>' in bruno.get(page).text
    form = {"wanted": ["mention"], "digest": "hour"}
    assert chosen in bruno.post(f"{page}/escolha", data=form).text
    assert chosen not in signed_in("denise").get(page).text
    assert '"never" selected' in bruno.post(f"{page}/escolha", data={"digest": "x"}).text

"""Who gets to the desk, for how long, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from ticket_store import accounts

from .shift import PASSWORD, Clock, Shift

Visitor = Callable[..., TestClient]
BRUNO = {"email": "bruno@serpro.gov.br", "password": PASSWORD}


def test_every_page_of_the_desk_asks_for_a_session(visitor: Visitor, shift: Shift) -> None:
    number = shift.opened()
    for path in (
        "",
        "/busca?q=ana",
        f"/acionamentos/{number}",
        "/novo",
        "/conversas",
        "/incidentes",
        "/entregas",
        "/painel",
        "/painel/dias.csv",
        "/artigos",
        "/artigos/novo",
        "/artigos/1",
        "/revisao",
        "/revisao/1",
        "/treinamento",
        "/auditoria",
        "/senha",
    ):
        answer = visitor().get(f"/atendimento{path}", follow_redirects=False)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/atendimento/entrar?de="), path
        assert "ana@saude" not in answer.text
    assert visitor().get("/atendimento/eventos").status_code == 401


def test_signing_in_leads_to_the_page_that_was_wanted(visitor: Visitor, shift: Shift) -> None:
    number = shift.opened()
    browser = visitor()
    form = browser.get(f"/atendimento/acionamentos/{number}")
    assert "Entrar na mesa" in form.text
    assert f'value="/atendimento/acionamentos/{number}"' in form.text
    page = browser.post("/atendimento/entrar", data={**BRUNO, "goal": f"/atendimento/acionamentos/{number}"})
    assert page.url.path == f"/atendimento/acionamentos/{number}"


@pytest.mark.parametrize(
    "goal",
    [
        "https://mal.example/",
        "//mal.example",
        "/atendimento//mal.example",
        "/\\mal.example",
        "/atendimentox",
        "javascript:alert(1)",
    ],
)
def test_the_wanted_page_is_never_another_site(visitor: Visitor, shift: Shift, goal: str) -> None:
    answer = visitor().post("/atendimento/entrar", data={**BRUNO, "goal": goal}, follow_redirects=False)
    assert answer.headers["location"] == "/atendimento"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Visitor, shift: Shift) -> None:
    cookie = visitor().post("/atendimento/entrar", data=BRUNO, follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/atendimento" in cookie


def test_the_cookie_needs_https_where_the_portal_has_it(
    engine: object, config: object, clock: Clock, shift: Shift
) -> None:
    from dataclasses import replace

    from portal.app import create_app

    secure = replace(config, portal_url="https://css.example")  # type: ignore[type-var]
    browser = TestClient(
        create_app(secure, engine, clock),
        base_url="https://css.example",
        headers={"Origin": "https://css.example"},
    )
    answer = browser.post("/atendimento/entrar", data=BRUNO, follow_redirects=False)
    assert "Secure" in answer.headers["set-cookie"]


def test_an_unknown_address_and_a_wrong_password_look_the_same(visitor: Visitor, shift: Shift) -> None:
    unknown = visitor().post("/atendimento/entrar", data={"email": "x@serpro.gov.br", "password": PASSWORD})
    wrong = visitor().post("/atendimento/entrar", data={**BRUNO, "password": "nope nope nope"})
    assert unknown.status_code == wrong.status_code == 401
    assert "0800 728 2323" in wrong.text.partition("<main")[2]
    assert "css.serpro@serpro.gov.br" in wrong.text.partition("<main")[2]
    assert "E-mail ou senha não conferem" in unknown.text
    assert unknown.text.replace("x@serpro", "bruno@serpro") == wrong.text


def test_a_locked_account_and_an_unknown_address_look_the_same(visitor: Visitor, shift: Shift) -> None:
    for _ in range(6):
        locked = visitor().post("/atendimento/entrar", data={**BRUNO, "password": "nope nope nope"})
        unknown = visitor().post(
            "/atendimento/entrar", data={"email": "x@serpro.gov.br", "password": "nope nope nope"}
        )
    assert unknown.status_code == locked.status_code == 401
    assert unknown.text.replace("x@serpro", "bruno@serpro") == locked.text


def test_five_wrong_passwords_shut_their_network_out_for_a_quarter_of_an_hour(
    visitor: Visitor, shift: Shift, clock: Clock
) -> None:
    for _ in range(5):
        answer = visitor().post("/atendimento/entrar", data={**BRUNO, "password": "nope nope nope"})
    assert "Depois de cinco erros, espere 15 minutos" in answer.text
    assert visitor().post("/atendimento/entrar", data=BRUNO).status_code == 401
    elsewhere = visitor("203.0.113.9").post("/atendimento/entrar", data=BRUNO, follow_redirects=False)
    assert elsewhere.status_code == 303
    clock.forward(minutes=15)
    assert visitor().post("/atendimento/entrar", data=BRUNO, follow_redirects=False).status_code == 303


def test_a_session_ends_after_an_idle_hour(bruno: TestClient, clock: Clock) -> None:
    clock.forward(minutes=59)
    assert bruno.get("/atendimento").url.path == "/atendimento"
    clock.forward(minutes=61)
    assert "Sua sessão terminou" in bruno.get("/atendimento").text


@pytest.mark.parametrize(
    ("form", "page"),
    [
        ("/atendimento/novo", "/atendimento/novo"),
        ("/atendimento/incidentes/1", "/atendimento/incidentes"),
        ("/atendimento/acionamentos/2026-0000001/cancelar", "/atendimento/acionamentos/2026-0000001"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(
    bruno: TestClient, clock: Clock, form: str, page: str
) -> None:
    clock.forward(hours=2)
    answer = bruno.post(form, data={"text": "Quase pronto"})
    assert "Sua sessão terminou" in answer.text
    assert f'name="goal" value="{page}"' in answer.text


def test_a_page_that_refreshes_itself_does_not_keep_the_session_alive(
    bruno: TestClient, clock: Clock
) -> None:
    for _ in range(4):
        clock.forward(minutes=14)
        assert bruno.get("/atendimento", headers={"X-Desk-Refresh": "1"}).status_code == 200
    clock.forward(minutes=5)
    assert bruno.get("/atendimento", headers={"X-Desk-Refresh": "1"}).status_code == 401


def test_a_session_ends_after_ten_hours_of_work(bruno: TestClient, clock: Clock) -> None:
    for _ in range(19):
        clock.forward(minutes=31)
        bruno.get("/atendimento")
    clock.forward(minutes=15)
    assert "Sua sessão terminou" in bruno.get("/atendimento").text


def test_leaving_ends_the_session_itself_not_only_the_cookie(bruno: TestClient, visitor: Visitor) -> None:
    token = bruno.cookies["css_atendimento"]
    assert "Você saiu" in bruno.post("/atendimento/sair").text
    thief = visitor()
    thief.cookies.set("css_atendimento", token, path="/atendimento")
    assert thief.get("/atendimento").url.path == "/atendimento/entrar"


def test_a_disabled_account_is_out_at_once(bruno: TestClient, shift: Shift) -> None:
    shift.do(accounts.set_active, agent_id=shift.ids["bruno"], active=False)
    assert bruno.get("/atendimento").url.path == "/atendimento/entrar"


def test_a_form_of_another_site_changes_nothing(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    for headers in ({"Origin": "https://mal.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = bruno.post(f"/atendimento/acionamentos/{number}/assumir", headers=headers)
        assert answer.status_code == 403
    assert shift.ticket(number).agent_id is None


def test_an_attendant_is_told_that_his_role_does_not_open_the_dashboard(
    bruno: TestClient, silvia: TestClient
) -> None:
    for path in ("/painel", "/painel/acionamentos.csv", "/artigos", "/revisao", "/auditoria"):
        answer = bruno.get(f"/atendimento{path}")
        assert answer.status_code == 403, path
        assert "O papel “Atendente” não a tem" in answer.text
        assert silvia.get(f"/atendimento{path}").status_code == 200, path


def test_a_changed_password_ends_every_session(
    bruno: TestClient, signed_in: Callable[[str], TestClient]
) -> None:
    elsewhere = signed_in("bruno")
    weak = bruno.post("/atendimento/senha", data={"current": PASSWORD, "new": "curta", "again": "curta"})
    assert "pelo menos 10 caracteres" in weak.text
    wrong = bruno.post(
        "/atendimento/senha", data={"current": "nope nope", "new": "x" * 12, "again": "x" * 12}
    )
    assert "A senha atual não confere" in wrong.text
    done = bruno.post("/atendimento/senha", data={"current": PASSWORD, "new": "x" * 12, "again": "x" * 12})
    assert "Senha trocada" in done.text
    assert elsewhere.get("/atendimento").url.path == "/atendimento/entrar"


def test_what_is_read_is_kept_without_its_text(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    bruno.get("/atendimento")
    bruno.get("/atendimento/busca?q=ana@saude.gov.br")
    bruno.get(f"/atendimento/acionamentos/{number}")
    done = shift.audited("bruno")
    assert ("queue_read", "queue:minhas") in done
    assert ("search_read", "search") in done
    assert ("ticket_read", f"ticket:{number}") in done
    assert "ana@" not in str(done)


def test_a_page_that_refreshes_itself_is_one_reading_in_five_minutes(
    bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    bruno.get("/atendimento")
    for _ in range(6):
        clock.forward(minutes=1)
        bruno.get("/atendimento", headers={"X-Desk-Refresh": "1"})
    assert shift.audited("bruno").count(("queue_read", "queue:minhas")) == 2

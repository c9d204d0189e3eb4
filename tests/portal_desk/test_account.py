"""What an attendant does with his own account: sessions, and a password that he has forgotten."""

from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient
from sqlalchemy import select

from ticket_store import model
from ticket_store.database import reading, transaction

from .shift import PASSWORD, Clock, Shift

Visitor = Callable[..., TestClient]
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/140.0"


def marks(page: str) -> list[str]:
    return [piece.partition('"')[0] for piece in page.split('name="mark" value="')[1:]]


def reset_link(shift: Shift) -> str:
    row = select(model.OutboxRow).where(model.OutboxRow.kind == "password_reset")
    with reading(shift.engine) as session:
        token = list(session.scalars(row.order_by(model.OutboxRow.id)))[-1].payload["token"]
    return f"/atendimento/senha/nova/{token}"


def test_one_sees_where_one_is_signed_in_and_ends_it_there(
    visitor: Visitor, bruno: TestClient, shift: Shift
) -> None:
    lost = visitor()
    form = {"email": "bruno@serpro.gov.br", "password": PASSWORD}
    lost.post("/atendimento/entrar", data=form, headers={"User-Agent": FIREFOX}, follow_redirects=False)
    page = bruno.get("/atendimento/conta").text
    assert "Firefox, Linux" in page
    [mark] = marks(page)  # his own has no button
    assert "Sessão encerrada" in bruno.post("/atendimento/conta/encerrar", data={"mark": mark}).text
    assert lost.get("/atendimento").url.path == "/atendimento/entrar"
    assert bruno.get("/atendimento").url.path == "/atendimento"
    assert ("session_ended", f"agent:{shift.ids['bruno']}") in shift.audited("bruno")
    assert "já tinha terminado" in bruno.post("/atendimento/conta/encerrar", data={"mark": mark}).text


def test_all_the_others_end_at_once_and_this_one_stays(
    bruno: TestClient, signed_in: Callable[[str], TestClient]
) -> None:
    others = [signed_in("bruno"), signed_in("bruno")]
    bruno.post("/atendimento/conta/encerrar-outras")
    assert {other.get("/atendimento").url.path for other in others} == {"/atendimento/entrar"}
    assert bruno.get("/atendimento").url.path == "/atendimento"


def test_nobody_ends_a_colleagues_session_but_the_administration(
    bruno: TestClient, silvia: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    with transaction(shift.engine) as session:
        session.get_one(model.Agent, shift.ids["denise"]).role = "administrator"
    denise = signed_in("denise")
    for other in (bruno, silvia):
        assert other.get("/atendimento/sessoes").status_code == 403
    page = denise.get("/atendimento/sessoes").text
    assert "Bruno" in page
    assert len(marks(page)) == 2
    for mark in marks(page):
        silvia.post("/atendimento/conta/encerrar", data={"mark": mark})
        silvia.post("/atendimento/sessoes/encerrar", data={"mark": mark})
    assert bruno.get("/atendimento").url.path == "/atendimento"
    for mark in marks(page):
        denise.post("/atendimento/sessoes/encerrar", data={"mark": mark})
    assert bruno.get("/atendimento").url.path == "/atendimento/entrar"


def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    visitor: Visitor, bruno: TestClient, shift: Shift, clock: Clock
) -> None:
    out = visitor()
    said = [
        out.post("/atendimento/senha/esquecida", data={"email": email})
        for email in ("bruno@serpro.gov.br", "ninguem@serpro.gov.br")
    ]
    assert said[0].text == said[1].text
    assert "Se este endereço tem conta" in said[0].text
    link = reset_link(shift)
    for _ in range(2):  # a mail program that looks at links spends none
        assert "Escolher a senha nova" in out.get(link).text
    assert "são diferentes" in out.post(link, data={"new": "x" * 12, "again": "y" * 12}).text
    assert "pelo menos 10" in out.post(link, data={"new": "curta", "again": "curta"}).text
    assert bruno.get("/atendimento").url.path == "/atendimento"  # nothing has happened yet
    done = out.post(link, data={"new": "x" * 12, "again": "x" * 12})
    assert "Senha trocada" in done.text
    assert bruno.get("/atendimento").url.path == "/atendimento/entrar"
    assert (
        "Fila"
        in out.post("/atendimento/entrar", data={"email": "bruno@serpro.gov.br", "password": "x" * 12}).text
    )
    assert out.get(link).status_code == 410
    assert "Pedir outro link" in out.get(link).text


def test_a_link_that_is_none_or_too_old_says_so(visitor: Visitor, shift: Shift, clock: Clock) -> None:
    out = visitor()
    assert out.get("/atendimento/senha/nova/inventado").status_code == 404
    out.post("/atendimento/senha/esquecida", data={"email": "bruno@serpro.gov.br"})
    clock.forward(minutes=31)
    assert "vencido" in out.post(reset_link(shift), data={"new": "x" * 12, "again": "x" * 12}).text

"""A ticket opened on the page without the chat: once, told, mailed, and nothing that was typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from portal.hourly import HourlyRate
from ticket_store import outbox, queries
from ticket_store.database import reading, transaction
from ticket_store.model import HeldFile, Ticket

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import ANA, Story
from .test_consult import PNG

TYPED = {
    "service": "siape",
    "description": "A folha da Ana dá erro 45 ao abrir.",
    "email": ANA,
}


def submission(html: str) -> str:
    return re.search(r'name="submission" value="(\w+)"', html)[1]


def send(client: TestClient, files: Any = None, **given: str) -> Any:
    data = {"submission": submission(client.get("/abrir").text)} | TYPED | given
    return client.post("/abrir", data=data, files=files)


def tickets(engine: Any) -> list[Any]:
    with reading(engine) as session:
        return [
            queries.desk_ticket(session, ticket_number=number)
            for number in session.scalars(select(Ticket.number).order_by(Ticket.id))
        ]


def held(engine: Any) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count(HeldFile.id)))


def test_the_number_is_told_and_mailed_and_the_file_is_there(client: TestClient, engine: Any) -> None:
    told = send(client, files=[("files", ("tela.png", PNG))])
    [ticket] = tickets(engine)
    assert ticket.number in told.text
    assert (ticket.service_code, ticket.channel, ticket.email) == ("siape", "portal", ANA)
    with transaction(engine) as session:
        rows = outbox.claim(
            session, worker="t", lease_seconds=1, limit=9, now=client.app.state.clock(), channel="mail"
        )
        assert [(row.kind, row.to, row.payload["number"]) for row in rows] == [
            ("registered", ANA, ticket.number)
        ]
        assert [one.filename for one in queries.attachments(session, ticket_number=ticket.number)] == [
            "tela.png"
        ]
    assert held(engine) == 0


def test_what_the_number_page_shows_is_neither_the_text_nor_the_whole_address(
    client: TestClient, engine: Any
) -> None:
    told = send(client).text
    assert "a…@saude.gov.br" in told
    assert ANA not in told
    assert "erro 45" not in told


def test_the_same_form_sent_twice_is_one_ticket_with_its_file_once(client: TestClient, engine: Any) -> None:
    key = submission(client.get("/abrir").text)
    for _ in range(2):
        answer = send(client, files=[("files", ("tela.png", PNG))], submission=key)
        assert answer.url.path.startswith("/abrir/registrado/")
    [ticket] = tickets(engine)
    with reading(engine) as session:
        assert len(queries.attachments(session, ticket_number=ticket.number)) == 1
    send(client, submission=key, description="Agora é outro problema, na folha de junho.")
    assert len(tickets(engine)) == 2


def test_everything_wrong_is_said_on_top_and_what_was_typed_and_chosen_stays(
    client: TestClient, engine: Any
) -> None:
    answer = send(
        client,
        files=[("files", ("tela.png", PNG)), ("files", ("jogo.exe", b"MZ\x90\x00" + b"\0" * 99))],
        email="ana@",
        service="",
    )
    assert answer.status_code == 422
    html = answer.text
    assert html.index('id="erros"') < html.index('action="/abrir"')
    assert "autofocus" in html[html.index('id="erros"') - 80 : html.index('id="erros"')]
    for field in ("service", "email", "files"):
        assert f'<a href="#{field}">' in html
    assert "“jogo.exe”: Este tipo de arquivo não é aceito." in html
    assert "A folha da Ana dá erro 45 ao abrir." in html
    assert 'value="ana@"' in html
    assert "Não enviar tela.png" in html
    sent = client.post("/abrir", data=TYPED | {"submission": submission(html)})
    assert sent.url.path.startswith("/abrir/registrado/")
    [ticket] = tickets(engine)
    with reading(engine) as session:
        assert [f.filename for f in queries.attachments(session, ticket_number=ticket.number)] == ["tela.png"]
    assert held(engine) == 0


def test_a_file_that_is_not_wanted_any_more_is_not_sent(client: TestClient, engine: Any) -> None:
    html = send(client, files=[("files", ("tela.png", PNG))], email="").text
    file_id = re.search(r'name="drop" value="(\d+)"', html)[1]
    stranger = send(client, drop=file_id, email="")  # another form's key drops nothing of this one
    assert stranger.status_code == 422
    assert held(engine) == 1
    client.post("/abrir", data=TYPED | {"submission": submission(html), "drop": file_id})
    [ticket] = tickets(engine)
    with reading(engine) as session:
        assert queries.attachments(session, ticket_number=ticket.number) == []


def test_whoever_leaves_many_forms_unfinished_fills_no_store(client: TestClient, engine: Any) -> None:
    client.app.state.holding = HourlyRate(1)
    send(client, files=[("files", ("a.png", PNG))], email="")
    refused = send(client, files=[("files", ("b.png", PNG))], email="")
    assert "escolha-os de novo" in refused.text
    assert held(engine) == 1


def test_no_cpf_and_no_password_is_kept(client: TestClient, engine: Any) -> None:
    send(client, description="Meu CPF 111.444.777-35 e a senha é Zx9Teste7, a folha não abre.")
    [ticket] = tickets(engine)
    assert ticket.description == "Meu CPF [CPF removido] e a senha é [senha omitida], a folha não abre."


def test_the_limits_are_the_chats_and_the_text_survives_them(client: TestClient, engine: Any) -> None:
    for n in range(5):
        send(client, description=f"A folha número {n} dá erro ao abrir.")
    refused = send(client)
    assert refused.status_code == 422
    assert "Tente depois das 12h00" in refused.text
    assert TYPED["description"] in refused.text
    assert len(tickets(engine)) == 5
    too_long = send(client, email="outra@saude.gov.br", description="x" * 8001)
    assert "O texto tem 8001 letras e o limite é 8000." in too_long.text


def test_a_service_outside_the_list_is_named(client: TestClient, engine: Any) -> None:
    nameless = send(client, service="outro").text
    assert '<a href="#service_text">' in nameless
    assert send(client, service="nada").status_code == 422
    send(client, service="outro", service_text="Sistema da copa")
    [ticket] = tickets(engine)
    assert (ticket.service_code, ticket.service_name) == (None, "Sistema da copa")


def test_a_page_that_tells_a_number_ends_after_a_day_and_cannot_be_made_up(
    client: TestClient, story: Story
) -> None:
    number = story.opened()
    consult = story.consult(number).rpartition("/")[2]
    assert client.get(f"/abrir/registrado/{consult}").status_code == 404


@pytest.mark.browser
def test_it_works_without_javascript_fits_and_high_contrast_loses_no_word(
    site: str, engine: Any, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="pt-BR")
    tab = context.new_page()
    tab.set_viewport_size({"width": WIDTHS[0], "height": 800})
    tab.goto(f"{site}/abrir")
    tab.get_by_label("O que está acontecendo").fill(TYPED["description"])
    tab.get_by_label("Arquivos").set_input_files({"name": "tela.png", "mimeType": "image/png", "buffer": PNG})
    tab.get_by_role("button", name="Abrir acionamento").click()
    expect(tab.get_by_role("alert")).to_be_focused()
    expect(tab.get_by_text("Não enviar tela.png")).to_be_visible()
    tab.get_by_label("Serviço", exact=True).select_option("siape")
    tab.get_by_label("Seu e-mail").fill(ANA)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name=re.compile("Acionamento 2026-0000001"))).to_be_visible()
    context.close()
    looking = browser.new_page(locale="pt-BR")
    looking.goto(f"{site}/abrir")
    looking.get_by_role("button", name="Abrir acionamento").click()
    for width in WIDTHS:
        looking.set_viewport_size({"width": width, "height": 800})
        assert axe_findings(looking) == []
        assert not overflows(looking)
    looking.get_by_label("O que está acontecendo").fill("A folha não abre.")
    looking.get_by_role("button", name="Alto contraste").click()
    assert looking.get_by_label("O que está acontecendo").input_value() == "A folha não abre."
    for path in ("/abrir", "/", "/ajuda"):
        assert looking.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
        assert axe_findings(looking) == []
        looking.goto(site + path)
    looking.close()

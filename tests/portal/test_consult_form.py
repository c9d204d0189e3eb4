"""Consulting without the link: number, e-mail, code; and what the answers must not give away."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import ANA, CARLA, Clock, Story


def ask(client: TestClient, number: str, email: str) -> Any:
    return client.post("/consulta", data={"number": number, "email": email})


def test_number_email_and_code_open_the_ticket(client: TestClient, story: Story, clock: Clock) -> None:
    number = story.opened()
    response = ask(client, number.replace("-", " "), "ANA@saude.gov.br ")
    assert "Enviamos um código de seis dígitos" in response.text
    [(to, code)] = story.codes()
    assert to == ANA
    opened = client.post("/consulta/codigo", data={"code": f"{code[:3]} {code[3:]}"})
    assert opened.url.path == f"/consulta/acionamento/{number}"
    assert "O SIAPE dá erro ao abrir a folha." in opened.text


def test_whose_the_number_is_does_not_show_before_the_code(client: TestClient, story: Story) -> None:
    number = story.opened()
    answers = [
        ask(client, number, ANA).text,
        ask(client, "2026-0009999", ANA).text,
    ]
    assert answers[0] == answers[1]
    assert ask(client, number, CARLA).text == answers[0].replace(ANA, CARLA)


def test_carla_proves_her_own_address_and_still_sees_nothing_of_anas(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    ask(client, number, CARLA)
    [(_, code)] = story.codes()
    refused = client.post("/consulta/codigo", data={"code": code})
    assert refused.status_code == 404
    absent = client.get("/consulta/acionamento/2026-0009999")
    assert refused.text == absent.text
    assert "Acionamento não encontrado" in refused.text
    assert client.post(f"/consulta/acionamento/{number}/cancelar", data={"reason": "x"}).status_code == 404


def test_without_a_code_the_address_of_a_ticket_opens_nothing(client: TestClient, story: Story) -> None:
    assert client.get(f"/consulta/acionamento/{story.opened()}").status_code == 404


def test_a_wrong_code_says_how_many_tries_are_left_and_then_dies(
    client: TestClient, story: Story, clock: Clock
) -> None:
    ask(client, story.opened(), ANA)
    [(_, code)] = story.codes()
    wrong = "000000" if code != "000000" else "111111"
    said = [client.post("/consulta/codigo", data={"code": wrong}).text for _ in range(5)]
    assert "Restam 4 tentativas." in said[0]
    assert "Resta uma tentativa." in said[3]
    assert "as tentativas acabaram" in said[4]
    assert "Se ele não chegar, ligue para 0800 728 2323 ou escreva para css.serpro@serpro.gov.br" in said[4]
    assert client.post("/consulta/codigo", data={"code": code}).status_code == 422


@pytest.mark.parametrize("slip", ["", "   ", "12345", "abc123", "2026-0000001", "1" * 60])
def test_what_has_not_the_shape_of_a_code_costs_no_try(
    client: TestClient, story: Story, clock: Clock, slip: str
) -> None:
    ask(client, story.opened(), ANA)
    [(_, code)] = story.codes()
    for _ in range(6):
        refused = client.post("/consulta/codigo", data={"code": slip})
        assert refused.status_code == 422
        assert "Digite os seis números do código" in refused.text
    assert client.post("/consulta/codigo", data={"code": code}).status_code == 200


def test_a_code_is_good_for_ten_minutes(client: TestClient, story: Story, clock: Clock) -> None:
    ask(client, story.opened(), ANA)
    [(_, code)] = story.codes()
    clock.forward(minutes=10)
    response = client.post("/consulta/codigo", data={"code": code})
    assert "Este código não vale mais. Peça outro código abaixo." in response.text
    client.post("/consulta/codigo/reenviar")
    [(_, newer)] = story.codes()
    assert client.post("/consulta/codigo", data={"code": newer}).status_code == 200


def test_in_january_a_number_without_its_year_is_the_one_of_december(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    clock.at = clock.at.replace(year=clock.at.year + 1, month=1, day=2)
    short = str(int(number.rpartition("-")[2]))
    ask(client, short, ANA)
    [(_, code)] = story.codes()
    entered = client.post("/consulta/codigo", data={"code": code}, follow_redirects=False)
    assert entered.headers["location"] == f"/consulta/acionamento/{number}"
    again = client.post("/consulta", data={"number": short, "email": ANA}, follow_redirects=False)
    assert again.headers["location"] == f"/consulta/acionamento/{number}"
    whole = f"{clock.at.year}-{number.rpartition('-')[2]}"  # a year that was written is what was meant
    there = client.post("/consulta", data={"number": whole, "email": ANA}, follow_redirects=False)
    assert there.headers["location"] == f"/consulta/acionamento/{whole}"


def test_too_many_codes_are_refused_with_the_time_and_another_way(client: TestClient, story: Story) -> None:
    number = story.opened()
    for _ in range(3):
        ask(client, number, ANA)
    response = ask(client, number, ANA)
    assert response.status_code == 429
    assert "Peça outro depois das 11h15" in response.text
    assert "0800 728 2323" in response.text


@pytest.mark.parametrize(
    ("number", "email", "sentence"),
    [
        ("abc", ANA, "Ele é assim: 2026-0001234."),
        ("", ANA, "Ele é assim: 2026-0001234."),
        ("2026-0000001", "ana", "ele é assim: nome@orgao.gov.br."),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    client: TestClient, number: str, email: str, sentence: str
) -> None:
    response = ask(client, number, email)
    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{email}"' in response.text


def test_the_proof_lasts_eight_hours_lists_what_is_mine_and_can_be_ended(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    story.opened(CARLA, key="k2")
    ask(client, number, ANA)
    [(_, code)] = story.codes()
    client.post("/consulta/codigo", data={"code": code})
    listed = client.get("/consulta").text
    assert number in listed
    assert "2026-0000002" not in listed
    assert ask(client, number, ANA).url.path == f"/consulta/acionamento/{number}"
    client.post("/consulta/sair")
    assert client.get(f"/consulta/acionamento/{number}").status_code == 404


def test_the_proof_ends_by_itself(client: TestClient, story: Story, clock: Clock) -> None:
    number = story.opened()
    ask(client, number, ANA)
    [(_, code)] = story.codes()
    client.post("/consulta/codigo", data={"code": code})
    clock.forward(hours=8, minutes=1)
    assert client.get(f"/consulta/acionamento/{number}").status_code == 404


def test_information_can_be_added_behind_the_code_too(client: TestClient, story: Story, clock: Clock) -> None:
    number = story.opened()
    ask(client, number, ANA)
    [(_, code)] = story.codes()
    client.post("/consulta/codigo", data={"code": code})
    response = client.post(f"/consulta/acionamento/{number}/informar", data={"text": "Só no Firefox"})
    assert "Só no Firefox" in response.text


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_forms_fit_and_axe_finds_nothing(
    site: str, story: Story, clock: Clock, tab: Page, width: int
) -> None:
    number = story.opened()
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{site}/consulta")
    tab.get_by_role("button", name="Enviar código").click()
    expect(tab.get_by_label("Número de registro")).to_have_attribute("aria-invalid", "true")
    assert axe_findings(tab) == []
    assert not overflows(tab)
    tab.get_by_label("Número de registro").fill(number)
    tab.get_by_label("E-mail informado na abertura").fill(ANA)
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Código de seis dígitos")).to_be_focused()
    assert axe_findings(tab) == []
    assert not overflows(tab)
    [(_, code)] = story.codes()
    tab.keyboard.type(code)
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name=f"Acionamento {number}")).to_be_visible()

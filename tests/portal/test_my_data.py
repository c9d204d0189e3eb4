"""What is known of a person: shown, mailed, corrected and erased, only to who proved the address."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from portal import privacy_notice
from ticket_store import queries
from ticket_store.database import reading
from ticket_store.model import OutboxRow
from ticket_store.privacy import PurgePolicy

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import ANA, CARLA, Clock, Story


def prove(client: TestClient, story: Story, email: str = ANA) -> None:
    client.post("/meus-dados/codigo", data={"email": email})
    code = story.codes()[-1][1]
    assert client.post("/consulta/codigo", data={"code": code}).url.path == "/meus-dados"


def mails(engine: Any, email: str = ANA) -> list[tuple[str, Any]]:
    with reading(engine) as session:
        rows = session.query(OutboxRow).filter_by(recipient=email).order_by(OutboxRow.id)
        return [(row.kind, row.payload) for row in rows]


def test_nothing_is_shown_before_the_code_and_only_ones_own_after(client: TestClient, story: Story) -> None:
    mine, other = story.opened(), story.opened(CARLA, key="k2")
    assert mine not in client.get("/meus-dados").text
    prove(client, story)
    page = client.get("/meus-dados").text
    assert mine in page
    assert other not in page


@pytest.mark.parametrize("verb", ["copia", "corrigir", "apagar", "desistir"])
def test_nothing_is_done_for_an_address_that_this_browser_has_not_proven(
    client: TestClient, story: Story, verb: str
) -> None:
    story.opened(CARLA, key="k2")
    prove(client, story)
    before = mails(story.engine, CARLA)
    client.post(f"/meus-dados/{verb}", data={"email": CARLA, "again": CARLA, "name": "Eva"})
    assert mails(story.engine, CARLA) == before
    with reading(story.engine) as session:
        assert queries.running_erasure(session, email=CARLA) is None
        assert queries.list_tickets(session, emails=[CARLA])[0].requester_name is None


def test_the_copy_goes_to_the_proven_address_with_everything_and_once_an_hour(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    story.noted(number, "só para a mesa")
    prove(client, story)
    assert "A cópia vai" in client.post("/meus-dados/copia", data={"email": ANA}).text
    assert "há menos de uma hora" in client.post("/meus-dados/copia", data={"email": ANA}).text
    [(_, payload)] = [one for one in mails(story.engine) if one[0] == "data_copy"]
    assert payload["data"]["tickets"][0]["number"] == number
    assert "só para a mesa" not in str(payload)
    clock.forward(hours=1)
    client.post("/meus-dados/copia", data={"email": ANA})
    assert [kind for kind, _ in mails(story.engine)].count("data_copy") == 2


def test_the_name_is_corrected_and_a_new_address_takes_the_tickets_over(
    client: TestClient, story: Story
) -> None:
    number = story.opened()
    prove(client, story)
    client.post("/meus-dados/corrigir", data={"email": ANA, "name": "Ana  Lima"})
    assert "Ana Lima" in client.get("/meus-dados").text
    refused = client.post("/meus-dados/trocar", data={"source": ANA, "target": CARLA})
    assert "os acionamentos estão agora" not in refused.text
    prove(client, story, CARLA)
    client.post("/meus-dados/trocar", data={"source": ANA, "target": CARLA})
    with reading(story.engine) as session:
        assert [t.number for t in queries.list_tickets(session, emails=[CARLA])] == [number]


def test_what_is_not_essential_is_opposed_and_wanted_again_here(client: TestClient, story: Story) -> None:
    story.opened()
    prove(client, story)
    assert 'name="optional_mail" value="1" checked' in client.get("/meus-dados").text
    refused = client.post("/meus-dados/corrigir", data={"email": ANA, "name": ""})
    assert 'name="optional_mail" value="1">' in refused.text
    with reading(story.engine) as session:
        assert not queries.requester_preferences(session, email=ANA)
    wanted = client.post("/meus-dados/corrigir", data={"email": ANA, "name": "", "optional_mail": "1"})
    assert 'name="optional_mail" value="1" checked' in wanted.text


def test_erasing_is_asked_twice_told_with_its_time_and_can_be_given_up(
    client: TestClient, story: Story
) -> None:
    story.opened()
    prove(client, story)
    slip = client.post("/meus-dados/apagar", data={"email": ANA, "again": "ana@"})
    assert slip.status_code == 422
    assert "digite o mesmo e-mail" in slip.text
    asked = client.post("/meus-dados/apagar", data={"email": ANA, "again": "Ana@Saude.gov.br"}).text
    assert "Vamos apagar estes dados em sexta-feira, 27 de novembro de 2026, às 11h00." in asked
    assert "erasure_asked" in [kind for kind, _ in mails(story.engine)]
    given_up = client.post("/meus-dados/desistir", data={"email": ANA}).text
    assert "nada será apagado" in given_up
    assert "Vamos apagar" not in given_up


def test_the_notice_tells_every_period_of_the_store_and_the_one_that_is_set(client: TestClient) -> None:
    # Of the desk's own work, about nobody outside.
    of_the_desk = {"desk_notices", "answer_drafts", "password_resets", "automation_runs", "bulk_actions"}
    assert set(privacy_notice.KEPT) | of_the_desk == {field.name for field in fields(PurgePolicy)}
    html = client.get("/privacidade").text
    assert '<td class="short">365 dias</td>' in html
    assert '<td class="short">5 anos</td>' in html
    assert "Para os avisos no navegador, pedimos a sua permissão" in html
    assert "Os e-mails que não são\n  essenciais você desliga" in html
    assert 'href="/meus-dados"' in html
    assert "pedir ao\n  Assistente a cópia, a correção do nome" in html


@pytest.mark.browser
def test_the_pages_fit_and_axe_finds_nothing(site: str, story: Story, tab: Page) -> None:
    story.opened()
    tab.goto(f"{site}/meus-dados")
    tab.get_by_label("Seu e-mail").fill(ANA)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/consulta/codigo")
    tab.get_by_label("Código de seis dígitos").fill(story.codes()[-1][1])
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/meus-dados")
    for path in ("/meus-dados", "/privacidade"):
        tab.goto(site + path)
        for summary in tab.locator("summary").all():
            summary.click()
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            assert axe_findings(tab) == [], path
            assert not overflows(tab), path

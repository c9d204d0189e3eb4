"""The survey's link: bound to one resolution, spent by the answer, revisable until the ticket closes."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from ticket_store import queries
from ticket_store.database import reading
from ticket_store.views import TicketView

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import Clock, Story


@pytest.fixture
def number(story: Story) -> str:
    number = story.opened()
    story.resolved(number)
    return number


def ticket(story: Story, number: str) -> TicketView:
    with reading(story.engine) as session:
        return queries.desk_ticket(session, ticket_number=number)


def test_the_link_shows_the_solution_and_changes_nothing(
    client: TestClient, story: Story, number: str
) -> None:
    before = ticket(story, number)
    html = client.get(story.survey(number)).text
    assert "A folha foi reprocessada." in html
    client.head(story.survey(number))
    assert ticket(story, number) == before


def test_a_score_is_kept_with_thanks_and_spends_the_link(
    client: TestClient, story: Story, number: str
) -> None:
    link = story.survey(number)
    response = client.post(f"{link}/avaliar", data={"score": "4", "comment": "Foi rápido"})
    assert "Obrigado pela avaliação" in response.text
    assert ticket(story, number).score == 4
    again = client.get(link)
    assert again.status_code == 410
    assert "Pesquisa já respondida" in again.text
    assert client.post(f"{link}/avaliar", data={"score": "1"}).status_code == 410
    assert ticket(story, number).score == 4


def test_the_score_can_be_changed_until_the_ticket_closes(
    client: TestClient, story: Story, clock: Clock, number: str
) -> None:
    link = story.survey(number)
    client.post(f"{link}/avaliar", data={"score": "4"})
    form = client.get(f"{link}?rever=1")
    assert "Você já avaliou com nota 4." in form.text
    client.post(f"{link}/avaliar", data={"score": "2", "revise": "true"})
    assert ticket(story, number).score == 2
    clock.forward(days=11)
    story.closed()
    late = client.post(f"{link}/avaliar", data={"score": "5", "revise": "true"})
    assert late.status_code == 410
    assert "já foi encerrado" in late.text
    assert ticket(story, number).score == 2


@pytest.mark.parametrize("score", ["", "0", "6", "4.5", "cinco"])
def test_a_score_is_one_to_five(client: TestClient, story: Story, number: str, score: str) -> None:
    response = client.post(f"{story.survey(number)}/avaliar", data={"score": score, "comment": "Foi bom"})
    assert response.status_code == 422
    assert "Escolha uma nota de 1 a 5." in response.text
    assert "Foi bom</textarea>" in response.text
    assert ticket(story, number).score is None


def test_not_solved_reopens_with_the_reason_and_kills_the_link(
    client: TestClient, story: Story, number: str
) -> None:
    link = story.confirmed(client, story.survey(number))
    assert client.post(f"{link}/reabrir", data={"reason": " "}).status_code == 422
    response = client.post(f"{link}/reabrir", data={"reason": "Continua dando erro 17"})
    assert "Acionamento reaberto." in response.text
    assert "Continua dando erro 17" in response.text
    assert ticket(story, number).status == "in_progress"
    spent = client.get(link)
    assert spent.status_code == 410
    assert "reaberto desde então" in spent.text
    assert client.post(f"{link}/reabrir", data={"reason": "De novo"}).status_code == 410
    assert ticket(story, number).reopen_count == 1


def test_an_answer_is_followed_by_reopening_once_the_code_was_entered(
    client: TestClient, story: Story, number: str
) -> None:
    link = story.survey(number)
    client.post(f"{link}/avaliar", data={"score": "2"})
    client.post(f"{link}/confirmar")
    back = client.post("/consulta/codigo", data={"code": story.codes()[-1][1]})
    assert "O que continua errado?" in back.text
    assert "Acionamento reaberto." in client.post(f"{link}/reabrir", data={"reason": "Voltou"}).text


def test_an_old_link_says_nothing_about_the_next_resolution(
    client: TestClient, story: Story, number: str
) -> None:
    client.post(f"{story.confirmed(client, story.survey(number))}/reabrir", data={"reason": "Continua"})
    story.resolved(number, "Agora sim.")
    assert client.get(story.survey(number, resolution=1)).status_code == 410
    assert "Agora sim." in client.get(story.survey(number, resolution=2)).text
    assert client.post(f"{story.survey(number)}/avaliar", data={"score": "1"}).status_code == 410
    assert ticket(story, number).score is None


def test_the_window_to_reopen_ends(client: TestClient, story: Story, clock: Clock, number: str) -> None:
    clock.forward(days=11)
    story.closed()
    response = client.post(
        f"{story.confirmed(client, story.survey(number))}/reabrir", data={"reason": "Voltou o erro"}
    )
    assert response.status_code == 410
    assert ticket(story, number).status == "closed"


def test_a_consult_link_is_no_survey_link(client: TestClient, story: Story, number: str) -> None:
    token = story.consult(number).rsplit("/", 1)[1]
    assert client.get(f"/pesquisa/{token}").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_survey_fits_works_by_keyboard_and_axe_finds_nothing(
    site: str, story: Story, tab: Page, number: str, width: int
) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site + story.survey(number))
    tab.get_by_text("Não resolveu: reabrir o acionamento").click()
    assert axe_findings(tab) == []
    assert not overflows(tab)
    tab.get_by_label("1 Péssimo").focus()
    for _ in range(4):
        tab.keyboard.press("ArrowRight")
    expect(tab.get_by_label("5 Ótimo")).to_be_checked()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Obrigado pela avaliação")).to_be_visible()
    assert axe_findings(tab) == []
    assert ticket(story, number).score == 5

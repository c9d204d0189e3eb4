"""A ticket went to another address: links mailed to the old one show and change nothing, and say so."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from ticket_store import queries
from ticket_store.database import reading

from .desk_story import ANA, CARLA, Story

REVOKED = "Este link não vale mais"


@pytest.fixture
def moved(story: Story) -> str:
    """Resolved while it was Ana's, then Carla's."""
    number = story.opened()
    story.resolved(number)
    story.moved(number)
    return number


def test_no_page_of_the_old_addresses_links_shows_the_ticket_or_whose_it_is(
    client: TestClient, story: Story, moved: str
) -> None:
    for path in (
        story.consult(moved),
        story.sent_to(ANA, moved),
        f"{story.sent_to(ANA, moved)}/anexos/x",
        story.survey(moved),
        story.sent_to(ANA, moved, resolution=1),
    ):
        page = client.get(path)
        assert page.status_code == 410
        assert REVOKED in page.text
        for told in (CARLA, "SIAPE", "folha", "/consulta/e"):
            assert told not in page.text


def test_no_form_behind_them_changes_it(client: TestClient, story: Story, moved: str) -> None:
    def events() -> int:
        with reading(story.engine) as session:
            return len(queries.history(session, ticket_number=moved, internal=True))

    before = events()
    consult, survey = story.sent_to(ANA, moved), story.sent_to(ANA, moved, resolution=1)
    for path, form in (
        (f"{consult}/informar", {"text": "Sou eu"}),
        (f"{consult}/cancelar", {"reason": "Não quero"}),
        (f"{survey}/avaliar", {"score": "1"}),
        (f"{survey}/reabrir", {"reason": "Voltou"}),
    ):
        answer = client.post(path, data=form)
        assert (answer.status_code, REVOKED in answer.text) == (410, True)
    assert events() == before


def test_the_new_addresses_links_show_the_history_and_lead_to_a_survey_that_works(
    client: TestClient, story: Story, moved: str
) -> None:
    page = client.get(story.sent_to(CARLA, moved)).text
    assert "E-mail do acionamento trocado" in page
    survey = re.search(r"/pesquisa/[\w.-]+", page)
    assert survey is not None
    done = client.post(f"{survey[0]}/avaliar", data={"score": "4"})
    assert "nota 4" in done.text
    back = re.search(r"/consulta/[\w.-]{30,}", done.text)
    assert back is not None
    assert moved in client.get(back[0]).text

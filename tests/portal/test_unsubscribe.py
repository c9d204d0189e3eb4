"""Leaving the mails that are not essential, and coming back."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page

from ticket_store import queries
from ticket_store.database import reading

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import ANA, Story


def wants_all(story: Story, email: str) -> bool:
    with reading(story.engine) as session:
        return queries.requester_preferences(session, email=email)


def test_opening_the_link_leaves_everything_as_it_is(client: TestClient, story: Story) -> None:
    story.opened()
    assert "Hoje recebe todos os avisos." in client.get(story.unsubscribe(ANA)).text
    assert wants_all(story, ANA)


def test_only_the_essential_and_back(client: TestClient, story: Story) -> None:
    story.opened()
    link = story.unsubscribe(ANA)
    assert "Pronto: só o essencial" in client.post(link, data={"choice": "essential"}).text
    assert not wants_all(story, ANA)
    assert "Pronto: todos os avisos" in client.post(link, data={"choice": "all"}).text
    assert wants_all(story, ANA)


def test_a_mail_program_unsubscribes_with_one_click_and_is_not_redirected(
    client: TestClient, story: Story
) -> None:
    """RFC 8058: a POST without Origin, without cookies, and a body of its own."""
    story.opened()
    program = TestClient(client.app, base_url="https://outra.exemplo", follow_redirects=False)
    response = program.post(story.unsubscribe(ANA), data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 204
    assert not wants_all(story, ANA)


def test_another_choice_changes_nothing(client: TestClient, story: Story) -> None:
    story.opened()
    response = client.post(story.unsubscribe(ANA), data={"choice": "everything"})
    assert response.status_code == 422
    assert "Pedido incompleto" in response.text
    assert wants_all(story, ANA)


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_fits_and_axe_finds_nothing(site: str, story: Story, tab: Page, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site + story.unsubscribe(ANA))
    assert axe_findings(tab) == []
    assert not overflows(tab)

"""The public pages on paper: nothing to press, every answer open, the whole story, where a link leads."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .desk_story import Story

pytestmark = pytest.mark.browser

PRESSED = ":is(button, input, select, textarea, .br-button, nav, .site-footer, assistente-serpro)"
# Whether what is written is laid out: a folded answer is not.
SEEN = "(one) => one.checkVisibility({ contentVisibilityAuto: true })"
ANSWERS = "[...document.querySelectorAll('.faq .answer')]"


def test_on_paper_there_is_nothing_to_press(tab: Page, site: str, story: Story) -> None:
    number = story.opened()
    solved = story.opened(key="k2")
    story.resolved(solved)
    pages = (
        "/", "/ajuda", "/ajuda/conta-govbr-esqueci-senha", "/situacao", "/privacidade", "/acessibilidade",
        story.consult(number), story.consult(solved), story.survey(solved),
    )  # fmt: skip
    tab.set_viewport_size({"width": 794, "height": 1123})  # A4
    for path in pages:
        tab.emulate_media(media="screen")
        tab.goto(f"{site}{path}")
        assert tab.locator(PRESSED).filter(visible=True).count(), path
        tab.emulate_media(media="print")
        expect(tab.locator(PRESSED).filter(visible=True)).to_have_count(0)
        expect(tab.locator("h1")).to_be_visible()


def test_on_paper_every_answer_is_open_and_the_history_is_whole(tab: Page, site: str, story: Story) -> None:
    number = story.opened()
    tab.goto(site)
    assert tab.locator(".faq .answer").count() > 5
    assert not tab.evaluate(f"{ANSWERS}.some({SEEN})")
    tab.emulate_media(media="print")
    tab.wait_for_function(f"{ANSWERS}.every({SEEN})")  # a busy browser lays the page out anew a moment later
    tab.goto(f"{site}{story.consult(number)}")
    expect(tab.get_by_text("O SIAPE dá erro ao abrir a folha.").first).to_be_visible()
    expect(tab.get_by_text("Acionamento registrado").first).to_be_visible()


def test_on_paper_a_link_to_elsewhere_says_where(tab: Page, site: str) -> None:
    tab.goto(f"{site}/ajuda/conta-govbr-esqueci-senha")
    tab.emulate_media(media="print")
    away = tab.locator("main a[href^=http]").first
    assert "http" in away.evaluate("one => getComputedStyle(one, '::after').content")

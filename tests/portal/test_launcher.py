"""The floating launcher never lies over a field nor over a button, however far one has scrolled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .desk_story import Story
from .fake_chat import FakeChat

pytestmark = pytest.mark.browser

# What of the page lies under the launcher while it is seen, and whether it is seen at all.
UNDER = """() => {
  const launcher = document.querySelector("assistente-serpro").shadowRoot.querySelector(".launcher");
  const seen = getComputedStyle(launcher).opacity === "1";
  const a = launcher.getBoundingClientRect();
  const under = [...document.querySelectorAll("main :is(input, select, textarea, button, .br-button)")]
    .filter((one) => { const b = one.getBoundingClientRect();
      const [round, wide] = [6, Math.min(a.right, b.right) - Math.max(a.left, b.left)];
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      return one.checkVisibility() && wide > round && high > round; })
    .map((one) => one.name || one.textContent.trim());
  return [seen, seen ? under : []];
}"""
# Two frames: the launcher looks again in the first.
FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def test_it_covers_no_field_and_no_button_and_is_there_at_the_end_of_each_page(
    tab: Page, site: str, chat: FakeChat, story: Story
) -> None:
    number = story.opened()
    solved = story.opened(key="k2")
    story.resolved(solved)
    pages = ("/", "/consulta", "/abrir", "/meus-dados", "/ajuda", story.consult(number), story.survey(solved))
    covered, missing, aside = [], [], 0
    for path in pages:
        tab.goto(f"{site}{path}")
        expect(tab.locator(".launcher")).to_be_attached()
        for width in (320, 768, 1280):
            tab.set_viewport_size({"width": width, "height": 640})
            height = tab.evaluate("document.documentElement.scrollHeight")
            for down in (*range(0, height, 130), height):
                tab.evaluate("(down) => scrollTo({ top: down, behavior: 'instant' })", down)
                tab.evaluate(FRAMES)
                seen, under = tab.evaluate(UNDER)
                covered += [(path, width, down, one) for one in under]
                aside += not seen
            if not seen:
                missing.append((path, width))
    assert covered == []
    assert missing == []
    assert aside > 10


def test_the_keyboard_finds_it_where_it_has_stepped_aside(tab: Page, site: str, chat: FakeChat) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(f"{site}/abrir")
    launcher = tab.locator(".launcher")
    tab.get_by_label("O que está acontecendo").evaluate("one => one.scrollIntoView({ block: 'end' })")
    expect(launcher).to_have_css("opacity", "0")
    launcher.focus()
    expect(launcher).to_have_css("opacity", "1")
    launcher.press("Enter")
    expect(tab.locator(".panel")).to_be_visible()

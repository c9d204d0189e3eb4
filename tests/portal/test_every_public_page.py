"""Every page that is the same for everybody, in high contrast and by keyboard; none can be forgotten here."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from portal.public_pages import PATHS

from .conftest import WIDTHS, axe_findings, overflows
from .fake_chat import FakeChat

pytestmark = pytest.mark.browser

BESIDES = (
    "/ajuda?q=nivel+da+conta",
    "/ajuda?q=zzz",
    "/ajuda/conta-govbr-esqueci-senha",
    "/nada",
    "/sem-conexao",
)
PAGES = (*sorted(PATHS), *BESIDES)
# What the focus is on, through the shadow root of the chat; whether it can be seen.
FOCUS = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const inSight = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  return [at.outerHTML.slice(0, 90), inSight,
    style.outlineStyle !== "none" || style.boxShadow !== "none"];
}"""
REACHABLE = """() => {
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const seen = (one) => one.checkVisibility({ visibilityProperty: true });
  const usable = (one) => seen(one) && !one.disabled && one.tabIndex >= 0;
  return [...document.querySelectorAll(controls)].filter(usable).length;
}"""


def test_in_high_contrast_no_public_page_has_a_finding(
    site: str, chat: FakeChat, tab: Page, context: BrowserContext, tmp_path: Path
) -> None:
    context.add_cookies([{"name": "contraste", "value": "1", "url": site}])
    wrong = []
    for path in PAGES:
        tab.goto(site + path)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            name = path.strip("/").translate(str.maketrans("/?=+", "----")) or "inicio"
            tab.screenshot(path=str(tmp_path / f"{name}-{width}.png"), full_page=True)
            wrong += [f"{path} at {width}: {finding}" for finding in axe_findings(tab)]
            if overflows(tab):
                wrong.append(f"{path} at {width}: scrolls sideways")
    assert wrong == []


def test_by_keyboard_everything_is_reached_and_shows_that_it_is(site: str, chat: FakeChat, tab: Page) -> None:
    wrong = []
    for path in PAGES:
        tab.goto(site + path)
        reached: dict[str, int] = {}
        steps = 0
        for _ in range(tab.evaluate(REACHABLE) + 40):
            tab.keyboard.press("Tab")
            found = tab.evaluate(FOCUS)
            if found is None:
                break
            steps += 1
            html, seen, shown = found
            reached[html] = reached.get(html, 0) + 1
            if not (seen and shown):
                wrong.append(f"{path}: {html} seen={seen} shown={shown}")
        if steps < tab.evaluate(REACHABLE):
            wrong.append(f"{path}: {steps} stops for {tab.evaluate(REACHABLE)} controls")
    assert wrong == []

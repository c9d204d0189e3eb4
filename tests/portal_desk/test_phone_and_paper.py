"""On a phone, on paper, in the reader's own colours: what is to be read is there, whole and in its order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from ticket_store import operations

from .conftest import overflows
from .shift import Clock, Shift
from .test_in_browser import Seat, busy_day

pytestmark = pytest.mark.browser

# How often a word of this element goes on in another line.
BROKEN = """cells => {
    const broken = [];
    for (const cell of cells) {
        const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (walk.nextNode()) {
            for (const word of walk.currentNode.data.matchAll(/\\S+/g)) {
                const range = document.createRange();
                range.setStart(walk.currentNode, word.index);
                range.setEnd(walk.currentNode, word.index + word[0].length);
                const lines = new Set([...range.getClientRects()].map((one) => Math.round(one.top)));
                if (lines.size > 1) broken.push(word[0]);
            }
        }
    }
    return broken;
}"""


def top(tab: Page, heading: str) -> float:
    box = tab.get_by_role("heading", name=heading, exact=True).bounding_box()
    assert box
    return box["y"]


def test_on_a_phone_what_one_does_and_for_whom_come_before_what_was(
    site: str, seat: Seat, shift: Shift
) -> None:
    number = shift.opened()
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    for width in (320, 768):
        tab.set_viewport_size({"width": width, "height": 700})
        places = [top(tab, name) for name in ("Escrever", "Dados", "Ações", "Histórico")]
        assert places == sorted(places), width


def test_what_waits_is_counted_outside_the_folded_menu(site: str, seat: Seat, shift: Shift) -> None:
    shift.handoff()
    tab = seat("bruno")
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.reload()
    expect(tab.get_by_role("link", name="Conversas")).to_be_hidden()
    expect(tab.get_by_role("button", name="Menu 1 esperam")).to_be_visible()
    expect(tab.locator("#sino .badge")).to_be_visible()


def test_no_name_in_the_dashboard_is_cut_within_a_word(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    busy_day(shift, clock)
    tab = seat("silvia")
    tab.goto(f"{site}/painel")
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.locator(".plain :is(th[scope=row], thead th)").evaluate_all(BROKEN) == [], width
        assert not overflows(tab)


def test_on_paper_there_is_nothing_to_press_and_the_history_is_whole(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    shift.do(operations.comment, ticket_number=number, text="Vendo.", author=shift.author("bruno"))
    tab = seat("silvia")
    for path in (f"/acionamentos/{number}", "", "/painel", "/relatorios"):
        tab.goto(f"{site}{path}")
        tab.emulate_media(media="print")
        expect(
            tab.locator("main").locator("button, input, select, textarea, summary").filter(visible=True)
        ).to_have_count(0)
        if number in path:
            expect(tab.locator(".timeline")).to_contain_text("Vendo.")
            expect(tab.get_by_role("heading", name=number)).to_be_visible()
        tab.emulate_media(media="screen")


def test_at_twice_the_size_nothing_is_scrolled_sideways(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    pages = busy_day(shift, clock)
    tab = seat("silvia")
    tab.set_viewport_size({"width": 640, "height": 400})  # 1280 by 800, at 200%
    for name in ("queue", "ticket", "dashboard", "conversation", "deliveries"):
        tab.goto(f"{site}{pages[name]}")
        assert not overflows(tab), name


def test_in_the_readers_own_colours_late_and_chosen_are_told_by_a_border(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    shift.opened("carla@rfb.gov.br", urgency="tudo parado")
    shift.opened()
    clock.forward(hours=5)
    tab = seat("silvia")
    tab.goto(f"{site}?equipe=todas")
    tab.emulate_media(forced_colors="active")
    assert tab.evaluate("matchMedia('(forced-colors: active)').matches")
    edge = "cell => getComputedStyle(cell).borderLeftColor"
    late = tab.locator(".tickets tr.late > :first-child").first.evaluate(edge)
    calm = tab.locator(".tickets tr:not(.late, .near) > :first-child").last.evaluate(edge)
    assert late != calm
    chosen = tab.locator("main .views a[aria-current]").first
    other = tab.locator("main .views a:not([aria-current])").first
    width = "link => getComputedStyle(link).borderTopWidth"
    assert (chosen.evaluate(width), other.evaluate(width)) == ("3px", "1px")

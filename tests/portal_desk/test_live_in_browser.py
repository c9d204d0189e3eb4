"""A long live conversation: its newest line and the composer are seen together, and what is new is spoken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ticket_store import operations

from .conftest import axe_findings, overflows
from .shift import START, Shift
from .test_in_browser import listening

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
def test_the_newest_line_is_in_view_beside_the_composer_and_is_spoken(
    site: str, seat: Callable[[str], Page], shift: Shift, width: int
) -> None:
    said = [{"from": "user", "text": f"linha {n}", "at": START.isoformat()} for n in range(40)]
    handoff = shift.handoff(said=said)
    shift.do(operations.take_handoff, handoff_id=handoff, agent_id=shift.ids["bruno"])
    tab = seat("bruno")
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(f"{site}/conversas/{handoff}")
    listening(tab)
    tab.get_by_label("Sua mensagem").scroll_into_view_if_needed()
    expect(tab.locator(".talk li").last).to_be_in_viewport()
    shift.do(operations.hear_live, conversation_id="web-abc", text="voltou a cair", uid="u1")
    expect(tab.locator("#falado")).to_have_text("voltou a cair")
    expect(tab.locator(".talk li").last).to_contain_text("voltou a cair")
    expect(tab.locator(".talk li").last).to_be_in_viewport()
    expect(tab.get_by_label("Sua mensagem")).to_be_in_viewport()
    assert not overflows(tab)
    assert axe_findings(tab) == []

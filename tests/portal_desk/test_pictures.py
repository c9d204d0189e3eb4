"""A picture of a ticket is looked at on its page, and only read when it is."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.config import PortalConfig

from .conftest import axe_findings
from .shift import Shift

pytestmark = pytest.mark.browser

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_a_picture_is_seen_where_it_is_unfolded_and_read_only_then(
    site: str, seat: Callable[[str], Page], shift: Shift, config: PortalConfig
) -> None:
    number = shift.attached(config.attachments_dir, ("tela.png", DOT), ("erro.txt", b"erro 0071"))
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    expect(tab.get_by_text("Ver a imagem")).to_have_count(1)  # a text is no picture
    assert "attachment_read" not in [action for action, _ in shift.audited("bruno")]
    tab.get_by_text("Ver a imagem").click()
    expect(tab.locator("img.look")).to_have_js_property("naturalWidth", 1)
    assert "attachment_read" in [action for action, _ in shift.audited("bruno")]
    assert axe_findings(tab) == []

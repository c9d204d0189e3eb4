"""PDF and pictures are looked at on the desk: locked in, and only what their content says they are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from portal.config import PortalConfig
from ticket_store import operations

from .conftest import axe_findings, overflows
from .shift import Shift
from .test_in_browser import listening
from .test_live_files import talk
from .test_pictures import DOT

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>"
PDF = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n" + PAGE + b"\nendobj\n"
    b"trailer << /Size 4 /Root 1 0 R >>\n%%EOF"
)
LOCKED = "default-src 'none'; sandbox; frame-ancestors 'self'"


def held(shift: Shift, *files: tuple[str, bytes]) -> None:
    shift.do(operations.hold_files, conversation_id="web-abc", message_id="m", files=list(files))


def looked_at(browser: TestClient, page: str) -> list[str]:
    """The addresses of what the page shows."""
    return re.findall(r'<(?:img|iframe) class="look[^"]*" src="([^"]+)"', browser.get(page).text)


def test_a_pdf_of_a_ticket_is_shown_locked_and_saved_when_it_is_saved(
    bruno: TestClient, shift: Shift, config: PortalConfig
) -> None:
    files = (("contracheque.pdf", PDF), ("tela.png", DOT), ("erro.txt", b"erro 0071"))
    number = shift.attached(config.attachments_dir, *files)
    page = f"/atendimento/acionamentos/{number}"
    addresses = looked_at(bruno, page)
    kinds = []
    for address in addresses:
        answer = bruno.get(address)
        kinds.append(answer.headers["Content-Type"])
        assert answer.headers["Content-Disposition"].startswith("inline;")
        assert answer.headers["Content-Security-Policy"] == LOCKED
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert kinds == ["application/pdf", "image/png"]
    saved = bruno.get(addresses[0].removesuffix("?ver=1"))
    assert saved.headers["Content-Disposition"].startswith("attachment;")
    text = next(
        one
        for one in re.findall(rf'href="({page}/anexos/\w+)"', bruno.get(page).text)
        if bruno.get(one).headers["Content-Type"].startswith("text/plain")
    )
    assert bruno.get(f"{text}?ver=1").headers["Content-Disposition"].startswith("attachment;")


def test_of_a_conversation_what_was_sent_and_what_the_person_sent_is_shown(
    bruno: TestClient, shift: Shift
) -> None:
    page = talk(bruno, shift)
    bruno.post(f"{page}/dizer", data={"uid": "m1"}, files=[("files", ("guia.pdf", PDF, "application/pdf"))])
    held(shift, ("tela.png", DOT), ("erro.txt", b"erro 0071"))
    addresses = looked_at(bruno, page)
    answers = [bruno.get(address) for address in addresses]
    assert [one.headers["Content-Type"] for one in answers] == ["application/pdf", "image/png"]
    assert all(one.headers["Content-Disposition"].startswith("inline;") for one in answers)
    assert all(one.headers["Content-Security-Policy"] == LOCKED for one in answers)


def test_what_only_begins_like_a_picture_is_saved_and_never_shown(bruno: TestClient, shift: Shift) -> None:
    page = talk(bruno, shift)
    held(shift, ("tela.png", DOT + b"<script>alert(1)</script>"), ("nota.html", b"<html>oi</html>"))
    [offered] = looked_at(bruno, page)
    pages = [offered, re.sub(r"\d+\?ver=1$", lambda n: f"{int(n[0][:-6]) + 1}?ver=1", offered)]
    for address in pages:
        answer = bruno.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.browser
def test_a_pdf_is_read_beside_the_talk_and_stays_open_when_something_is_said(
    site: str, seat: Callable[[str], Page], shift: Shift
) -> None:
    handoff = shift.handoff()
    shift.do(operations.take_handoff, handoff_id=handoff, agent_id=shift.ids["bruno"])
    shift.do(operations.hear_live, conversation_id="web-abc", text="segue o arquivo", uid="u0")
    held(shift, ("contracheque.pdf", PDF), ("tela.png", DOT))
    tab = seat("bruno")
    tab.goto(f"{site}/conversas/{handoff}")
    listening(tab)
    assert "attachment_read" not in [action for action, _ in shift.audited("bruno")]
    with tab.expect_response(lambda one: "guardados" in one.url and "ver=1" in one.url) as answer:
        tab.get_by_text("Ver o PDF").click()
    assert answer.value.headers["content-type"] == "application/pdf"
    frame = tab.locator("iframe.paper")
    expect(frame).to_be_visible()
    tab.get_by_text("Ver a imagem").click()
    expect(tab.locator("img.look")).to_have_js_property("naturalWidth", 1)
    frame.evaluate("(one) => { one.same = 'yes'; }")
    shift.do(operations.hear_live, conversation_id="web-abc", text="chegou?", uid="u1")
    expect(tab.locator(".talk li").last).to_contain_text("chegou?")
    expect(tab.locator("#falado")).to_have_text("chegou?")
    expect(frame).to_have_js_property("same", "yes")
    expect(frame).to_be_visible()
    assert axe_findings(tab) == []
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab), width

"""An attendant's file reaches the person by a link that opens nothing else, and is shown at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner
from playwright.sync_api import expect
from sqlalchemy import select

from portal.live_files import LASTS_SECONDS
from ticket_store import links, model, operations
from ticket_store.database import reading

from .conftest import axe_findings, overflows
from .shift import Shift
from .test_in_browser import Seat

GUIDE = ("files", ("guia.txt", b"passo a passo\n", "text/plain"))
PROGRAM = ("files", ("x.exe", b"MZ\x90\x00" + b"\x00" * 100, "application/octet-stream"))


def talk(bruno: TestClient, shift: Shift, chat: str = "web-abc") -> str:
    handoff = shift.handoff(chat)
    bruno.post(f"/atendimento/conversas/{handoff}/assumir")
    return f"/atendimento/conversas/{handoff}"


def said(shift: Shift) -> list[str]:
    with reading(shift.engine) as session:
        rows = select(model.OutboxRow).where(model.OutboxRow.kind == "live_message")
        return [row.payload["text"] for row in session.scalars(rows.order_by(model.OutboxRow.id))]


@pytest.mark.parametrize("chat", ["web-abc", "tg-7", "wa-7", "rc-7", "teams-7"])
def test_the_person_gets_a_link_in_every_chat_and_the_file_by_it(
    bruno: TestClient, visitor: Callable[[], TestClient], shift: Shift, chat: str
) -> None:
    page = talk(bruno, shift, chat)
    bruno.post(f"{page}/dizer", data={"text": "Siga este guia.", "uid": "m1"}, files=[GUIDE])
    words, line = said(shift)
    assert words == "Siga este guia."
    assert line.startswith("Arquivo: guia.txt\nhttp")
    answer = visitor().get(line.split("\n")[1])
    assert (answer.status_code, answer.content) == (200, GUIDE[1][1])
    assert answer.headers["Content-Disposition"] == 'attachment; filename="guia.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_the_desk_shows_it_in_its_place_and_notes_who_read_it(
    bruno: TestClient, signed_in: Callable[[str], TestClient], visitor: Callable[[], TestClient], shift: Shift
) -> None:
    page = talk(bruno, shift)
    bruno.post(f"{page}/dizer", data={"uid": "m1"}, files=[GUIDE])  # alone, without words
    found = re.search(rf'href="({page}/arquivos/[^"]+)"', bruno.get(page).text)
    assert found
    assert signed_in("denise").get(found[1]).content == GUIDE[1][1]
    assert ("attachment_read", page.removeprefix("/atendimento/conversas/")) in [
        (action, target.removeprefix("handoff:")) for action, target in shift.audited("denise")
    ]
    assert "Entrar" in visitor().get(found[1]).text
    other = talk(bruno, shift, "web-other")
    assert bruno.get(found[1].replace(page, other)).status_code == 404


def test_what_the_person_sent_before_there_is_a_ticket_can_be_opened_by_who_attends(
    bruno: TestClient, visitor: Callable[[], TestClient], shift: Shift
) -> None:
    page, other = talk(bruno, shift), talk(bruno, shift, "web-other")
    given = {"conversation_id": "web-abc", "message_id": "m", "files": [("tela cortada.txt", b"erro 0071\n")]}
    shift.do(operations.hold_files, **given)
    shift.do(operations.hold_words, conversation_id="web-abc", message_id="m", text="uma carta inteira")
    shown = bruno.get(page).text
    assert shown.count("/guardados/") == 1  # the words of a letter are no file
    found = re.search(rf'href="({page}/guardados/\d+)"[^>]*>tela cortada.txt<', shown)
    assert found
    answer = bruno.get(found[1])
    assert (answer.status_code, answer.content) == (200, b"erro 0071\n")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''tela%20cortada.txt"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert ("attachment_read", page.replace("/atendimento/conversas/", "handoff:")) in shift.audited("bruno")
    assert bruno.get(found[1].replace(page, other)).status_code == 404
    assert "/guardados/" not in bruno.get(other).text
    assert "Entrar" in visitor().get(found[1]).text


def test_what_is_refused_says_why_and_sends_nothing(bruno: TestClient, shift: Shift) -> None:
    page = talk(bruno, shift)
    answer = bruno.post(f"{page}/dizer", data={"text": "oi", "uid": "m1"}, files=[GUIDE, PROGRAM])
    assert answer.status_code == 422
    assert "Este tipo de arquivo não é aceito." in answer.text
    assert ">oi</textarea>" in answer.text
    for n in range(10):
        bruno.post(f"{page}/dizer", data={"uid": f"n{n}"}, files=[GUIDE])
    answer = bruno.post(f"{page}/dizer", data={"uid": "more"}, files=[GUIDE])
    assert "Uma conversa leva até 10 arquivos." in answer.text
    assert len(said(shift)) == 10


def test_a_link_that_is_altered_old_or_of_another_purpose_opens_nothing(
    bruno: TestClient,
    visitor: Callable[[], TestClient],
    shift: Shift,
    config: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = talk(bruno, shift)
    bruno.post(f"{page}/dizer", data={"uid": "m1"}, files=[GUIDE])
    address = said(shift)[0].split("\n")[1]
    foreign = links.sign(links.CONSULT, {"uid": "m1-file0"}, config.secret_key)  # type: ignore[attr-defined]
    for wrong in (address[:-4] + "AAAA", address.rsplit("/", 1)[0] + "/" + foreign):
        answer = visitor().get(wrong)
        assert (answer.status_code, "0800 728 2323" in answer.text) == (404, True)
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + LASTS_SECONDS + 2)
    answer = visitor().get(address)
    assert (answer.status_code, "Este link venceu" in answer.text) == (410, True)


@pytest.mark.browser
def test_a_file_goes_without_leaving_the_page(site: str, seat: Seat, shift: Shift) -> None:
    handoff = shift.handoff("web-abc")
    shift.do(operations.take_handoff, handoff_id=handoff, agent_id=shift.ids["bruno"])
    tab = seat("bruno")
    tab.goto(f"{site}/conversas/{handoff}")
    tab.evaluate("window.stayed = true")
    tab.get_by_label("Arquivos").set_input_files(
        {"name": "guia.txt", "mimeType": "text/plain", "buffer": GUIDE[1][1]}
    )
    tab.get_by_role("button", name="Enviar").click()
    expect(tab.get_by_role("link", name="Arquivo: guia.txt")).to_be_visible()
    expect(tab.get_by_label("Arquivos")).to_have_value("")
    assert tab.evaluate("window.stayed")
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab)
        assert axe_findings(tab) == []

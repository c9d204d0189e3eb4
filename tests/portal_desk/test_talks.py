"""An attendant's conversations beside the one that is open: which have news, and one step to each."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from ticket_store import operations

from .conftest import axe_findings, overflows
from .shift import CARLA, Shift
from .test_in_browser import listening

Enter = Callable[[str], TestClient]
REFRESH = {"X-Desk-Refresh": "1"}


def taken(shift: Shift, n: int, by: str = "bruno", email: str | None = None) -> int:
    handoff = shift.handoff(f"web-{n}", email=email or f"p{n}@saude.gov.br")
    shift.do(operations.take_handoff, handoff_id=handoff, agent_id=shift.ids[by])
    return handoff


def says(shift: Shift, n: int, text: str, uid: str) -> None:
    shift.do(operations.hear_live, conversation_id=f"web-{n}", text=text, uid=uid)


def beside(html: str) -> dict[str, str]:
    """What is new in each conversation of the list, by its address; "" where nothing is."""
    listed = html[html.index('id="minhas"') : html.index("</nav></details>")]
    rows = re.findall(r'<li><a href="/atendimento/conversas/(\d+)"(.*?)</li>', listed, re.S)
    return {number: "".join(re.findall(r'class="badge">(\d+)', rest)) for number, rest in rows}


def test_news_count_until_the_page_is_before_somebodys_eyes(bruno: TestClient, shift: Shift) -> None:
    one, two = taken(shift, 1), taken(shift, 2)
    says(shift, 2, "caiu de novo", "u1")
    says(shift, 2, "alguém aí?", "u2")
    assert beside(bruno.get(f"/atendimento/conversas/{one}").text) == {str(one): "", str(two): "2"}
    bruno.get(f"/atendimento/conversas/{two}", headers=REFRESH)  # a page behind others
    assert beside(bruno.get(f"/atendimento/conversas/{one}").text)[str(two)] == "2"
    bruno.get(f"/atendimento/conversas/{two}", headers=REFRESH | {"X-Desk-Seen": "1"})
    assert beside(bruno.get(f"/atendimento/conversas/{one}").text)[str(two)] == ""


def test_only_who_is_in_it_reads_it_and_a_colleague_who_gets_it_finds_it_unread(
    bruno: TestClient, signed_in: Enter, shift: Shift
) -> None:
    one, two = taken(shift, 1), taken(shift, 2)
    hers = taken(shift, 3, by="denise")
    says(shift, 2, "caiu de novo", "u1")
    silvia, denise = signed_in("silvia"), signed_in("denise")
    silvia.get(f"/atendimento/conversas/{two}")
    listed = beside(bruno.get(f"/atendimento/conversas/{one}").text)
    assert (listed[str(two)], str(hers) in listed) == ("1", False)
    bruno.get(f"/atendimento/conversas/{two}")
    given = {"handoff_id": two, "agent_id": shift.ids["bruno"], "to_agent_id": shift.ids["denise"]}
    shift.do(operations.pass_handoff_to, **given)
    assert beside(denise.get(f"/atendimento/conversas/{hers}").text)[str(two)] == "1"
    assert str(two) not in beside(bruno.get(f"/atendimento/conversas/{one}").text)


@pytest.mark.browser
def test_one_goes_from_one_to_another_and_back_with_what_was_being_written(
    site: str, seat: Callable[[str], Page], shift: Shift
) -> None:
    one, _, three = taken(shift, 1, email="ana@saude.gov.br"), taken(shift, 2, email=CARLA), taken(shift, 3)
    tab = seat("bruno")
    tab.goto(f"{site}/conversas/{one}")
    listening(tab)
    list_, text = tab.get_by_role("navigation", name="Minhas conversas"), tab.get_by_label("Sua mensagem")
    expect(list_.get_by_role("link")).to_have_count(3)
    says(shift, 2, "caiu de novo", "u1")
    row = list_.get_by_role("link", name=CARLA)
    expect(row).to_contain_text("caiu de novo")
    expect(row.locator(".badge")).to_contain_text("1")
    text.fill("Já vou ver")
    row.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(CARLA)
    expect(tab.locator(".my-talks li .badge")).to_have_count(0)
    expect(list_.locator("[aria-current=page]")).to_contain_text(CARLA)
    text.focus()
    tab.keyboard.press("Alt+ArrowUp")
    expect(tab.get_by_role("heading", level=1)).to_have_text("ana@saude.gov.br")
    expect(text).to_have_value("Já vou ver")
    tab.locator("body").press("k")  # round to the last one
    tab.wait_for_url(f"**/conversas/{three}")
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        tab.reload()
        listening(tab)
        assert not overflows(tab), width
        assert axe_findings(tab) == []
        if width == 320:
            expect(row).to_be_hidden()  # folded: the conversation comes first
            says(shift, 2, "e agora?", "u2")
            expect(tab.locator("#minhas-novas .badge")).to_contain_text("1")
            tab.get_by_text("Minhas conversas").click()
            expect(row).to_be_visible()

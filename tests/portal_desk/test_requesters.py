"""What the desk knows of one requester: his órgão's ANS, notes of him, and every ticket of his."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from ticket_store import model, operations
from ticket_store.database import reading
from ticket_store.queries import people

from .conftest import axe_findings, overflows
from .shift import ANA, CARLA, Shift

SAID = "Liga só à tarde; o ramal é 4321."
Enter = Callable[[str], TestClient]


def page_of(shift: Shift, email: str = ANA) -> str:
    with reading(shift.engine) as session:
        return f"/atendimento/solicitantes/{people.person_of(session, email=email)}"


def note_form(html: str) -> tuple[str, str]:
    """The address of the first note's form, and the version that it carries."""
    found = re.search(
        r'action="(/atendimento/solicitantes/\d+/notas/\d+)".*?name="version" value="(\d+)"', html, re.S
    )
    assert found, html
    return found[1], found[2]


def test_every_ticket_is_there_page_by_page_and_by_how_far_it_is(bruno: TestClient, shift: Shift) -> None:
    numbers = [shift.opened() for _ in range(32)]
    shift.do(operations.resolve, ticket_number=numbers[0], solution="Feito.", author=shift.author("bruno"))
    shift.do(operations.cancel, ticket_number=numbers[1], author=shift.author("bruno"))
    other = shift.opened(CARLA)
    here = page_of(shift)
    assert f'href="{here}"' in bruno.get(f"/atendimento/acionamentos/{numbers[5]}").text

    def seen(query: str = "") -> list[str]:
        return re.findall(r'<li><a href="/atendimento/acionamentos/([\d-]+)"', bruno.get(here + query).text)

    assert seen() == numbers[:1:-1]
    assert seen("?pagina=2") == numbers[1::-1]
    assert seen("?ver=resolvidos") == numbers[:1]
    assert seen("?ver=encerrados") == numbers[1:2]
    assert other not in seen("?ver=abertos")
    assert "1 a 30 de 32" in bruno.get(here).text
    assert ("requester_read", here.rpartition("/")[2]) in [
        (action, target.partition(":")[2]) for action, target in shift.audited("bruno")
    ]


def test_the_agreement_of_the_body_stands_beside_who_he_is(bruno: TestClient, shift: Shift) -> None:
    shift.opened()
    shift.opened("p@prefeitura.sp.gov.br")
    html = bruno.get(page_of(shift)).text
    assert "saude.gov.br" in html
    assert re.search(r'<th scope="row">Crítica</th><td>[\d h min]+</td><td>[\d h min]+</td>', html)
    without = bruno.get(page_of(shift, "p@prefeitura.sp.gov.br")).text
    assert "não tem ANS" in without
    assert bruno.get("/atendimento/solicitantes/9999").status_code == 404


def test_a_note_is_written_put_right_and_removed_and_says_by_whom(
    bruno: TestClient, signed_in: Enter, shift: Shift
) -> None:
    number = shift.opened()
    here = page_of(shift)
    for _ in range(2):  # a double click
        told = bruno.post(f"{here}/notas", data={"text": SAID, "de": number})
    assert "Nota sobre o solicitante guardada" in told.text
    assert told.url.path == f"/atendimento/acionamentos/{number}"
    assert told.text.count(f'<p class="said">{SAID}</p>') == 1
    denise = signed_in("denise")
    address, version = note_form(denise.get(here).text)
    changed = denise.post(address, data={"text": "Liga só de manhã.", "version": version})
    assert "mudada por Denise" in changed.text
    late = bruno.post(address, data={"text": "Ramal 9.", "version": version})
    assert (late.status_code, "Ela diz: “Liga só de manhã.”" in late.text) == (409, True)
    assert ">Ramal 9.</textarea>" in late.text
    address, version = note_form(bruno.get(here).text)
    gone = bruno.post(f"{address}/apagar", data={"version": version})
    assert "Nota apagada" in gone.text
    assert "de manhã" not in gone.text
    assert bruno.post(address, data={"text": "x", "version": version}).status_code == 409
    kinds = [action for name in ("bruno", "denise") for action, _ in shift.audited(name)]
    assert {"requester_noted", "requester_note_changed", "requester_note_removed"} <= set(kinds)


def test_an_empty_or_endless_note_is_refused_with_its_words(bruno: TestClient, shift: Shift) -> None:
    shift.opened()
    here = page_of(shift)
    assert bruno.post(f"{here}/notas", data={"text": "  "}).status_code == 422
    long = bruno.post(f"{here}/notas", data={"text": "x" * 2001})
    assert "passa de 2000 caracteres" in long.text
    assert "x" * 2001 in long.text
    for n in range(20):
        bruno.post(f"{here}/notas", data={"text": f"nota {n}"})
    assert "Já há 20 notas" in bruno.post(f"{here}/notas", data={"text": "mais uma"}).text


def test_a_note_is_on_no_page_and_in_no_mail_of_the_requester(
    bruno: TestClient, visitor: Callable[[], TestClient], shift: Shift
) -> None:
    number = shift.opened()
    bruno.post(f"{page_of(shift)}/notas", data={"text": SAID})
    shift.do(operations.comment, ticket_number=number, text="Vendo.", author=shift.author("bruno"))
    shift.do(operations.resolve, ticket_number=number, solution="Feito.", author=shift.author("bruno"))
    with reading(shift.engine) as session:
        sent = [str(payload) for payload in session.scalars(select(model.OutboxRow.payload))]
    assert len(sent) >= 3
    assert not any("4321" in one for one in sent)
    assert "4321" in bruno.get(f"/atendimento/acionamentos/{number}").text
    assert visitor().get(page_of(shift), follow_redirects=False).status_code == 303


@pytest.mark.browser
def test_a_note_from_the_ticket_is_seen_in_the_next_one_of_the_same_person(
    site: str, seat: Callable[[str], Page], shift: Shift
) -> None:
    first, second = shift.opened(), shift.opened()
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{first}")
    tab.get_by_text("Anotar sobre o solicitante").click()
    tab.get_by_label("Nota", exact=True).fill(SAID)
    tab.get_by_role("button", name="Anotar").click()
    expect(tab.get_by_text("Nota sobre o solicitante guardada")).to_be_visible()
    tab.goto(f"{site}/acionamentos/{second}")
    expect(tab.locator(".notes-of")).to_contain_text(SAID)
    tab.get_by_role("link", name="Notas e todos os 2 acionamentos").click()
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab), width
        assert axe_findings(tab) == []

"""The supervision writes articles: what is published answers at once, and no version is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from ticket_store import operations, queries
from ticket_store.database import reading

from .conftest import axe_findings
from .shift import Shift

NEW = {
    "title": "Como limpar a fila da impressora",
    "asked": "a impressora não imprime",
    "summary": "Um documento preso segura os outros.",
    "steps": "Abra a fila.\r\nCancele o documento.",
    "source": "Manual da impressora",
    "source_url": "https://example.gov.br/manual",
    "source_date": "2025-06",
    "reviewed_on": "2026-03-01",
    "service_code": "estacao-de-trabalho",
    "state": "published",
}
LIST = "/atendimento/artigos"


def written(shift: Shift) -> int:
    with reading(shift.engine) as session:
        return queries.search_articles(session, text=NEW["title"], all_states=True)[0].id


def test_a_new_article_is_written_published_and_edited_with_its_versions_kept(
    silvia: TestClient, shift: Shift
) -> None:
    assert "Artigo gravado" in silvia.post(f"{LIST}/novo", data=NEW).text
    number = written(shift)
    public = silvia.get("/ajuda/como-limpar-a-fila-da-impressora").text
    assert "<li>Cancele o documento.</li>" in public
    edited = NEW | {"summary": "Cancele o que ficou preso.", "seen": "1"}
    assert "Artigo gravado" in silvia.post(f"{LIST}/{number}", data=edited).text
    form = silvia.get(f"{LIST}/{number}").text
    assert "Versão 2 (atual)" in form
    assert "Cancele o que ficou preso." in form
    older = silvia.get(f"{LIST}/{number}?versao=1").text
    assert "Um documento preso segura os outros." in older
    assert "Este é o texto da versão 1." in older
    assert ("article_edited", f"article:{number}") in shift.audited("silvia")


def test_what_nobody_answered_leads_to_an_article_or_off_the_list(silvia: TestClient, shift: Shift) -> None:
    silvia.get("/ajuda", params={"q": "como troco o toner?"})
    listed = silvia.get(LIST).text
    assert "“como troco o toner?”" in listed
    [address] = re.findall(r'href="(/atendimento/artigos/novo\?pergunta=[^"]+)"', listed)
    assert "como troco o toner?</textarea>" in silvia.get(address).text
    with reading(shift.engine) as session:
        [gap] = queries.gaps(session)
    assert "Pergunta tirada da lista" in silvia.post(f"{LIST}/lacunas/{gap.id}").text
    assert "como troco o toner?" not in silvia.get(LIST).text


def test_what_is_missing_is_named_and_what_was_typed_stays(silvia: TestClient) -> None:
    refused = silvia.post(f"{LIST}/novo", data=NEW | {"source_url": "na intranet", "reviewed_on": ""})
    assert refused.status_code == 422
    assert "Informe o dia da revisão" in refused.text
    assert "Um documento preso segura os outros." in refused.text
    assert "com https://" in silvia.post(f"{LIST}/novo", data=NEW | {"source_url": "na intranet"}).text


def test_of_two_editors_the_second_sees_that_and_loses_nothing(silvia: TestClient, shift: Shift) -> None:
    silvia.post(f"{LIST}/novo", data=NEW)
    address = f"{LIST}/{written(shift)}"
    silvia.post(address, data=NEW | {"note": "Da Sílvia.", "seen": "1"})
    late = silvia.post(address, data=NEW | {"note": "Da outra.", "seen": "1"})
    assert late.status_code == 422
    assert "Alguém gravou a versão 2" in late.text
    assert "Da outra." in late.text
    assert silvia.get(f"{LIST}/999").status_code == 404
    assert silvia.post(f"{LIST}/999", data=NEW | {"seen": "1"}).status_code == 404


def test_a_draft_and_what_was_taken_off_are_at_the_desk_only(silvia: TestClient, shift: Shift) -> None:
    silvia.post(f"{LIST}/novo", data=NEW | {"state": "draft"})
    assert "Rascunho" in silvia.get(LIST, params={"q": "fila da impressora"}).text
    assert silvia.get("/ajuda/como-limpar-a-fila-da-impressora").status_code == 404


def solved(shift: Shift) -> str:
    number = shift.opened(description="A folha não fecha, escrevam a ana@saude.gov.br")
    solution = "A folha foi reaberta.\n1. Abra a folha.\n2. Feche de novo."
    shift.do(operations.resolve, ticket_number=number, solution=solution, author=shift.author("bruno"))
    return number


def test_an_attendant_makes_a_draft_of_a_solution_and_only_the_supervision_goes_on_with_it(
    bruno: TestClient, silvia: TestClient, shift: Shift
) -> None:
    page = f"/atendimento/acionamentos/{solved(shift)}"
    said = bruno.post(f"{page}/artigo").text
    assert "Rascunho de artigo guardado" in said
    assert bruno.get(LIST).status_code == 403
    form = silvia.post(f"{page}/artigo")  # the same one
    assert form.url.path.startswith(f"{LIST}/")
    assert "A folha não fecha, escrevam a [EMAIL]" in form.text
    assert "ana@saude.gov.br" not in form.text
    assert '<option value="draft" selected>' in form.text
    assert '<option value="siape" selected>' in form.text


def test_only_what_is_solved_offers_it(bruno: TestClient, shift: Shift) -> None:
    page = f"/atendimento/acionamentos/{shift.opened()}"
    assert "Fazer um artigo desta solução" not in bruno.get(page).text
    refused = bruno.post(f"{page}/artigo")
    assert refused.status_code == 422
    assert "Só uma solução já enviada vira artigo." in refused.text


@pytest.mark.browser
def test_one_click_leads_from_the_solution_to_the_draft_and_axe_finds_nothing(
    seat: Callable[[str], Page], site: str, shift: Shift
) -> None:
    tab = seat("silvia")
    tab.goto(f"{site}/acionamentos/{solved(shift)}")
    assert axe_findings(tab) == []
    tab.get_by_role("button", name="Fazer um artigo desta solução").click()
    tab.wait_for_url(f"{site}/artigos/*")
    assert tab.get_by_label("Resposta").input_value() == "A folha foi reaberta."
    assert tab.get_by_label("Passos").input_value() == "Abra a folha.\nFeche de novo."
    assert tab.get_by_label("Situação").input_value() == "draft"
    tab.get_by_label("Situação").select_option("published")
    tab.get_by_role("button", name="Gravar").click()
    expect(tab.get_by_role("link", name="Diga de onde vem a informação")).to_be_visible()
    expect(tab.locator("#source-wrong").get_by_text("Diga de onde vem a informação")).to_be_visible()

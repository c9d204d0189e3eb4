"""The teacher's job in Chromium: a message is labelled, taken back and labelled again; a training moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ticket_store import operations
from ticket_store.database import reading
from ticket_store.queries import training

from .conftest import axe_findings, overflows
from .shift import Shift
from .test_administration_in_browser import administers
from .test_in_browser import Seat
from .test_review import SAID
from .test_training import REPORT

pytestmark = pytest.mark.browser


def test_a_message_is_labelled_taken_back_and_labelled_again(site: str, seat: Seat, shift: Shift) -> None:
    shift.do(operations.record_doubtful, **SAID)
    tab = seat("silvia")
    tab.goto(f"{site}/revisao")
    tab.get_by_role("link", name="Ver na conversa e rotular").click()
    expect(tab.get_by_text("Posso cancelar?")).to_be_visible()
    lines = tab.get_by_label("Comandos, um por linha")
    expect(lines).to_have_value("deny")
    tab.get_by_label("Escolher o que a pessoa diz").select_option(label="O outro")
    tab.get_by_role("button", name="Acrescentar").click()
    expect(lines).to_have_value("deny\nchoose other")
    said = tab.get_by_role("status").filter(has_text="a pessoa diz")
    expect(said).to_contain_text("Fala de um acionamento: O outro")
    lines.press("Control+End")
    lines.press_sequentially("\nstart cancel_tiket")
    expect(tab.get_by_text("Linha 3: o assistente não conhece “cancel_tiket”")).to_be_visible()
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab)
        assert axe_findings(tab) == []
    lines.fill("deny")
    tab.get_by_role("button", name="Guardar").click()
    expect(tab.get_by_text("vai para o próximo treinamento")).to_be_visible()
    tab.get_by_role("button", name="Desfazer", exact=True).click()
    expect(tab.get_by_text("voltou ao que era")).to_be_visible()
    tab.get_by_role("link", name="Ver na conversa e rotular").click()
    lines.fill("choose other")
    tab.get_by_role("button", name="Guardar").click()
    expect(tab.get_by_text("choose other")).to_be_visible()
    with reading(shift.engine) as session:
        assert [item.taught for item in training.taught(session)] == [["choose other"]]


def test_a_training_moves_by_itself_and_its_page_fits(site: str, seat: Seat, shift: Shift) -> None:
    administers(shift)
    tab = seat("silvia")
    tab.goto(f"{site}/treinamento")
    tab.get_by_role("button", name="Treinar um candidato").click()
    run = shift.do(operations.claim_training)
    for progress in ("modelo: 1 de 5", "modelo: 2 de 5"):
        shift.do(operations.tell_progress, run_id=run, progress=progress)
        expect(tab.get_by_text(progress)).to_be_visible()
    shift.do(operations.end_training, run_id=run, model="m1.tar.gz", base="b1", taught=1, report=REPORT)
    tab.get_by_role("link", name="Candidato 1").click()
    expect(tab.get_by_text("89,6% → 90,2%")).to_be_visible()
    for path in ("/treinamento", f"/treinamento/{run}"):
        tab.goto(f"{site}{path}")
        for width in (320, 768, 1280):
            tab.set_viewport_size({"width": width, "height": 800})
            assert not overflows(tab)
            assert axe_findings(tab) == []
    tab.get_by_role("button", name="Ativar este candidato").click()
    expect(tab.get_by_text("Entrando: candidato 1")).to_be_visible()

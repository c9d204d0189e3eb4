"""A text to answer with is found by its words, whoever keeps it, with the keyboard alone or the pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from ticket_store import model, shelves
from ticket_store.shelves import Keeper, Whose

from .conftest import axe_findings, overflows
from .shift import PASSWORD, Shift

pytestmark = pytest.mark.browser


def keep_text(session: Any, **values: Any) -> None:
    shelves.put_up(session, model.CannedText, **values)


def kept(shift: Shift) -> None:
    bruno = Keeper(shift.ids["bruno"], ("people",), False)
    for name, text, whose in (
        ("Férias na folha", "{{solicitante}}, as férias entram na folha do mês.", Whose(bruno.agent_id)),
        ("Ramal da equipe", "O ramal é 4321.", Whose(None, "people")),
    ):
        shift.do(keep_text, name=name, whose=whose, keeper=bruno, text=text)


def test_a_text_is_found_by_title_or_words_and_put_where_one_writes(
    site: str, seat: Callable[[str], Page], shift: Shift
) -> None:
    kept(shift)
    number = shift.opened(name="Ana Souza")
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    box, options = tab.get_by_role("combobox", name="Texto pronto"), tab.locator("[role=option]")
    text = tab.get_by_label("Texto", exact=True)
    box.focus()
    expect(box).to_have_attribute("aria-expanded", "false")
    tab.keyboard.type("ferias FOLHA")  # without the accent, in any case
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Férias na folha")
    assert axe_findings(tab) == []
    tab.keyboard.press("Enter")
    expect(text).to_have_value("Ana Souza, as férias entram na folha do mês.")
    expect(text).to_be_focused()
    expect(box).to_have_value("")
    box.fill("4321")  # only its words have it
    options.filter(has_text="Ramal da equipe").click()
    expect(text).to_have_value("Ana Souza, as férias entram na folha do mês.\n\nO ramal é 4321.")
    box.fill("nada assim")
    expect(options).to_have_count(0)
    expect(tab.get_by_text("Nenhum texto pronto com estas palavras.")).to_be_visible()
    box.press("Enter")  # sends nothing
    box.press("Escape")  # no list to close: what was typed goes
    expect(box).to_have_value("")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    expect(tab).to_have_url(f"{site}/acionamentos/{number}")
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab), width


def test_without_scripts_it_is_a_list_to_choose_from(browser: Browser, site: str, shift: Shift) -> None:
    kept(shift)
    number = shift.opened()
    with browser.new_context(java_script_enabled=False, locale="pt-BR") as context:
        tab = context.new_page()
        tab.goto(site)
        tab.get_by_label("E-mail").fill("bruno@serpro.gov.br")
        tab.get_by_label("Senha").fill(PASSWORD)
        tab.get_by_role("button", name="Entrar").click()
        tab.goto(f"{site}/acionamentos/{number}")
        tab.get_by_label("Texto pronto").select_option(label="Ramal da equipe")
        tab.get_by_role("button", name="Enviar resposta").click()
        expect(tab.get_by_text("Resposta enviada ao solicitante.")).to_be_visible()
    assert shift.history(number)[-1].text == "O ramal é 4321."

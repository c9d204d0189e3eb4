"""Two jobs of who administers, in Chromium: a mail is seen before it leaves so, and a rule is tried first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ticket_store.automations.running import run_due
from ticket_store.database import transaction
from ticket_store.model import Agent

from .conftest import axe_findings, overflows
from .shift import Clock, Shift
from .test_in_browser import Seat

pytestmark = pytest.mark.browser
HERE = "/administracao"


def test_a_mail_is_seen_as_it_arrives_and_sent_to_oneself(site: str, seat: Seat, shift: Shift) -> None:
    administers(shift)
    tab = seat("silvia")
    tab.goto(f"{site}{HERE}/modelos/registered")
    mail = tab.frame_locator("iframe[name=previa-email]")
    expect(mail.locator("h1")).to_have_text("Registramos o seu acionamento")
    source = tab.get_by_label("Formatado")
    source.fill(source.input_value().replace("Registramos o seu acionamento", "Anotamos"))
    for _ in range(2):  # looking twice is no double click
        tab.get_by_role("button", name="Ver o e-mail").click()
        expect(mail.locator("h1")).to_have_text("Anotamos")
    tab.get_by_role("button", name="Mandar um teste a mim").click()
    expect(tab.get_by_text("Mandamos a você um e-mail de teste")).to_be_visible()
    assert shift.mails("silvia@serpro.gov.br") == ["mail_trial"]
    source.fill("<p>sem nada</p>")
    tab.get_by_role("button", name="Guardar").click()
    expect(tab.get_by_role("link", name="Mantenha a primeira linha")).to_be_visible()
    expect(tab.locator("#html-wrong").get_by_text("Mantenha a primeira linha")).to_be_visible()
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab)
        assert axe_findings(tab) == []


def test_a_rule_is_tried_kept_and_its_work_is_listed(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    administers(shift)
    before = shift.opened()
    clock.forward(minutes=1)
    tab = seat("silvia")
    tab.goto(f"{site}{HERE}/automacoes")
    tab.get_by_role("link", name="Acrescentar automação").click()
    tab.get_by_label("Nome").fill("Folha primeiro")
    tab.locator("summary", has_text="Só destes serviços").click()
    tab.get_by_label("SIAPE", exact=True).check()
    tab.get_by_label("Mudar a prioridade para").select_option("high")
    tab.get_by_role("button", name="Ensaiar").click()
    expect(tab.get_by_role("heading", name="Ensaio: 1 acionamento")).to_be_visible()
    expect(tab.get_by_role("link", name=before)).to_be_visible()
    tab.get_by_role("button", name="Guardar").click()
    expect(tab.get_by_text("Ainda nada.")).to_be_visible()
    clock.forward(minutes=1)
    after = shift.opened()
    with transaction(shift.engine) as session:
        run_due(session, now=clock())
    tab.reload()
    expect(tab.get_by_role("link", name=after)).to_be_visible()
    for width in (320, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab)
        assert axe_findings(tab) == []


def administers(shift: Shift) -> None:
    with transaction(shift.engine) as session:
        session.get_one(Agent, shift.ids["silvia"]).role = "administrator"

"""Every form, of the desk and of the public pages, is sent wrong: what is wrong stands on top, in focus."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from portal.config import PortalConfig
from ticket_store import links, operations, password_reset

from .conftest import axe_findings
from .form_walk import Form, Page, faults, kind_of
from .shift import ANA, PASSWORD, Clock, Shift
from .test_account import reset_link
from .test_two_steps import password_step, turn_on

OWN = "/atendimento"
# What is sent: nothing; what is no address, no date, no number and none of the choices; too much for a name.
WRONG = (("", ""), ("§", "§"), ("x" * 119, "0"))


class Walk:
    """Sends the forms of pages, each from the store as it was found."""

    def __init__(self, store: Path, engine: Any) -> None:
        self.store, self.engine = store, engine
        self.told: dict[str, list[str]] = {}  # form -> the faults of the pages that said what was wrong
        self.taken: set[str] = set()  # forms that nothing was wrong with

    def pages(self, browser: TestClient, *addresses: str) -> None:
        self.engine.dispose()
        kept = self.store.with_suffix(".kept")
        with self.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()
        shutil.copy(self.store, kept)
        cookies = dict(browser.cookies)
        for address in addresses:
            answer = browser.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            for form in Page(answer.text, str(answer.url)).forms():
                for text, choice in WRONG:
                    self.send(browser, form, text, choice)
                    self.engine.dispose()
                    for beside in ("-wal", "-shm"):
                        self.store.with_name(self.store.name + beside).unlink(missing_ok=True)
                    shutil.copy(kept, self.store)
                    browser.cookies.clear()
                    browser.cookies.update(cookies)

    def send(self, browser: TestClient, form: Form, text: str, choice: str = "") -> None:
        answer = browser.post(form.action, data=form.sent(text, choice), follow_redirects=False)
        kind = kind_of(form.action)
        if answer.status_code < 400:
            self.taken.add(kind)
            return
        assert "text/html" in answer.headers.get("content-type", ""), kind
        self.told.setdefault(kind, []).extend(
            f"{answer.status_code} {fault}" for fault in faults(answer.text, str(answer.url))
        )


@pytest.fixture
def walk(tmp_path: Path, engine: Any) -> Walk:
    return Walk(tmp_path / "tickets.db", engine)


def test_every_form_of_the_desk_sent_wrong_says_what_is_wrong_on_top_and_in_focus(
    signed_in: Callable[[str], TestClient], shift: Shift, walk: Walk
) -> None:
    shift.hire("ada", "administrator")
    ada = signed_in("ada")
    running, done = shift.opened(), shift.opened()
    shift.do(operations.take, ticket_number=running, agent_id=shift.ids["bruno"])
    shift.do(operations.resolve, ticket_number=done, solution="Refeito.", author=shift.author("bruno"))
    incident = shift.do(
        operations.announce_incident,
        service_code="siape",
        title="lento",
        text="Vendo.",
        agent_id=shift.ids["bruno"],
    )
    shift.do(
        operations.tie_tickets, incident_id=incident.id, numbers=[running], author=shift.author("silvia")
    )
    shift.kept_for_a_person()
    waiting, taken = shift.handoff("web-w"), shift.handoff("web-t")
    shift.do(operations.take_handoff, handoff_id=taken, agent_id=shift.ids["ada"])
    ada.post(f"{OWN}/macros/nova", data={"name": "Assumir", "scope": "eu", "agent": "eu"})
    ada.post(f"{OWN}/textos/novo", data={"name": "Oi", "scope": "eu", "text": "Bom dia."})
    ada.post(f"{OWN}/vistas", data={"name": "Minha", "scope": "eu", "query": "ver=abertos"})
    walk.pages(
        ada,
        OWN, f"{OWN}?vista=1", f"{OWN}/acionamentos/{running}", f"{OWN}/acionamentos/{done}",
        f"{OWN}/conversas", f"{OWN}/conversas/{waiting}", f"{OWN}/conversas/{taken}", f"{OWN}/novo",
        f"{OWN}/incidentes", f"{OWN}/entregas", f"{OWN}/macros", f"{OWN}/macros/nova", f"{OWN}/macros/1",
        f"{OWN}/textos/novo", f"{OWN}/textos/1", f"{OWN}/relatorios", f"{OWN}/artigos", f"{OWN}/artigos/1",
        f"{OWN}/artigos/novo", f"{OWN}/revisao", f"{OWN}/revisao/1", f"{OWN}/treinamento", f"{OWN}/avisos",
        f"{OWN}/conta", f"{OWN}/senha", f"{OWN}/conta/duas-etapas", f"{OWN}/administracao",
        *(f"{OWN}/administracao/{page}" for page in (
            "papeis/novo", "papeis/supervisor",
            "contas/novo", f"contas/{shift.ids['bruno']}", "equipes/novo", "servicos/novo", "servicos/siape",
            "textos/novo",
            "ans/rfb", "calendarios/business", "prioridades/high", "comunicados/novo", "plantoes/people",
            "automacoes/novo", "falas/utter_greet", "modelos/registered", "limites/all", "guarda/days",
        )),
    )  # fmt: skip
    assert {kind: found for kind, found in walk.told.items() if found} == {}
    assert len(walk.told) > 40, sorted(walk.told)
    assert f"{OWN}/lote" in walk.told


def test_every_form_outside_the_desk_does_too(
    visitor: Callable[[], TestClient],
    signed_in: Callable[[str], TestClient],
    config: PortalConfig,
    clock: Clock,
    shift: Shift,
    walk: Walk,
) -> None:
    running, done = shift.opened(), shift.opened()
    shift.do(operations.resolve, ticket_number=done, solution="Refeito.", author=shift.author("bruno"))

    def link(path: str, purpose: str, number: str, **more: Any) -> str:
        named = {"number": number, "key": shift.ticket(number).link_key, **more}
        return f"/{path}/{links.sign(purpose, named, config.secret_key)}"

    consult, survey = (
        link("consulta", links.CONSULT, running),
        link("pesquisa", links.SURVEY, done, resolution=1),
    )
    stranger = visitor()
    stranger.post("/consulta", data={"email": ANA})
    out = f"/descadastro/{links.sign(links.UNSUBSCRIBE, {'email': ANA}, config.secret_key)}"
    shift.do(password_reset.ask, email="bruno@serpro.gov.br", asker="teste")
    walk.pages(
        stranger, "/consulta", "/consulta/codigo", "/abrir", "/meus-dados", "/acessibilidade",
        reset_link(shift), consult, survey, out, f"{OWN}/entrar", f"{OWN}/senha/esquecida",
    )  # fmt: skip
    ana = visitor()
    ana.post(f"{consult}/confirmar")
    ana.post("/consulta/codigo", data={"code": shift.codes()[-1]})
    walk.pages(ana, consult, survey, "/meus-dados")
    bruno = signed_in("bruno")
    bruno.post(f"{OWN}/conta/duas-etapas/comecar", data={"current": PASSWORD})
    walk.pages(bruno, f"{OWN}/conta/duas-etapas/confirmar")
    turn_on(bruno, clock)
    step = visitor()
    form = Form(f"{OWN}/entrar/codigo", {"step": password_step(step), "goal": OWN}, {"code": 20})
    walk.send(step, form, "000000")
    assert {kind: found for kind, found in walk.told.items() if found} == {}
    assert len(walk.told) > 13, sorted(walk.told)
    assert any(kind.startswith(f"{OWN}/senha/nova/") for kind in walk.told)


@pytest.mark.parametrize(("page", "button"), [("/novo", "Registrar"), ("/incidentes", "Anunciar")])
def test_the_summary_has_the_focus_and_each_of_its_links_gives_it_to_the_field(
    site: str, seat: Callable[[str], Tab], page: str, button: str
) -> None:
    tab = seat("bruno")
    tab.goto(f"{site}{page}")
    tab.get_by_role("button", name=button).click()
    summary = tab.locator("#erros")
    expect(summary).to_be_focused()
    assert axe_findings(tab) == []
    link = summary.get_by_role("link").first
    field = (link.get_attribute("href") or "").removeprefix("#")
    link.press("Enter")
    expect(tab.locator(f"[id='{field}']")).to_be_focused()

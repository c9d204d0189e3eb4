"""Every page of the real stack at 320 and 1280 px: nothing to scroll sideways, axe-core finds nothing."""

from __future__ import annotations

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from ticket_store import links, operations

from .conftest import Opener, Stack
from .desk import Desk
from .store import AGENT, Store

DESK = (
    "", "/conversas", "/novo", "/incidentes", "/entregas", "/painel", "/artigos", "/artigos/1", "/revisao",
    "/auditoria",
    "/senha",
    "/busca?q=siape",
    "/avisos",
    "/macros", "/macros/nova", "/textos/novo",
    "/conversas/encerradas", "/relatorios", "/relatorios/acionamentos?fato=abertos",
)  # fmt: skip


def look(page: Page, path: str, pictures: Path, name: str) -> list[str]:
    """What is wrong with the page at each width; its pictures are kept for the eye."""
    page.goto(path)
    wrong = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=str(pictures / f"{name}-{width}.png"), full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path} at {width}: scrolls sideways")
        for violation in Axe().run(page).response["violations"]:
            wrong += [f"{path} at {width}: {violation['id']} {n['target']}" for n in violation["nodes"]]
    return wrong


def test_every_page_fits_and_axe_finds_nothing(
    stack: Stack, store: Store, another_browser: Opener, accounts: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    def opened(key: str) -> str:
        ticket = store.do(
            operations.open_ticket, email="eva.cruz@saude.gov.br", service_code="siape", channel="phone",
            description="O SIAPE dá erro ao abrir a folha: " + "código-muito-comprido" * 6,
            submission_key=key,
        )  # fmt: skip
        return str(ticket.number)

    running, solved = opened("look-1"), opened("look-2")
    store.do(operations.ask_requester, ticket_number=running, text="Qual a mensagem?", author=AGENT)
    store.do(operations.resolve, ticket_number=solved, solution="Folha reprocessada.", author=AGENT)

    def link(path: str, purpose: str, data: dict[str, object]) -> str:
        if number := data.get("number"):
            data = data | {"key": store.ticket(str(number)).link_key}
        return f"/{path}/{links.sign(purpose, data, stack.settings.secret_key)}"

    outside = {
        "home": "/",
        "consult-form": "/consulta",
        "opening": "/abrir",
        "my-data": "/meus-dados",
        "privacy": "/privacidade",
        "accessibility": "/acessibilidade",
        "site-map": "/mapa-do-site",
        "situation": "/situacao",
        "help": "/ajuda",
        "help-found": "/ajuda?q=nivel+da+conta",
        "help-article": "/ajuda/conta-govbr-esqueci-senha",
        "consult": link("consulta", links.CONSULT, {"number": running}),
        "consult-solved": link("consulta", links.CONSULT, {"number": solved}),
        "survey": link("pesquisa", links.SURVEY, {"number": solved, "resolution": 1}),
        "survey-spent": link("pesquisa", links.SURVEY, {"number": running, "resolution": 1}),
        "unsubscribe": link("descadastro", links.UNSUBSCRIBE, {"email": "eva.cruz@saude.gov.br"}),
        "bad-link": "/consulta/nada",
        "inbox": "/caixa",
        "api": "/api/v1/docs",
        "login": "/atendimento/entrar",
    }
    visitor, wrong = another_browser(), []
    for name, path in outside.items():
        wrong += look(visitor, path, tmp_path, name)
    supervisor = Desk.enter(another_browser(), *accounts["Sílvia Reis"]).page
    for path in (*DESK, f"/acionamentos/{running}", f"/acionamentos/{solved}"):
        name = "desk-" + (path.strip("/").split("?")[0].replace("/", "-") or "queue")
        wrong += look(supervisor, f"/atendimento{path}", tmp_path, name)
    assert wrong == []

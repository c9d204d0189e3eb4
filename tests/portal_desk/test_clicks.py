"""The jobs of an attendant, done in Chromium: their clicks are those that docs/desk.md tells."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from settings import ROOT

from .shift import Shift

pytestmark = pytest.mark.browser

_ROWS = re.findall(r"^\| ([^|]+?) \| (\d+) \|", (ROOT / "docs" / "desk.md").read_text(), re.M)
TOLD = dict(reversed(_ROWS))  # the first row of a name: the table beside another product repeats some


class Hand:
    """Bruno's: it counts what it presses. A choice in a list is one; writing is none."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.pressed = tab, 0

    def press(self, what: Locator) -> None:
        what.click()
        self.pressed += 1

    def button(self, name: str) -> None:
        self.press(self.tab.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.press(self.tab.get_by_role("link", name=name, exact=True))

    def unfold(self, name: str) -> None:
        self.press(self.tab.locator("summary", has_text=name))

    def choose(self, label: str, value: str) -> None:
        self.tab.get_by_label(label, exact=True).select_option(value)
        self.pressed += 1

    def write(self, label: str, text: str) -> None:
        self.tab.get_by_label(label, exact=True).fill(text)


def test_each_job_takes_as_many_clicks_as_the_documentation_says(
    site: str, seat: Callable[[str], Page], shift: Shift
) -> None:
    numbers = [shift.opened() for _ in range(3)]
    first = numbers[0]
    tab = seat("bruno")
    done = tab.locator(".br-message.success")
    counted: dict[str, int] = {}

    def job(name: str, *steps: Callable[[Hand], object], begin: str = "?equipe=todas") -> None:
        tab.goto(f"{site}{begin}")
        hand = Hand(tab)
        for step in steps:
            step(hand)
        counted[name] = hand.pressed

    def open_it(hand: Hand) -> None:
        hand.press(tab.locator(".tickets").get_by_role("link", name=first, exact=True))

    def said(text: str) -> Callable[[Hand], object]:
        return lambda _: expect(done).to_contain_text(text)

    job("abrir o mais urgente", open_it, lambda _: expect(tab.locator("h1")).to_contain_text(first))
    job(
        "ir ao próximo da mesma vista",
        lambda h: h.press(tab.locator("[rel=next]")),
        lambda _: expect(tab.locator("h1")).to_contain_text(numbers[1]),
        begin=f"/acionamentos/{first}",
    )
    job(
        "voltar à vista de onde veio",
        lambda h: h.press(tab.locator(".place a").first),
        lambda _: expect(tab.locator("h1")).to_have_text("Fila"),
        begin=f"/acionamentos/{first}",
    )
    job("assumir", open_it, lambda h: h.button("Assumir"), said("com você"))
    job(
        "desfazer o que acabei de fazer",
        lambda h: h.press(tab.locator(".take-back button")),
        said("esfeit"),
        begin=f"/acionamentos/{first}?feito=assumir",
    )
    job(
        "responder",
        open_it,
        lambda h: h.write("Texto", "Estamos vendo."),
        lambda h: h.button("Enviar resposta"),
        said("nviad"),
    )
    job(
        "nota interna",
        open_it,
        lambda h: h.press(tab.get_by_label("Nota interna", exact=True)),
        lambda h: h.write("Texto", "Caso repetido."),
        lambda h: h.button("Guardar nota"),
        said("ota"),
    )
    job(
        "mudar prioridade e serviço",
        open_it,
        lambda h: h.unfold("Corrigir os dados"),
        lambda h: h.choose("Prioridade", "high"),
        lambda h: h.choose("Serviço", "siafi"),
        lambda h: h.button("Guardar"),
        lambda _: expect(tab.locator("h1")).to_contain_text("SIAFI"),
    )
    job(
        "acompanhar",
        open_it,
        lambda h: h.button("Acompanhar"),
        lambda _: expect(tab.get_by_role("button", name="Deixar de acompanhar")).to_be_visible(),
    )
    job(
        "ligar a outro",
        open_it,
        lambda h: h.unfold("Ligar a outro"),
        lambda h: h.write("Número do outro", numbers[1]),
        lambda h: h.button("Ligar"),
        said("igad"),
    )
    tab.goto(f"{site}/acionamentos/{first}")
    tab.get_by_role("button", name="Assumir").click()
    job("devolver à fila", open_it, lambda h: h.button("Devolver à fila"), said("fila"))
    tab.goto(f"{site}/macros/nova")
    tab.get_by_label("Nome").fill("Pegar")
    tab.get_by_label("Atendente").select_option("eu")
    tab.get_by_role("button", name="Guardar").click()
    expect(done).to_be_visible()
    job(
        "uma macro",
        open_it,
        lambda h: h.button("Pegar"),
        lambda _: expect(tab.get_by_role("button", name="Devolver à fila")).to_be_visible(),
    )
    job(
        "saber o que mudou para mim",
        lambda h: h.press(tab.locator("#sino")),
        lambda _: expect(tab.locator("h1")).to_have_text("Avisos"),
    )
    job(
        "pesquisar",
        lambda h: h.write("Número, solicitante ou palavras", "siape"),
        lambda h: h.button("Pesquisar"),
        lambda _: expect(tab.locator(".tickets")).to_be_visible(),
    )
    job(
        "assumir todos os da página",
        lambda h: h.press(tab.locator("[data-pick-all] input")),
        lambda h: h.unfold("Agir sobre os escolhidos"),
        lambda h: h.choose("Atendente", "eu"),
        lambda h: h.button("Fazer nos escolhidos"),
        lambda _: expect(done).to_be_visible(),
    )
    job(
        "desfazer em todos eles",
        lambda h: h.button("Desfazer em todos"),
        said("Desfeito"),
        begin=tab.url.removeprefix(site),
    )
    job(
        "ver o que acompanho",
        lambda h: h.press(tab.get_by_role("link", name="Acompanho")),
        lambda _: expect(tab.locator(".tickets tbody tr")).to_have_count(1),
    )
    job(
        "todos os acionamentos do solicitante",
        open_it,
        lambda h: h.link("Notas e todos os 3 acionamentos"),
        lambda _: expect(tab.locator(".of-person > li")).to_have_count(3),
    )
    job(
        "anotar sobre o solicitante",
        open_it,
        lambda h: h.unfold("Anotar sobre o solicitante"),
        lambda h: h.write("Nota", "Liga só à tarde."),
        lambda h: h.button("Anotar"),
        said("Nota sobre o solicitante guardada"),
    )
    job(
        "achar um texto pronto pelas palavras",
        lambda h: h.press(tab.get_by_role("combobox", name="Texto pronto")),
        lambda h: h.tab.keyboard.type("acesso liberado"),
        lambda h: h.press(tab.locator("[role=option]").first),
        lambda _: expect(tab.get_by_label("Texto", exact=True)).not_to_have_value(""),
        begin=f"/acionamentos/{first}",
    )
    job(
        "adiar até amanhã",
        open_it,
        lambda h: h.unfold("Adiar"),
        lambda h: h.choose("Até", "amanha"),
        lambda h: h.button("Adiar acionamento"),
        said("adiado"),
    )
    assert {name: str(clicks) for name, clicks in counted.items()} == {name: TOLD[name] for name in counted}
    assert len(counted) == 21

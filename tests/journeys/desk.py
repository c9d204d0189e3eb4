"""The attendants' desk as Bruno uses it: signs in, opens a ticket, writes, moves it."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from settings import ROOT

BUTTONS = {
    "Resposta": "Enviar resposta",
    "Nota interna": "Guardar nota",
    "Pergunta": "Enviar pergunta",
    "Solução": "Resolver",
}


def make_account(name: str, email: str, role: str) -> tuple[str, str]:
    """(e-mail, password) by `python -m portal.accounts create`."""
    command = [
        str(ROOT / ".venv" / "bin" / "python"), "-m", "portal.accounts", "create",
        "--name", name, "--email", email, "--role", role, "--generate",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    shown = re.search(r"mostrada só agora: (\S+)", done.stdout)
    assert shown, done.stdout
    return email, shown.group(1)


@dataclass
class Desk:
    """One attendant's tab."""

    page: Page

    @classmethod
    def enter(cls, page: Page, email: str, password: str) -> Desk:
        page.goto("/atendimento")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Senha").fill(password)
        page.get_by_role("button", name="Entrar").click()
        expect(page.get_by_role("link", name="Fila")).to_be_visible()
        return cls(page)

    def go(self, path: str = "") -> None:
        """To a page of the desk, until what moves there appears by itself."""
        self.page.goto(f"/atendimento{path}")
        expect(self.page.locator("html")).to_have_attribute("data-listening", "true")

    def open(self, number: str) -> None:
        self.go(f"/acionamentos/{number}")

    def take(self, number: str) -> None:
        self.open(number)
        self.page.get_by_role("button", name="Assumir").click()
        expect(self.side).to_contain_text("Bruno Lima")

    def forward(self, team: str, note: str) -> None:
        self.page.get_by_text("Encaminhar a outra equipe").click()
        self.page.get_by_label("Equipe", exact=True).select_option(label=team)
        self.page.get_by_label("Recado para a equipe").fill(note)
        self.page.get_by_role("button", name="Encaminhar", exact=True).click()
        expect(self.side).to_contain_text(team)

    def write(self, kind: str, text: str = "", canned: str = "") -> None:
        """kind: Resposta | Nota interna | Pergunta | Solução. canned: the title of a ready text."""
        self.page.get_by_label(kind, exact=True).check()
        if canned:
            self.page.get_by_label("Texto pronto").select_option(label=canned)
        else:
            self.page.get_by_label("Texto", exact=True).fill(text)
        self.page.get_by_role("button", name=BUTTONS[kind]).click()
        expect(self.page.locator(".br-message.success")).to_be_visible()

    @property
    def side(self) -> Locator:
        return self.page.get_by_role("complementary", name="Dados e ações")

    @property
    def timeline(self) -> Locator:
        return self.page.locator(".timeline")

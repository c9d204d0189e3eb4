"""The ANS: the same words in chat, mail and page across a holiday weekend; the team is warned and told."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from playwright.sync_api import Page, expect

from ticket_store import operations

from .chatting import Chat
from .conftest import Stack, body_of, code_after, link_in
from .desk import Desk
from .store import Store

# Half past ten at night in São Paulo (already Friday in UTC) before Good Friday, a weekend and Tiradentes.
HOLY_THURSDAY = datetime(2025, 4, 18, 1, 30, tzinfo=timezone.utc)
# 20 business hours, 8h to 18h: the whole of Tuesday and of Wednesday.
PROMISE = "quarta-feira, 23 de abril de 2025, às 18h00"


def test_a_promise_over_midnight_holidays_and_a_weekend_reads_the_same_everywhere(
    stack: Stack, page: Page, store: Store
) -> None:
    email = "iris.luz@mec.gov.br"
    ticket = store.do(
        operations.open_ticket, HOLY_THURSDAY, email=email, service_code="siape", channel="phone",
        description="O SIAPE não abre a folha.", submission_key="holy-thursday",
    )  # fmt: skip
    mail = stack.wait_for_mail(email, lambda mail: "registrado" in mail["Subject"])
    assert PROMISE in body_of(mail)
    page.goto(link_in(mail, "consulta"))
    expect(page.get_by_role("main")).to_contain_text(PROMISE)
    page.goto("/")
    chat = Chat.open(page)
    chat.tell(f"quando fica pronto o chamado {ticket.number}?", containing="e-mail")
    chat.tell(email, containing="código")
    code = code_after(stack, email)
    chat.tell(code, containing=PROMISE)


def test_the_team_is_warned_before_a_deadline_and_told_after_it(
    stack: Stack, store: Store, desk: Desk
) -> None:
    team, day = "suporte.transito@serpro.gov.br", timedelta(minutes=1440)
    ticket = store.do(
        operations.open_ticket, email="tito@rfb.gov.br", service_code="renach", channel="phone",
        description="O Renach não grava a CNH.", submission_key="watched",
    )  # fmt: skip
    store.age(ticket.number, day * 0.9)
    store.chores()
    stack.wait_for_mail(
        team, lambda mail: "perto do fim" in mail["Subject"] and ticket.number in mail["Subject"]
    )
    store.age(ticket.number, day * 0.2)
    store.chores()
    stack.wait_for_mail(team, lambda mail: "vencido" in mail["Subject"] and ticket.number in mail["Subject"])
    desk.go("?equipe=todas&ver=vencidos")
    expect(desk.page.locator(f"#t-{ticket.number}")).to_contain_text("Venceu há")

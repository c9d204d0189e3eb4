"""In Chromium: every page accessible at both widths, and what moves appears by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ticket_store import operations
from ticket_store.authors import Author
from ticket_store.database import transaction
from ticket_store.model import Agent

from .conftest import axe_findings, overflows
from .shift import ANA, CARLA, PASSWORD, Clock, Shift

pytestmark = pytest.mark.browser

Seat = Callable[[str], Page]


def listening(tab: Page) -> None:
    expect(tab.locator("html")).to_have_attribute("data-listening", "true")


def busy_day(shift: Shift, clock: Clock) -> dict[str, str]:
    """Something on every page; returns the addresses to look at."""
    late = shift.opened(CARLA, urgency="tudo parado", name="Carla Nunes")
    done = shift.opened(ANA)
    long = shift.opened("nome.muito.comprido.de.verdade@orgao-de-nome-comprido.gov.br", description="x" * 300)
    shift.do(operations.comment, ticket_number=late, text="Vendo.", author=shift.author("bruno"))
    shift.do(
        operations.comment,
        ticket_number=late,
        text="Caso repetido.",
        author=shift.author("bruno"),
        internal=True,
    )
    shift.do(operations.ask_requester, ticket_number=long, text="y" * 200, author=shift.author("bruno"))
    shift.do(operations.resolve, ticket_number=done, solution="Feito.", author=shift.author("bruno"))
    shift.do(operations.rate, ticket_number=done, score=5, channel="web")
    incident = shift.do(
        operations.announce_incident,
        service_code="siape",
        title="lentidão",
        text="Vendo.",
        agent_id=shift.ids["bruno"],
    )
    shift.do(operations.tie_tickets, incident_id=incident.id, numbers=[long], author=shift.author("silvia"))
    for number in range(5):
        shift.do(
            operations.open_ticket,
            email=f"pessoa{number}@saude.gov.br",
            service_code="siafi",
            description="Tela branca depois do login " + "z" * 80,
            channel="web",
            submission_key=f"burst-{number}",
        )
    assert shift.do(operations.propose_incidents) == 1
    shift.kept_for_a_person()
    handoff = shift.handoff()
    clock.forward(hours=5)
    return {
        "queue": "?equipe=todas",
        "ticket": f"/acionamentos/{late}",
        "resolved": f"/acionamentos/{done}",
        "long": f"/acionamentos/{long}",
        "search": "/busca?q=siape",
        "new": "/novo",
        "conversations": "/conversas",
        "conversation": f"/conversas/{handoff}",
        "incidents": "/incidentes",
        "deliveries": "/entregas",
        "dashboard": "/painel",
        "review": "/revisao",
        "misunderstood": "/revisao/1",
        "training": "/treinamento",
        "trail": "/auditoria",
        "password": "/senha",
        "bell": "/avisos",
        "macros": "/macros",
        "macro": "/macros/nova",
        "text": "/textos/novo",
        "administration": "/administracao",
        "priorities": "/administracao/prioridades",
        "report": "/relatorios",
        "articles": "/artigos",
        "roles": "/administracao/papeis",
        "role": "/administracao/papeis/supervisor",
        "account": f"/administracao/contas/{shift.ids['bruno']}",
        "agreement": "/administracao/ans/rfb",
        "calendar": "/administracao/calendarios/business",
        "announcement": "/administracao/comunicados/novo",
        "automation": "/administracao/automacoes/novo",
        "hours": "/administracao/plantoes/people",
        "said": "/administracao/falas/utter_greet",
        "limits": "/administracao/limites/all",
        "mail": "/administracao/modelos/registered",
        "retention": "/administracao/guarda/days",
    }


# Laid out in a third way on a tablet: axe looks at these there too; the others have to fit.
OF_TABLES = {"queue", "ticket", "dashboard", "report", "roles", "articles"}


def test_every_page_fits_and_axe_finds_nothing_in_light_and_in_dark(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    pages = busy_day(shift, clock)
    with transaction(shift.engine) as session:
        session.get_one(Agent, shift.ids["silvia"]).role = "administrator"
    tab = seat("silvia")
    problems: list[str] = []
    tab.on("console", lambda line: problems.append(line.text) if line.type in {"error", "warning"} else None)
    for name, path in pages.items():
        tab.goto(f"{site}{path}")
        for summary in tab.locator("summary").all():
            summary.click()
        for width, colours in ((320, "light"), (768, "light"), (1280, "dark")):
            tab.emulate_media(color_scheme=colours)
            tab.set_viewport_size({"width": width, "height": 800})
            assert not overflows(tab), (name, width)
            if width != 768 or name in OF_TABLES:
                assert axe_findings(tab) == [], (name, width)
    assert problems == []


def test_the_error_page_fits_and_axe_finds_nothing(site: str, seat: Seat) -> None:
    tab = seat("silvia")
    tab.goto(f"{site}/nada")
    expect(tab.get_by_role("heading", name="Página não encontrada")).to_be_visible()
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        assert not overflows(tab)
        assert axe_findings(tab) == []


def test_the_door_fits_and_axe_finds_nothing(site: str, browser: object) -> None:
    for width in (320, 1280):
        tab = browser.new_page(viewport={"width": width, "height": 800})  # type: ignore[attr-defined]
        tab.goto(f"{site}/entrar")
        assert not overflows(tab)
        assert axe_findings(tab) == []
        tab.close()


def test_the_charts_are_drawn_from_their_tables(site: str, seat: Seat, shift: Shift, clock: Clock) -> None:
    busy_day(shift, clock)
    tab = seat("silvia")
    tab.goto(f"{site}/painel")
    expect(tab.locator("canvas[data-drawn=true]")).to_have_count(4)


def test_a_new_ticket_appears_without_reloading(site: str, seat: Seat, shift: Shift) -> None:
    tab = seat("bruno")
    listening(tab)
    tab.evaluate("window.stayed = true")
    number = shift.opened()
    expect(tab.locator(f"#t-{number}")).to_be_visible()
    expect(tab.locator("#notices")).to_contain_text(f"Acionamento novo: {number}")
    assert tab.evaluate("window.stayed")
    assert axe_findings(tab) == []


def test_an_open_ticket_shows_the_requesters_answer_and_keeps_what_is_being_written(
    site: str, seat: Seat, shift: Shift
) -> None:
    number = shift.opened()
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    listening(tab)
    tab.get_by_label("Texto", exact=True).fill("Estou escrevendo")
    shift.do(
        operations.comment,
        ticket_number=number,
        text="Achei a mensagem: erro 71.",
        author=Author("requester"),
    )
    expect(tab.locator(".timeline")).to_contain_text("erro 71")
    expect(tab.get_by_label("Texto", exact=True)).to_have_value("Estou escrevendo")
    tab.get_by_role("button", name="Enviar resposta").click()
    expect(tab.locator(".br-message.warning")).to_contain_text("Enquanto esta página estava aberta")
    expect(tab.get_by_label("Texto", exact=True)).to_have_value("Estou escrevendo")


def test_a_second_tab_hears_through_the_first_and_takes_over_when_it_closes(
    site: str, seat: Seat, shift: Shift
) -> None:
    first = seat("bruno")
    listening(first)
    second = first.context.new_page()
    second.goto(site)
    one = shift.opened()
    expect(second.locator(f"#t-{one}")).to_be_visible()
    assert second.evaluate("document.documentElement.dataset.listening") is None
    first.close()
    listening(second)
    two = shift.opened()
    expect(second.locator(f"#t-{two}")).to_be_visible()


def test_a_colleague_who_opens_the_same_ticket_is_seen(site: str, seat: Seat, shift: Shift) -> None:
    number = shift.opened()
    tab, other = seat("bruno"), seat("denise")
    tab.goto(f"{site}/acionamentos/{number}")
    expect(tab.locator("#also-here")).to_be_hidden()
    other.goto(f"{site}/acionamentos/{number}")
    expect(other.locator("#also-here")).to_contain_text("Bruno também está")
    expect(tab.locator("#also-here")).to_contain_text("Denise também está")


def test_a_canned_solution_is_chosen_and_sent_with_the_keyboard(site: str, seat: Seat, shift: Shift) -> None:
    number = shift.opened()
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    tab.get_by_label("Resposta").focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    box = tab.get_by_role("combobox", name="Texto pronto")
    box.focus()
    tab.keyboard.type("acesso liber")
    expect(tab.get_by_role("option", name="Acesso liberado")).to_have_attribute("aria-selected", "true")
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Texto", exact=True)).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_label("Arquivos")).to_be_focused()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Resolver")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator(".br-message.success")).to_contain_text("Solução enviada")
    assert shift.ticket(number).status == "resolved"


def test_a_live_conversation_flows_without_reloading(site: str, seat: Seat, shift: Shift) -> None:
    tab = seat("bruno")
    tab.goto(f"{site}/conversas")
    listening(tab)
    handoff = shift.handoff("web-abc")
    tab.locator("form[action$='/assumir'] button").click()
    tab.wait_for_url(f"**/conversas/{handoff}?*")
    listening(tab)
    tab.evaluate("window.stayed = true")
    tab.get_by_label("Sua mensagem").fill("Bom dia!")
    tab.keyboard.press("Enter")
    expect(tab.locator(".talk .ours")).to_contain_text("Bom dia!")
    expect(tab.get_by_label("Sua mensagem")).to_have_value("")
    shift.do(operations.hear_live, conversation_id="web-abc", text="Bom dia, Bruno.", uid="u9")
    expect(tab.locator(".talk .theirs").last).to_contain_text("Bom dia, Bruno.")
    assert tab.evaluate("window.stayed")
    assert shift.mails("web-abc") == ["handoff_taken", "live_message"]


def test_a_session_that_ended_is_told_and_the_text_is_still_there_afterwards(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    listening(tab)
    tab.get_by_label("Texto", exact=True).fill("Quase pronto")
    clock.forward(hours=2)
    shift.do(operations.comment, ticket_number=number, text="Alguma novidade?", author=Author("requester"))
    tab.get_by_role("link", name="Entrar de novo").click()
    tab.get_by_label("E-mail").fill("bruno@serpro.gov.br")
    tab.get_by_label("Senha").fill(PASSWORD)
    tab.get_by_role("button", name="Entrar").click()
    tab.wait_for_url(f"{site}/acionamentos/{number}")
    expect(tab.get_by_label("Texto", exact=True)).to_have_value("Quase pronto")
    expect(tab.locator(".timeline")).to_contain_text("Alguma novidade?")


def enter_again(tab: Page) -> None:
    tab.get_by_label("E-mail").fill("bruno@serpro.gov.br")
    tab.get_by_label("Senha").fill(PASSWORD)
    tab.get_by_role("button", name="Entrar").click()


def test_what_was_sent_after_the_session_ended_is_back_in_its_form(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    tab = seat("bruno")
    tab.goto(f"{site}/acionamentos/{number}")
    tab.get_by_label("Nota interna").check()
    tab.get_by_label("Texto", exact=True).fill("Só para a mesa")
    tab.get_by_text("Encaminhar a outra equipe").click()
    tab.get_by_label("Equipe", exact=True).select_option("network")
    tab.get_by_label("Recado para a equipe").fill("Parece rede.")
    clock.forward(hours=2)
    tab.get_by_role("button", name="Encaminhar", exact=True).click()
    enter_again(tab)
    tab.wait_for_url(f"{site}/acionamentos/{number}")
    expect(tab.get_by_label("Recado para a equipe")).to_have_value("Parece rede.")
    expect(tab.get_by_label("Nota interna")).to_be_checked()
    expect(tab.get_by_label("Texto", exact=True)).to_have_value("Só para a mesa")
    tab.get_by_role("button", name="Encaminhar", exact=True).click()
    expect(tab.locator(".br-message.success")).to_contain_text("Acionamento encaminhado")
    tab.goto(f"{site}/acionamentos/{number}")
    expect(tab.get_by_label("Texto", exact=True)).to_have_value("Só para a mesa")
    expect(tab.get_by_label("Recado para a equipe")).to_have_value("")


def test_a_new_ticket_survives_the_session_and_can_be_cleared(
    site: str, seat: Seat, shift: Shift, clock: Clock
) -> None:
    tab = seat("bruno")
    tab.goto(f"{site}/novo")
    tab.get_by_label("E-mail do solicitante").fill(ANA)
    tab.get_by_label("O que está acontecendo?").fill("A folha não abre desde ontem.")
    clock.forward(hours=2)
    tab.get_by_role("button", name="Registrar").click()
    enter_again(tab)
    tab.wait_for_url(f"{site}/novo")
    expect(tab.get_by_label("O que está acontecendo?")).to_have_value("A folha não abre desde ontem.")
    expect(tab.get_by_label("E-mail do solicitante")).to_have_value(ANA)
    tab.get_by_role("button", name="Limpar").click()
    tab.reload()
    expect(tab.get_by_label("O que está acontecendo?")).to_have_value("")


def test_the_menu_folds_on_a_phone_and_opens_with_the_keyboard(site: str, seat: Seat) -> None:
    tab = seat("silvia")
    tab.set_viewport_size({"width": 320, "height": 700})
    tab.goto(site)
    expect(tab.get_by_role("link", name="Painel")).to_be_hidden()
    tab.get_by_role("button", name="Menu").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("link", name="Painel")).to_be_visible()
    assert axe_findings(tab) == []
    assert not overflows(tab)


def test_the_keyboard_goes_through_the_queue_and_writes(site: str, seat: Seat, shift: Shift) -> None:
    one, two = shift.opened("p1@gmail.com"), shift.opened("p2@gmail.com")
    tab = seat("bruno")
    for key in "jjk":
        tab.keyboard.press(key)
    expect(tab.get_by_role("link", name=one)).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{site}/acionamentos/{one}")
    tab.keyboard.press("j")
    tab.wait_for_url(f"{site}/acionamentos/{two}")
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog")).to_be_visible()
    assert axe_findings(tab) == []
    tab.keyboard.press("Escape")
    tab.keyboard.press("n")
    expect(tab.get_by_label("Nota interna")).to_be_checked()
    tab.keyboard.type("Junto do k: ")
    expect(tab.locator(".draft-state")).to_contain_text("Rascunho guardado")
    tab.keyboard.press("Control+Enter")
    expect(tab.locator(".br-message.success")).to_contain_text("Nota interna guardada")
    assert [event.kind for event in shift.history(two)] == ["opened", "note"]


def test_the_rows_stay_chosen_while_the_queue_refreshes_and_all_of_them_are_acted_on(
    site: str, seat: Seat, shift: Shift
) -> None:
    chosen = [shift.opened(f"p{n}@gmail.com") for n in range(2)]
    tab = seat("bruno")
    listening(tab)
    tab.get_by_label("Escolher todos desta página").check()
    later = shift.opened("p3@gmail.com")
    expect(tab.get_by_label(f"Escolher {later}")).not_to_be_checked()
    for number in chosen:
        expect(tab.get_by_label(f"Escolher {number}")).to_be_checked()
    tab.get_by_text("Agir sobre os escolhidos (2)").click()
    tab.get_by_label("Atendente", exact=True).select_option(label="Eu")
    tab.get_by_role("button", name="Fazer nos escolhidos").click()
    expect(tab.locator(".br-message.success")).to_contain_text("Feito em 2 acionamentos.")
    assert [shift.ticket(number).agent_name for number in (*chosen, later)] == ["Bruno", "Bruno", None]

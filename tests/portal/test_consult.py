"""The ticket's page behind the signed link: what it shows, what may be done there, what it does not tell."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import pytest
import time_machine
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from ticket_store import links, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.views import TicketView

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import ANA, Clock, Story

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c626001000000ffff03000006000557bfabd40000000049454e44ae426082"
)


def ticket(story: Story, number: str) -> TicketView:
    with reading(story.engine) as session:
        return queries.desk_ticket(session, ticket_number=number)


def kinds(story: Story, number: str) -> list[str]:
    with reading(story.engine) as session:
        return [event.kind for event in queries.history(session, ticket_number=number, internal=True)]


def test_the_link_shows_state_history_and_description_without_login(client: TestClient, story: Story) -> None:
    number = story.opened()
    html = client.get(story.consult(number)).text
    for words in (
        number,
        "Registrado",
        "SIAPE",
        "O SIAPE dá erro ao abrir a folha.",
        "Acionamento registrado",
    ):
        assert words in html
    assert "25 de novembro de 2026, 11:00" in html


def test_there_is_a_deadline_only_where_there_is_an_agreement(client: TestClient, story: Story) -> None:
    with_agreement = story.opened()
    without = story.opened(email="ana@empresa.com.br", key="k2")
    assert "Prazo previsto (ANS)" in client.get(story.consult(with_agreement)).text
    assert "Prazo previsto" not in client.get(story.consult(without)).text


def test_internal_notes_stay_inside(client: TestClient, story: Story) -> None:
    number = story.opened()
    story.noted(number, "O usuário já ligou três vezes")
    assert "três vezes" not in client.get(story.consult(number)).text


def test_hostile_text_is_only_text(client: TestClient, story: Story) -> None:
    number = story.opened(description="<script>alert(1)</script> {{ 7*7 }} quebrou tudo aqui")
    html = client.get(story.consult(number)).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in html


@pytest.mark.parametrize("damage", [lambda t: t[:-2] + "xx", lambda t: t.split(".")[0], lambda t: "abc"])
def test_a_damaged_link_says_so(client: TestClient, story: Story, damage: object) -> None:
    path = story.consult(story.opened())
    response = client.get("/consulta/" + damage(path.rsplit("/", 1)[1]))  # type: ignore[operator]
    assert response.status_code == 404
    assert "Link inválido" in response.text
    assert "0800 728 2323" in response.text


def test_a_survey_link_does_not_open_the_consult_page(client: TestClient, story: Story) -> None:
    token = story.survey(story.opened()).rsplit("/", 1)[1]
    assert client.get(f"/consulta/{token}").status_code == 404


def test_a_link_reads_for_ninety_days_and_while_the_ticket_is_not_finished(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    with time_machine.travel(datetime.now(timezone.utc) - timedelta(days=91), tick=False):
        old = story.consult(number)
    with time_machine.travel(datetime.now(timezone.utc) - timedelta(days=89), tick=False):
        newer = story.consult(number)
    assert client.get(old).status_code == 200
    story.resolved(number)
    assert client.get(old).status_code == 200
    clock.forward(days=11)
    story.closed()
    assert client.get(newer).status_code == 200
    response = client.get(old)
    assert response.status_code == 410
    assert "Link vencido" in response.text
    assert 'href="/consulta"' in response.text


def test_a_page_makes_no_link_that_is_younger_than_the_one_it_was_opened_by(
    client: TestClient, story: Story, clock: Clock
) -> None:
    """Else whoever was sent one mail would read for ever: survey, consult page, survey…"""
    number = story.opened()
    story.resolved(number)
    with time_machine.travel(datetime.now(timezone.utc) - timedelta(days=89), tick=False):
        survey = story.survey(number)
    done = client.post(f"{survey}/avaliar", data={"score": "5"}).text
    derived = re.search(r'href="(/consulta/[^"]+)"', done)
    assert derived
    clock.forward(days=11)
    story.closed()
    assert client.get(derived[1]).status_code == 200
    with time_machine.travel(datetime.now(timezone.utc) + timedelta(days=2), tick=False):
        assert client.get(derived[1]).status_code == 410


def test_a_link_alone_changes_nothing_and_keeps_what_was_typed(client: TestClient, story: Story) -> None:
    """As whoever was forwarded the mail would try, the forms in the page or not."""
    number = story.opened()
    story.resolved(number)
    consult, survey = story.consult(number), story.survey(number)
    before = ticket(story, number)
    for path, form in {
        f"{consult}/informar": {"text": "Um texto comprido que não se perde"},
        f"{consult}/cancelar": {"reason": "Um texto comprido que não se perde"},
        f"{consult}/links/cancelar": {},
        f"{survey}/reabrir": {"reason": "Um texto comprido que não se perde"},
    }.items():
        response = client.post(path, data=form)
        assert response.status_code == 403, path
        assert "confirme antes que o e-mail do acionamento é seu" in response.text
        assert not form or "Um texto comprido que não se perde" in response.text
    for path in (consult, survey):
        shown = client.get(path).text
        assert "/confirmar" in shown
        for form in ("/informar", "/cancelar", "/reabrir", "/pesquisa/"):
            assert f'{form}"' not in shown.replace(f"{survey}/avaliar", ""), (path, form)
    assert ticket(story, number) == before


def test_the_code_goes_to_the_tickets_address_and_then_the_page_changes(
    client: TestClient, story: Story
) -> None:
    number = story.opened()
    asked = client.post(f"{story.consult(number)}/confirmar")
    assert "a…@saude.gov.br" in asked.text
    [(to, code)] = story.codes()
    assert to == ANA
    assert ANA not in asked.text
    opened = client.post("/consulta/codigo", data={"code": code})
    assert opened.url.path == f"/consulta/acionamento/{number}"
    done = client.post(f"{story.consult(number)}/cancelar", data={"reason": "Já voltou"})
    assert "Acionamento cancelado." in done.text


def test_a_code_for_one_address_changes_nobody_elses_ticket(client: TestClient, story: Story) -> None:
    ana, carla = story.opened(), story.opened("carla@mec.gov.br", "k2")
    story.confirmed(client, story.consult(carla))
    refused = client.post(f"{story.consult(ana)}/cancelar", data={"reason": "não preciso"})
    assert refused.status_code == 403
    assert ticket(story, ana).status == "new"


def test_revoked_links_open_nothing_and_the_next_mails_open_again(client: TestClient, story: Story) -> None:
    number = story.opened()
    old = story.confirmed(client, story.consult(number))
    story.resolved(number)
    survey = story.survey(number)
    done = client.post(f"{old}/links/cancelar")
    assert "Links cancelados" in done.text
    assert done.url.path == f"/consulta/acionamento/{number}"
    assert "Links enviados por e-mail cancelados" in done.text
    for dead in (old, survey):
        assert client.get(dead).status_code == 410
    assert client.get(story.consult(number)).status_code == 200


def test_a_reading_by_link_is_in_the_history_once_a_day_and_changes_nothing_else(
    client: TestClient, story: Story, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = story.opened()
    link = story.consult(number)
    before = ticket(story, number)
    said = "Página aberta por um link enviado por e-mail"
    assert client.get(link).text.count(said) == 1
    with monkeypatch.context() as patch:
        patch.setattr("portal.consult.ticket.transaction", None)  # the same reader's next view writes nothing
        assert client.get(link).text.count(said) == 1
    clock.forward(days=1)
    assert client.get(link).text.count(said) == 2
    assert kinds(story, number) == ["opened"]
    assert ticket(story, number) == before
    clock.forward(days=1)
    story.confirmed(client, link)
    assert client.get(link).text.count(said) == 2


def test_information_reaches_the_ticket_and_sets_it_going_again(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.opened()
    story.asked(number, "Qual a mensagem de erro?")
    page = client.get(story.consult(number)).text
    assert "A equipe precisa de uma informação sua." in page
    clock.forward(hours=1)
    link = story.confirmed(client, story.consult(number))
    response = client.post(f"{link}/informar", data={"text": "Erro 17 na tela de login."})
    assert "Recebemos sua informação." in response.text
    assert "Erro 17 na tela de login." in response.text
    assert ticket(story, number).status == "in_progress"


def test_what_a_letter_had_besides_can_be_opened(client: TestClient, story: Story) -> None:
    number = story.opened()
    with transaction(story.engine) as session:
        operations.comment(session, ticket_number=number, text="É a 170001.", rest="Atenciosamente, Ana <b>",
                           author=Author.requester("Ana"), now=story.clock())  # fmt: skip
    html = client.get(story.consult(number)).text
    assert "Mostrar o resto do e-mail" in html
    assert "Atenciosamente, Ana &lt;b&gt;" in html


def test_the_same_information_sent_again_is_one_comment(client: TestClient, story: Story) -> None:
    path = story.confirmed(client, story.consult(story.opened()))
    for _ in range(2):
        client.get(path)
        sent = {"files": ("tela.png", PNG, "image/png")}
        client.post(f"{path}/informar", data={"text": "Mais um detalhe"}, files=sent)
    html = client.get(path).text
    assert html.count("Mais um detalhe") == 1
    assert html.count("/anexos/") == 1


def test_the_same_words_with_another_file_or_after_a_question_are_new(
    client: TestClient, story: Story
) -> None:
    number = story.opened()
    path = story.confirmed(client, story.consult(number))
    for content in (PNG, PNG + b"2"):
        sent = {"files": ("tela.png", content, "image/png")}
        client.post(f"{path}/informar", data={"text": "Segue a tela"}, files=sent)
    story.asked(number, "Aparece ainda?")
    client.post(f"{path}/informar", data={"text": "Segue a tela"})
    assert kinds(story, number).count("comment") == 3
    assert ticket(story, number).status == "in_progress"


def test_an_empty_text_is_refused_at_its_field(client: TestClient, story: Story) -> None:
    response = client.post(
        f"{story.confirmed(client, story.consult(story.opened()))}/informar", data={"text": "  "}
    )
    assert response.status_code == 422
    assert "Escreva alguma coisa antes de enviar." in response.text
    assert 'aria-describedby="text-help text-wrong"' in response.text


def test_a_file_without_words_is_an_answer_and_is_kept_once(client: TestClient, story: Story) -> None:
    number = story.opened()
    path = story.confirmed(client, story.consult(number))
    story.asked(number, "Pode mandar a tela?")
    for _ in range(2):
        sent = {"files": ("tela.png", PNG, "image/png")}
        assert client.post(f"{path}/informar", data={"text": " "}, files=sent).status_code == 200
    assert kinds(story, number).count("attachment") == 1
    assert "comment" not in kinds(story, number)
    assert ticket(story, number).status == "in_progress"


def test_a_file_comes_back_as_it_was_sent(client: TestClient, story: Story) -> None:
    path = story.confirmed(client, story.consult(story.opened()))
    sent = {"files": ("../tela do erro.png", PNG, "text/html")}
    response = client.post(f"{path}/informar", data={"text": "Segue a tela"}, files=sent)
    link = re.search(rf'href="({re.escape(path)}/anexos/\w+)"', response.text)
    assert link
    file = client.get(link[1])
    assert file.content == PNG
    assert file.headers["content-type"] == "image/png"
    assert file.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in file.headers["content-security-policy"]


def test_a_file_is_judged_by_its_content_and_nothing_is_written(client: TestClient, story: Story) -> None:
    number = story.opened()
    sent = {"files": ("foto.png", b"MZ\x90\x00 program", "image/png")}
    response = client.post(
        f"{story.confirmed(client, story.consult(number))}/informar", data={"text": "Segue"}, files=sent
    )
    assert response.status_code == 422
    assert "Este tipo de arquivo não é aceito." in response.text
    assert ">Segue</textarea>" in response.text
    assert kinds(story, number) == ["opened"]


def test_an_empty_file_is_refused_for_being_empty(client: TestClient, story: Story) -> None:
    sent = {"files": ("notas.txt", b"", "text/plain")}
    response = client.post(
        f"{story.confirmed(client, story.consult(story.opened()))}/informar",
        data={"text": "Segue"},
        files=sent,
    )
    assert response.status_code == 422
    assert "O arquivo está vazio." in response.text


def test_the_hint_and_the_refusal_name_the_same_kinds_of_files(client: TestClient, story: Story) -> None:
    path = story.confirmed(client, story.consult(story.opened()))
    kinds_of_files = "imagem, PDF, documento, planilha, apresentação, texto, e-mail ou ZIP"
    assert kinds_of_files in client.get(path).text
    sent = {"files": ("a.exe", b"MZ\x90\x00 program", "image/png")}
    refused = client.post(f"{path}/informar", data={"text": "Segue"}, files=sent)
    assert f"não é aceito. Envie {kinds_of_files}." in refused.text


def test_a_file_beyond_the_limit_is_refused_with_the_limit(client: TestClient, story: Story) -> None:
    sent = {"files": ("grande.png", PNG + b"\0" * 200_000, "image/png")}
    response = client.post(
        f"{story.confirmed(client, story.consult(story.opened()))}/informar",
        data={"text": "Segue"},
        files=sent,
    )
    assert response.status_code == 422
    assert "Cada arquivo pode ter até 195,3 KB" in response.text


def test_a_body_without_end_is_not_read(client: TestClient, story: Story) -> None:
    sent = {"files": ("enorme.bin", b"\0" * 5_000_000, "image/png")}
    response = client.post(
        f"{story.confirmed(client, story.consult(story.opened()))}/informar", data={"text": "x"}, files=sent
    )
    assert response.status_code == 413
    assert "Arquivo grande demais" in response.text


def test_another_tickets_file_is_not_found(client: TestClient, story: Story) -> None:
    ana = story.confirmed(client, story.consult(story.opened()))
    carla = story.consult(story.opened("carla@mec.gov.br", "k2"))
    sent = {"files": ("tela.png", PNG, "image/png")}
    html = client.post(f"{ana}/informar", data={"text": "Segue"}, files=sent).text
    uid = re.search(r"/anexos/(\w+)", html)
    assert uid
    assert client.get(f"{carla}/anexos/{uid[1]}").status_code == 404


def test_cancelling_needs_a_reason_and_ends_the_ticket(client: TestClient, story: Story) -> None:
    number = story.opened()
    path = story.confirmed(client, story.consult(number))
    refused = client.post(f"{path}/cancelar", data={"reason": ""})
    assert refused.status_code == 422
    assert ticket(story, number).status == "new"
    done = client.post(f"{path}/cancelar", data={"reason": "Já voltou a funcionar"})
    assert "Acionamento cancelado." in done.text
    assert ticket(story, number).status == "cancelled"
    assert "Acrescentar informação" not in done.text
    late = client.post(f"{path}/informar", data={"text": "Na verdade não"})
    assert late.status_code == 422
    assert "já foi encerrado" in late.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://outro.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_a_form_on_another_site_changes_nothing(
    client: TestClient, story: Story, headers: dict[str, str], status: int
) -> None:
    number = story.opened()
    link = story.confirmed(client, story.consult(number))
    response = client.post(f"{link}/cancelar", data={"reason": "x"}, headers=headers, follow_redirects=False)
    assert response.status_code == status
    assert ticket(story, number).status == ("new" if status == 403 else "cancelled")


def open_and_confirm(tab: Page, site: str, story: Story, number: str | None = None) -> None:
    tab.goto(site + story.consult(number or story.opened()))
    tab.get_by_role("button", name="Enviar código").click()
    tab.get_by_label("Código de seis dígitos").fill(story.codes()[-1][1])
    tab.get_by_role("button", name="Continuar").click()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_the_ticket_page_fits_and_axe_finds_nothing(site: str, story: Story, tab: Page, width: int) -> None:
    number = story.opened(description="Palavra" + "comprida" * 40)
    story.asked(number, "Qual a mensagem de erro?")
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(site + story.consult(number))
    assert axe_findings(tab) == []
    open_and_confirm(tab, site, story, number)
    tab.get_by_text("Não preciso mais").click()
    tab.get_by_text("O link do e-mail foi parar").click()
    assert axe_findings(tab) == []
    assert not overflows(tab)


@pytest.mark.browser
def test_adding_information_in_the_browser(site: str, story: Story, tab: Page) -> None:
    open_and_confirm(tab, site, story)
    tab.get_by_label("O que você quer acrescentar?").fill("Acontece só no Firefox")
    tab.get_by_label("Arquivos (opcional)").set_input_files(
        {"name": "tela.png", "mimeType": "image/png", "buffer": PNG}
    )
    tab.get_by_role("button", name="Enviar", exact=True).click()
    expect(tab.get_by_text("Recebemos sua informação.")).to_be_visible()
    expect(tab.get_by_role("link", name="tela.png")).to_be_visible()


@pytest.mark.browser
def test_going_back_and_sending_once_more_adds_nothing(site: str, story: Story, tab: Page) -> None:
    open_and_confirm(tab, site, story)
    for _ in range(2):
        field = tab.get_by_label("O que você quer acrescentar?")
        if not field.input_value():
            field.fill("Acontece só no Firefox")
        tab.get_by_role("button", name="Enviar", exact=True).click()
        expect(tab.get_by_text("Recebemos sua informação.")).to_be_visible()
        expect(tab.get_by_text("Acontece só no Firefox")).to_have_count(1)
        tab.go_back()


def test_a_link_without_the_tickets_own_key_opens_nothing(client: TestClient, story: Story) -> None:
    """As the mails had it before: only the number, and signed all the same."""
    number, other = story.opened(), story.opened(email="carla@mec.gov.br", key="k2")
    for signed in ({"number": number}, story.named(other) | {"number": number}):
        link = f"/consulta/{links.sign(links.CONSULT, signed, story.secret)}"
        survey = links.sign(links.SURVEY, signed | {"resolution": 0}, story.secret)
        for response in (
            client.get(link),
            client.post(f"{link}/cancelar", data={"reason": "não preciso"}),
            client.post(f"{link}/informar", data={"text": "mais um detalhe"}),
            client.get(f"/pesquisa/{survey}"),
            client.post(f"/pesquisa/{survey}/avaliar", data={"score": "1"}),
        ):
            assert response.status_code == 410
            assert "Link cancelado" in response.text
    assert kinds(story, number) == ["opened"]

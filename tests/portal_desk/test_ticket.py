"""What an attendant does to one ticket, and what the others come to know of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from ticket_store import identity, operations
from ticket_store.authors import Author

from .shift import ANA, CARLA, Clock, Shift


def form_of(browser: TestClient, number: str) -> dict[str, str]:
    """The hidden fields of the page's form, as a browser would send them."""
    html = browser.get(f"/atendimento/acionamentos/{number}").text
    return dict(re.findall(r'type="hidden" name="(seen|submission)" value="(\w+)"', html))


def write(browser: TestClient, number: str, kind: str, text: str, **more: str) -> str:
    fields = {**form_of(browser, number), "kind": kind, "text": text, **more}
    return browser.post(f"/atendimento/acionamentos/{number}/registrar", data=fields).text


def test_an_answer_waits_until_its_writer_knows_that_it_goes_to_another_address(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened(conversation_id="web-ana")
    fields = form_of(bruno, number)
    shift.do(identity.record_proof, conversation_id="web-ana", email=CARLA)
    shift.do(operations.change_address, ticket_number=number, email=CARLA, conversation_id="web-ana")
    page = bruno.post(
        f"/atendimento/acionamentos/{number}/registrar",
        data={**fields, "kind": "answer", "text": "Estamos vendo."},
    )
    assert page.status_code == 409
    assert "o solicitante trocou o e-mail do acionamento" in page.text
    assert shift.mails(CARLA) == ["address_confirmed"]


def test_a_public_answer_is_mailed_and_starts_the_work(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    assert "Resposta enviada" in write(bruno, number, "answer", "Estamos vendo.")
    assert shift.mails(ANA) == ["registered", "answered"]
    assert shift.ticket(number).status == "in_progress"
    assert ("answered", f"ticket:{number}") in shift.audited("bruno")


def send_file(browser: TestClient, number: str, kind: str, name: str, content: bytes) -> str:
    fields = {**form_of(browser, number), "kind": kind, "text": "Siga o roteiro."}
    files = {"files": (name, content, "application/octet-stream")}
    return browser.post(f"/atendimento/acionamentos/{number}/registrar", data=fields, files=files).text


def test_a_solution_can_bring_a_file_and_says_where_it_is(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    assert "Solução enviada" in send_file(bruno, number, "resolve", "roteiro.pdf", b"%PDF-1.7\n%roteiro")
    assert "Arquivos na página do acionamento: roteiro.pdf" in (shift.ticket(number).solution or "")
    page = bruno.get(f"/atendimento/acionamentos/{number}").text
    link = re.findall(r'href="([^"]+/anexos/[^"?]+)"', page)[0]
    assert bruno.get(link).content == b"%PDF-1.7\n%roteiro"


def test_a_file_that_is_refused_sends_nothing_and_keeps_the_text(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    for kind, name, content in (("answer", "a.exe", b"MZ\x90\x00\x03\x00"), ("note", "a.txt", b"oi")):
        page = send_file(bruno, number, kind, name, content)
        assert "Siga o roteiro." in page
        assert 'id="files-wrong"' in page
    assert [event.kind for event in shift.history(number)] == ["opened"]


def test_an_internal_note_reaches_nobody_outside(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    assert "só a mesa vê" in write(bruno, number, "note", "É o terceiro caso hoje.")
    assert shift.mails(ANA) == ["registered"]
    assert [event.internal for event in shift.history(number) if event.kind == "note"] == [True]


def test_what_a_letter_had_besides_can_be_opened(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    shift.do(
        operations.comment,
        ticket_number=number,
        text="É a 170001.",
        rest="Atenciosamente, Ana <b>",
        author=Author.requester("Ana"),
    )
    html = bruno.get(f"/atendimento/acionamentos/{number}").text
    assert "Mostrar o resto do e-mail" in html
    assert "Atenciosamente, Ana &lt;b&gt;" in html


def test_a_kind_that_is_not_one_never_becomes_a_public_answer(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    fields = {**form_of(bruno, number), "kind": "nota", "text": "segredo"}
    assert bruno.post(f"/atendimento/acionamentos/{number}/registrar", data=fields).status_code == 422
    assert [event.kind for event in shift.history(number)] == ["opened"]


def test_a_question_stops_the_clock(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    page = write(bruno, number, "ask", "Qual é a mensagem de erro?")
    assert "Prazo parado" in page
    assert shift.ticket(number).due_at is None
    assert shift.mails(ANA)[-1] == "waiting_on_requester"


def test_a_canned_text_alone_is_a_solution(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    assert "Solução enviada" in write(bruno, number, "resolve", "", canned="service-restored")
    ticket = shift.ticket(number)
    assert ticket.status == "resolved"
    assert "já voltou ao normal" in (ticket.solution or "")


def test_a_file_alone_is_an_answer_but_no_solution(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    address = f"/atendimento/acionamentos/{number}/registrar"
    for kind, said in (("answer", "Resposta enviada"), ("resolve", "Escreva alguma coisa")):
        fields = {**form_of(bruno, number), "kind": kind, "text": ""}
        sent = {"files": ("guia.pdf", b"%PDF-1.4 " + b"x" * 40, "application/pdf")}
        assert said in bruno.post(address, data=fields, files=sent).text
    assert shift.ticket(number).status == "in_progress"


def test_nothing_written_is_pointed_out_at_the_field(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    page = write(bruno, number, "resolve", "   ")
    assert "Escreva alguma coisa antes de enviar" in page
    assert 'aria-invalid="true"' in page
    assert 'value="resolve" checked' in page


def test_a_refused_move_is_explained_with_both_states(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    fields = form_of(bruno, number)
    shift.do(operations.cancel, ticket_number=number, author=Author("system"))
    page = bruno.post(
        f"/atendimento/acionamentos/{number}/registrar",
        data={**fields, "seen": "999999", "kind": "resolve", "text": "Feito."},
    )
    assert page.status_code == 422
    assert "O acionamento está “cancelado” e daí não pode passar a “resolvido”" in page.text


def test_a_colleagues_answer_meanwhile_is_told_and_the_text_is_kept(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    number = shift.opened()
    fields = form_of(bruno, number)
    write(signed_in("denise"), number, "resolve", "Já resolvi.")
    page = bruno.post(
        f"/atendimento/acionamentos/{number}/registrar",
        data={**fields, "kind": "answer", "text": "Estou começando a ver."},
    )
    assert page.status_code == 409
    assert "Enquanto esta página estava aberta" in page.text
    assert "solução (Denise" in page.text
    assert ">Estou começando a ver.</textarea>" in page.text
    assert shift.mails(ANA) == ["registered", "resolved"]
    again = dict(re.findall(r'type="hidden" name="(seen|submission)" value="(\w+)"', page.text))
    sent = bruno.post(
        f"/atendimento/acionamentos/{number}/registrar",
        data={**again, "kind": "answer", "text": "Mesmo assim."},
    )
    assert "Resposta enviada" in sent.text


ACTS: dict[str, dict[str, str]] = {
    "assumir": {},
    "atribuir": {"agent_id": "1"},
    "encaminhar": {"team_code": "people", "note": "Olhem a folha de março."},
    "cancelar": {"reason": "Olhem a folha de março."},
}


@pytest.mark.parametrize("act", ACTS)
def test_a_stale_page_moves_nothing_before_its_reader_knows(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift, act: str
) -> None:
    number = shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    seen = form_of(bruno, number)["seen"]
    signed_in("denise").post(f"{page}/encaminhar", data={"team_code": "network"})
    before = shift.history(number)
    stale = bruno.post(f"{page}/{act}", data={**ACTS[act], "seen": seen})
    assert stale.status_code == 409
    assert "encaminhado à equipe redes e conectividade (Denise" in stale.text
    assert shift.history(number) == before
    if "Olhem" in str(ACTS[act]):
        assert ">Olhem a folha de março.</textarea>" in stale.text
    again = form_of(bruno, number)["seen"]
    assert bruno.post(f"{page}/{act}", data={**ACTS[act], "seen": again}).status_code == 200
    assert len(shift.history(number)) > len(before)


def test_the_words_of_a_form_that_went_away_are_still_on_the_page(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift
) -> None:
    number = shift.opened()
    page = f"/atendimento/acionamentos/{number}"
    seen = form_of(bruno, number)["seen"]
    signed_in("denise").post(f"{page}/cancelar", data={"reason": "Aberto por engano."})
    forward = {"team_code": "people", "note": "Olhem a folha de março.", "seen": seen}
    stale = bruno.post(f"{page}/encaminhar", data=forward)
    assert ">Olhem a folha de março.</textarea>" in stale.text


def test_a_requester_with_the_attendants_name_is_somebody_else(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    seen = form_of(bruno, number)["seen"]
    shift.do(operations.comment, ticket_number=number, text="Já voltou.", author=Author("requester", "Bruno"))
    fields = {"kind": "resolve", "text": "Reinstale.", "seen": seen}
    stale = bruno.post(f"/atendimento/acionamentos/{number}/registrar", data=fields)
    assert stale.status_code == 409
    assert shift.ticket(number).status == "new"


def test_a_requesters_word_does_not_stop_an_attendant_from_taking_the_ticket(
    bruno: TestClient, shift: Shift
) -> None:
    number = shift.opened()
    seen = form_of(bruno, number)["seen"]
    shift.do(operations.comment, ticket_number=number, text="Erro 71.", author=Author("requester"))
    taken = bruno.post(f"/atendimento/acionamentos/{number}/assumir", data={"seen": seen})
    assert "O acionamento está com você." in taken.text


def test_a_double_click_is_one_answer_and_one_question(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    for kind, text in (("answer", "Estamos vendo."), ("ask", "Qual tela?")):
        fields = {**form_of(bruno, number), "kind": kind, "text": text}
        for _ in range(2):
            assert bruno.post(f"/atendimento/acionamentos/{number}/registrar", data=fields).status_code == 200
    assert shift.mails(ANA) == ["registered", "answered", "waiting_on_requester"]


def test_taking_and_assigning_change_whose_it_is(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    assert "está com você" in bruno.post(f"/atendimento/acionamentos/{number}/assumir").text
    assert shift.ticket(number).agent_name == "Bruno"
    given = bruno.post(f"/atendimento/acionamentos/{number}/atribuir", data={"agent_id": shift.ids["denise"]})
    assert "Atribuído a Denise" in given.text
    nobody = bruno.post(f"/atendimento/acionamentos/{number}/atribuir", data={"agent_id": "0"})
    assert "Escolha um atendente" in nobody.text


def test_forwarding_tells_the_requester_but_not_the_note(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    moved = bruno.post(
        f"/atendimento/acionamentos/{number}/encaminhar",
        data={"team_code": "network", "note": "Parece rede."},
    )
    assert "Encaminhado à equipe Redes e conectividade" in moved.text
    assert shift.ticket(number).team_code == "network"
    assert [event.internal for event in shift.history(number) if event.kind == "note"] == [True]
    nowhere = bruno.post(f"/atendimento/acionamentos/{number}/encaminhar", data={"team_code": "", "note": ""})
    assert "Escolha a equipe" in nowhere.text


def test_a_duplicate_goes_on_in_the_one_that_stays(bruno: TestClient, shift: Shift) -> None:
    kept, duplicate = shift.opened(), shift.opened()
    page = bruno.post(f"/atendimento/acionamentos/{duplicate}/unir", data={"into": kept.replace("-", " ")})
    assert page.url.path == f"/atendimento/acionamentos/{kept}"
    assert f"Recebeu o {duplicate}" in page.text
    assert shift.ticket(duplicate).duplicate_of == kept
    for into, sentence in (
        (duplicate, "Este é o próprio acionamento"),
        ("abc", "não parece de acionamento"),
        ("2026-9999999", "Não há acionamento"),
    ):
        fresh = shift.opened(f"p{len(into)}{into[-1]}@mec.gov.br")
        target = fresh if into == duplicate else into
        refused = bruno.post(f"/atendimento/acionamentos/{fresh}/unir", data={"into": target})
        assert sentence in refused.text


def test_tickets_of_two_people_are_not_merged_and_the_desk_is_told_what_to_do(
    bruno: TestClient, shift: Shift
) -> None:
    number, of_carla = shift.opened(), shift.opened(CARLA)
    refused = bruno.post(f"/atendimento/acionamentos/{number}/unir", data={"into": of_carla})
    assert refused.status_code == 422
    assert "anuncie um incidente" in refused.text
    assert shift.ticket(number).status == "new"
    assert shift.mails(ANA) == ["registered"]


def test_cancelling_needs_a_reason(bruno: TestClient, shift: Shift) -> None:
    number = shift.opened()
    assert "Escreva alguma coisa" in bruno.post(f"/atendimento/acionamentos/{number}/cancelar").text
    done = bruno.post(f"/atendimento/acionamentos/{number}/cancelar", data={"reason": "Aberto por engano."})
    assert "Acionamento cancelado" in done.text
    assert shift.ticket(number).status == "cancelled"


def test_a_resolved_ticket_can_be_reopened_from_the_desk(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    write(bruno, number, "resolve", "Feito.")
    clock.forward(days=1)
    page = signed_in("bruno").post(
        f"/atendimento/acionamentos/{number}/reabrir", data={"reason": "Ligou dizendo que voltou."}
    )
    assert "Acionamento reaberto" in page.text
    assert shift.ticket(number).status == "in_progress"


def test_resolving_keeps_it_open_for_as_many_days_as_set(
    bruno: TestClient, shift: Shift, clock: Clock, config: object
) -> None:
    number = shift.opened()
    write(bruno, number, "resolve", "Feito.")
    until = shift.ticket(number).reopen_until
    assert until is not None
    assert (until - clock()).days == config.close_after_days  # type: ignore[attr-defined]


def test_two_people_with_the_same_ticket_open_are_warned(
    bruno: TestClient, signed_in: Callable[[str], TestClient], shift: Shift, clock: Clock
) -> None:
    number = shift.opened()
    base = f"/atendimento/acionamentos/{number}"
    bruno.get(base)
    denise = signed_in("denise")
    assert "Bruno também está com este acionamento aberto" in denise.get(base).text
    assert "Denise também está" in bruno.post(f"{base}/presenca").json()["text"]
    denise.post(f"{base}/saiu")
    assert bruno.post(f"{base}/presenca").json()["text"] == ""
    clock.forward(seconds=90)
    assert "também está" not in denise.get(base).text


def test_a_ticket_that_does_not_exist_says_so(bruno: TestClient) -> None:
    answer = bruno.get("/atendimento/acionamentos/2026-9999999")
    assert answer.status_code == 404
    assert "Não há acionamento com este número" in answer.text
    assert "e-mail confirmado" not in answer.text
    assert "Voltar à fila" in answer.text
    unknown = bruno.get("/atendimento/nada")
    assert unknown.status_code == 404
    for words in ("Página não encontrada", "Voltar à fila", "0800 728 2323", "css.serpro@serpro.gov.br"):
        assert words in unknown.text
    assert "widget.js" not in unknown.text


def test_solved_ones_that_speak_of_the_same_thing_and_articles_stand_beside_the_composer(
    bruno: TestClient, shift: Shift
) -> None:
    def solved(description: str, solution: str, **more: str) -> str:
        number = shift.opened(CARLA, description=description, **more)
        shift.do(operations.resolve, ticket_number=number, solution=solution, author=shift.author("denise"))
        return number

    like = solved("Ao abrir a folha aparece um erro de transação.", "Refizemos a transação da folha.")
    solved("Preciso incluir um dependente novo.", "Dependente incluído.")
    solved("Ao abrir a folha aparece um erro de transação.", "Do SIAFI.", service="siafi")
    number = shift.opened(description="A folha não abre: dá erro de transação.")
    page = bruno.get(f"/atendimento/acionamentos/{number}").text
    help_ = page[page.index("Resolvidos parecidos") :]
    help_ = help_[: help_.index("</section>")]
    assert like in help_
    assert "Refizemos a transação da folha." in help_
    assert "Dependente incluído." not in help_
    assert "Do SIAFI." not in help_
    forgotten = shift.opened(
        service="sougov", description="Esqueci a senha da conta gov.br e não consigo entrar."
    )
    page = bruno.get(f"/atendimento/acionamentos/{forgotten}").text
    assert 'href="/ajuda/conta-govbr-esqueci-senha"' in page
    assert "Pode ajudar" not in bruno.get(f"/atendimento/acionamentos/{like}").text

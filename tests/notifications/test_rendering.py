import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from mail_rows import KEY, PAYLOADS, row

from ticket_store import links
from ticket_store.mails import wording
from ticket_store.mails.rendering import KINDS, CannotRender, chat_line, render
from ticket_store.mails.values import Site, values_for

SITE = Site("https://css.exemplo.gov.br", "chave-de-teste")
HOSTILE = (
    '</td><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} {% raw %} "><a href="javascript:x">'
)


def letter(kind, **payload):
    return render(kind, values_for(row(kind, **payload), SITE))


class Seen(HTMLParser):
    """What a mail client shows and follows."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.text, self._hidden = [], [], "", 0
        self.attributes = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value for name, value in attrs if name in {"href", "src"}]
        self._hidden += tag in {"style", "title"}

    def handle_endtag(self, tag):
        self._hidden -= tag in {"style", "title"}

    def handle_data(self, data):
        if not self._hidden:
            self.text += data


def test_there_is_a_letter_for_every_kind_that_the_store_sends():
    assert set(KINDS) == set(PAYLOADS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_subject_a_text_and_an_html_that_say_how_to_reach_the_css(kind):
    mail = letter(kind)
    assert mail.subject
    assert "\n" not in mail.subject
    for body in (mail.text, Seen(mail.html).text.replace("\xa0", " ")):
        assert "0800 728 2323" in body
        assert "css.serpro@serpro.gov.br" in body
        assert "None" not in body
        assert "{{" not in body


@pytest.mark.parametrize("kind", KINDS)
def test_html_is_a_whole_pt_br_document_that_loads_nothing_from_outside(kind):
    html = letter(kind).html
    assert html.startswith("<!DOCTYPE html>") or html.startswith("<!doctype html>")
    assert '<html lang="pt-BR">' in html
    assert not {"script", "img", "link", "iframe", "form"} & set(Seen(html).tags)
    assert "url(" not in html
    assert "@import" not in html


@pytest.mark.parametrize("kind", KINDS)
def test_styles_are_in_the_elements_because_mail_clients_drop_the_head(kind):
    html = letter(kind).html
    assert re.search(r"<h1[^>]* style=\"[^\"]*color", html)
    assert "@media (max-width: 480px)" in html


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_text_stays_text(kind):
    names = (
        "description",
        "text",
        "priority_name",
        "service_name",
        "requester_name",
        "author_name",
        "team_name",
        "title",
    )
    mail = letter(kind, **{name: HOSTILE for name in names})
    seen = Seen(mail.html)
    assert not {"script", "img"} & set(seen.tags)
    assert "onerror" not in seen.attributes
    assert not any(link.startswith("javascript:") for link in seen.links)
    assert "49" not in re.sub(r"\d{4}-\d{7}|402913", "", seen.text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_cannot_carry_a_second_header(kind):
    breaks = "SIAFI\r\nBcc: carla@x.gov.br\r\n\r\nOlá"
    subject = letter(kind, service_name=breaks, title=breaks, number="2026-0001234").subject
    assert not re.search(r"[\r\n\x00-\x1f\u2028]", subject)


def test_a_very_long_service_does_not_make_a_very_long_subject():
    assert len(letter("registered", service_name="a" * 500).subject) <= 150


def test_a_long_word_may_break_where_it_stands():
    html = letter("registered", description="X" * 400).html
    said = html.index("X" * 400)
    words = html.rfind('class="words"', 0, said)
    assert "overflow-wrap: anywhere" in html[words : html.index(">", words)]


def test_the_registration_mail_has_number_data_next_steps_and_a_signed_link():
    mail = letter("registered")
    for body in (mail.text, Seen(mail.html).text):
        for expected in (
            "2026-0001234",
            "SIAFI",
            "Não consigo emitir a ordem bancária desde ontem.",
            "Alta",
            "Ana Conceição",
            "sexta-feira, 24 de julho de 2026, às 14h30",
            "segunda-feira, 27 de julho de 2026, às 9h00",
            "o que acontece agora",
        ):
            assert expected.lower() in body.lower()
    [link] = {link for link in Seen(mail.html).links if "/consulta/" in link}
    assert link in mail.text
    assert links.read(links.CONSULT, link.rpartition("/")[2], "chave-de-teste") == {
        "number": "2026-0001234",
        "key": KEY,
    }


def test_without_an_ans_no_deadline_is_invented():
    mail = letter("registered", due_at=None)
    assert "Prazo de solução" not in mail.text
    assert "Prazo de solução" not in mail.html
    assert "acordo de nível de serviço (ANS)" in mail.text


def test_the_solution_comes_with_a_survey_bound_to_that_resolution():
    mail = letter("resolved", resolution=3)
    [link] = {link for link in Seen(mail.html).links if "/pesquisa/" in link}
    assert link in mail.text
    assert links.read(links.SURVEY, link.rpartition("/")[2], "chave-de-teste") == {
        "number": "2026-0001234",
        "key": KEY,
        "resolution": 3,
    }
    assert "A rotina foi corrigida." in mail.text
    assert "reabrir até segunda-feira, 3 de agosto de 2026, às 14h30" in mail.text


def test_the_code_mail_says_ten_minutes_and_to_tell_nobody():
    mail = letter("one_time_code")
    assert "402913" not in mail.subject
    for body in (mail.text, Seen(mail.html).text):
        assert "402913" in body
        assert "10 minutos" in body
        assert "Nunca conte este código a ninguém" in body


def test_a_name_that_was_not_given_is_not_made_up():
    assert "Olá!" in letter("answered", requester_name=None).text


@pytest.mark.parametrize("kind", KINDS)
def test_only_what_is_not_essential_offers_to_unsubscribe(kind):
    offered = [link for link in Seen(letter(kind).html).links if "/descadastro/" in link]
    assert bool(offered) == (kind in {"forwarded", "closed", "incident_update"})
    if offered:
        token = offered[0].rpartition("/")[2]
        assert links.read(links.UNSUBSCRIBE, token, "chave-de-teste") == {"email": "ana@x.gov.br"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_reply_marker_is_where_a_reply_reaches_the_ticket(kind):
    mail = letter(kind)
    answerable = kind in {
        "registered",
        "forwarded",
        "answered",
        "waiting_on_requester",
        "resolved",
        "reopened",
        "assistant_reply",
        "ticket_status",
        "letter_notice",
        "address_confirmed",
    }
    assert ("Responda acima desta linha" in mail.text) == answerable
    assert ("Responda acima desta linha" in mail.html) == answerable


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"assistant_reply", "letter_notice"}))
def test_no_mail_asks_to_be_answered_where_nobody_reads_answers(kind):
    mail = render(kind, values_for(row(kind), replace(SITE, replies_read=False)))
    for body in (mail.text, mail.html):
        assert "esponda a este e-mail" not in body
        assert "ou a este e-mail" not in body
        assert "Responda acima desta linha" not in body
        said = "Respostas a este e-mail não entram no acionamento" in body
        assert said == ("/consulta/" in mail.text)


@pytest.mark.parametrize("kind", ["registered", "deadline_warning", "deadline_breach"])
def test_the_priority_is_told_by_the_name_the_desk_uses(kind):
    assert "Prioridade: Alta" in letter(kind).text
    assert "Prioridade" in letter(kind).html


def test_a_question_then_says_where_to_answer_it():
    row_ = row("waiting_on_requester")
    assert "Responda na página" in render(row_.kind, values_for(row_, replace(SITE, replies_read=False))).text


def test_forwarding_what_waits_for_the_requester_still_asks_him():
    waiting = letter("forwarded", status="waiting_on_requester", due_at=None)
    for body in (waiting.text, waiting.html):
        assert "não precisa fazer nada" not in body
        assert "ainda precisa da informação que pedimos" in body
    assert "não precisa fazer nada" in letter("forwarded").text


@pytest.mark.parametrize(("on_page", "where"), [(True, "na página de consulta"), (False, "na conversa")])
def test_the_code_says_where_it_was_asked_for(on_page, where):
    mail = letter("one_time_code", on_page=on_page)
    assert where in mail.text
    assert where in mail.html


@pytest.mark.parametrize("kind", ["deadline_warning", "deadline_breach"])
def test_a_team_gets_the_desk_and_not_the_requesters_link(kind):
    mail = letter(kind)
    assert "/consulta/" not in mail.html + mail.text
    assert "https://css.exemplo.gov.br/atendimento/acionamentos/2026-0001234" in mail.text


def test_a_duplicate_is_told_which_number_goes_on():
    assert "unido ao 2026-0000009" in letter("cancelled", text=None, duplicate_of="2026-0000009").text


def test_the_new_address_gets_the_number_the_link_and_what_it_must_know_of_the_state():
    mail = letter("address_confirmed", status="waiting_on_requester", due_at=None)
    for body in (mail.text, Seen(mail.html).text):
        for expected in ("2026-0001234", "Não consigo emitir a ordem bancária", "espera uma informação sua"):
            assert expected in body
        assert "Para acrescentar" in body
    [link] = {link for link in Seen(mail.html).links if "/consulta/" in link}
    assert link in mail.text
    assert "espera uma informação" not in letter("address_confirmed").text
    assert "Para acrescentar" not in letter("address_confirmed", status="cancelled").text


def test_the_old_address_learns_what_happened_and_whom_to_call_but_nothing_that_opens_the_ticket():
    mail = letter("address_replaced", email="carla@x.gov.br", description="Segredo", requester_name="Ana")
    for body in (mail.text, mail.html, mail.subject):
        for hidden in ("/consulta/", "/pesquisa/", "carla", "Segredo", "Ana"):
            assert hidden not in body
    for body in (mail.text, Seen(mail.html).text.replace("\xa0", " ")):
        assert "os e-mails vão agora para lá" in body
        assert "Não foi você" in body
        assert body.count("0800 728 2323") == body.count("css.serpro@serpro.gov.br") == 2


def test_a_kind_without_templates_is_refused():
    with pytest.raises(CannotRender):
        render("../_base", {})


def test_the_assistant_words_what_the_dialogue_has_no_intent_for():
    said = chat_line(
        "handoff_taken", values_for(row("handoff_taken", channel="chat", agent_name="Bruno"), SITE)
    )
    assert said == "Bruno, da Central de Serviços Serpro, entrou na conversa. Pode escrever aqui mesmo."
    assert chat_line("resolved", {}) is None


PHISHING = (
    "Sua conta gov.br será bloqueada hoje. Regularize em https://gov-br.exemplo-golpe.com/login ou "
    "exemplo-golpe。com, HTTP://1.2.3.4/x, escreva a golpe@exemplo.com. " + "Urgente! " * 60
)


@pytest.mark.parametrize(
    ("kind", "name"), [("registered", "description"), ("cancelled", "text"), ("reopened", "text")]
)
def test_a_stranger_puts_no_link_and_no_long_text_in_our_mail(kind, name):
    mail = letter(kind, unproven=True, **{name: PHISHING})
    for body in (mail.text, Seen(mail.html).text):
        assert "não é da CSS" in " ".join(body.split())
        for address in ("golpe", "gov.br será", "1.2.3.4"):
            assert address not in body
        assert body.count("Urgente!") < 10
    assert all(
        link.startswith(("https://css.exemplo.gov.br/", "tel:", "mailto:css."))
        for link in Seen(mail.html).links
    )
    assert "https://gov-br.exemplo-golpe.com/login" in letter(kind, **{name: PHISHING}).text


@pytest.mark.parametrize(
    "kept", ["o erro 17.3 na versão 2.0", "não abre... desde ontem", "sim. não sei", "às 8.30"]
)
def test_what_is_no_address_stays_in_an_excerpt(kept):
    assert wording.excerpt(kept) == kept

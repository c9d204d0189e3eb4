"""Nothing that a person sends may vanish: each word is in the ticket, folded below it, or on the desk."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_room import CORPUS, CSS, NUMBER, SECRET, plain
from test_talk import DAVI, opens_ticket

from inbound_mail.letter import parse
from inbound_mail.reply_text import split, whole
from ticket_store import operations, privacy, queries, reply_address
from ticket_store.database import reading
from ticket_store.queries import mailbox as mails

ANA = "ana@x.gov.br"
ADDRESS = reply_address.for_ticket(CSS, NUMBER, ANA, SECRET)
NAMES = sorted(path.stem for path in CORPUS.glob("*.eml"))
# Robots, reports and lists are nobody's words; a courtesy alone asks for nothing.
NOBODYS = {"automatic", "own", "list", "bounced", "bounce_unknown", "courtesy", "status"}


def words(text):
    return set(re.findall(r"[^\W_]+", text.casefold()))


def shown(store, number=NUMBER):
    """What the desk's page and the requester's have, folded or not."""
    with reading(store.engine) as session:
        events = queries.history(session, ticket_number=number, internal=True)
    return " ".join(f"{event.text or ''} {event.data.get('rest', '')}" for event in events)


@pytest.mark.parametrize("name", NAMES)
def test_each_word_of_the_corpus_is_in_the_ticket_in_the_rest_or_on_the_desk(
    name, handler, store, letter, assistant
):
    assistant.answer = opens_ticket(store)
    outcome = handler.handle(letter(name))
    if outcome in NOBODYS:
        return
    with reading(store.engine) as session:
        kept = [mails.kept_raw(session, letter_id=one.id) for one in mails.kept_letters(session)]
    if kept:
        assert kept == [letter(name)]
        return
    number = "2026-0000002" if outcome == "opened" else NUMBER
    assert words(parse(letter(name)).text) - words(shown(store, number)) == set()


LINES = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                "> citado antes",
                ">> mais fundo",
                "-- ",
                "---",
                "Atenciosamente,",
                "Att, Ana",
                "Obrigada!",
                "Ana",
            ),
            *(
                "Enviado do meu iPhone",
                "-- Responda acima desta linha --",
                "> -- Responda acima desta linha --",
            ),
            *(
                "De: Carlos <carlos@x.gov.br>",
                "Enviada em: quinta-feira 10:00",
                "Para: Ana",
                "Assunto: SIAFI",
            ),
            *(
                "Em 24/07/2026 14:30, Central de Serviços Serpro escreveu:",
                "Em 23/07 Carlos <c@x.br> escreveu:",
            ),
            *("---------- Forwarded message ---------", "-----Mensagem original-----", "________________"),
            *("AVISO LEGAL: mensagem confidencial, uso exclusivo do destinatário", "> Qual? R: 170001"),
            *("Esta mensagem contém erro 504.", "PS: mais uma coisa", "_" * 30, "\ufeffolá", "a\tb"),
        ]
    ),
    st.text(max_size=30),
)


@given(st.lists(LINES, max_size=25), st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_letter_loses_a_word_to_the_reader_of_replies(lines, answers_us):
    text = "\n".join(lines)
    reply = split(text, mailbox=CSS, sender=ANA) if answers_us else whole(text)
    assert words(text) == words(reply.written) | words(reply.rest)


def test_what_was_cut_is_kept_below_the_comment_and_goes_with_the_person(handler, store):
    handler.handle(
        plain("É a 170001.\n\nAtenciosamente,\nAna Conceição", frm=ANA, to=ADDRESS, subject="Re: x")
    )
    with reading(store.engine) as session:
        [comment] = [e for e in queries.history(session, ticket_number=NUMBER) if e.kind == "comment"]
    assert (comment.text, comment.data["rest"]) == ("É a 170001.", "Atenciosamente,\nAna Conceição")
    store.do(privacy.erase_requester, email=ANA)
    assert "Conceição" not in shown(store)


def test_a_letter_without_new_words_waits_on_the_desk_with_its_ticket(handler, store, letter):
    assert handler.handle(letter("reply-nothing-new")) == "empty"
    with reading(store.engine) as session:
        [kept] = mails.kept_letters(session)
    assert (kept.reason, kept.ticket_number) == ("empty", NUMBER)


def test_words_for_a_finished_ticket_wait_on_the_desk_and_thanks_do_not(handler, store):
    store.do(operations.cancel, ticket_number=NUMBER, author=operations_author())
    assert handler.handle(plain("Ainda preciso.", frm=ANA, to=ADDRESS, message_id="f1")) == "finished"
    assert handler.handle(plain("Obrigada!", frm=ANA, to=ADDRESS, message_id="f2")) == "finished"
    assert store.kept() == ["finished"]


def operations_author():
    from ticket_store.authors import SYSTEM

    return SYSTEM


def test_what_the_assistant_left_out_of_the_description_is_folded_in_the_ticket(handler, store, assistant):
    assistant.answer = opens_ticket(store)
    handler.handle(plain("O SIAFI trava.\nO patrimônio é 998877.\n\n-- \nDavi Lopes", frm=DAVI))
    assert {"998877", "davi", "lopes", "trava"} <= words(shown(store, "2026-0000002"))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "Rodei:\n> ping 10.1.1.1\n> sem resposta\ne nada.",
            "Rodei:\n> ping 10.1.1.1\n> sem resposta\ne nada.",
        ),
        ("É a 170001.\n\n> Olá, Ana!\n> Precisamos disto.", "É a 170001."),
        ("Nome: Ana\n-----\nUG 170001\nGestão 00001", "Nome: Ana\n-----\nUG 170001\nGestão 00001"),
        ("Segue.\n\nAtt,\nAna Souza\nBloco K, sala 300\n(61) 3411-2000 / ramal 23\n2020-1234", "Segue."),
        (
            "Bom dia,\n\nEsta mensagem confidencial foi ao destinatário errado.\n\nAna",
            "Bom dia,\n\nEsta mensagem confidencial foi ao destinatário errado.\n\nAna",
        ),
        (
            "AVISO LEGAL: mensagem confidencial, uso exclusivo do destinatário.\n\nA UG é 170001.",
            "A UG é 170001.",
        ),
    ],
)
def test_what_looks_like_a_quote_a_signature_or_a_notice_is_only_folded_where_it_is_one(text, written):
    assert split(text, mailbox=CSS, sender=ANA).written == written


def read(kind: str, body: bytes):
    return parse(b"From: ana@x.gov.br\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + body)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<p>Veja <a href='https://x.gov.br/erro?id=9'>aqui</a></p>",
            "Veja aqui <https://x.gov.br/erro?id=9>",
        ),
        ("<a href='https://x.gov.br/'>x.gov.br</a>", "x.gov.br"),
        ("Escreva a <ana@x.gov.br> e a <b>Bia</b>", "Escreva a <ana@x.gov.br> e a Bia"),
        ("<p style='display:none'>prévia<p>O erro é 504.", "O erro é 504."),
        ("<div style='display:none'>prévia<p>O erro é 504.", "prévia\n\nO erro é 504."),
        ("<noscript>O erro</noscript><textarea>504</textarea>", "O erro\n504"),
    ],
)
def test_the_words_of_a_page_are_read_however_it_is_written(html, text):
    assert read("text/html; charset=utf-8", html.encode()).text == text


@pytest.mark.parametrize(
    ("declared", "written"), [("iso-8859-1", "cp1252"), ("latin1", "utf-8"), ("x-mac-roman", "mac_roman")]
)
def test_a_charset_that_is_called_by_a_wrong_name_is_read(declared, written):
    words = "Não emite: “erro 504” — ação negada."
    assert read(f"text/plain; charset={declared}", words.encode(written)).text == words


def test_of_two_versions_the_one_that_has_everything_is_read():
    plain, table = (
        "Segue a tabela pedida hoje.",
        "<p>Segue a tabela pedida hoje.</p><table><tr><td>UG 170001</td></tr></table>",
    )
    first = f"--B\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n"
    body = f"{first}--B\r\nContent-Type: text/html\r\n\r\n{table}\r\n--B--"
    letter = read("multipart/alternative; boundary=B", body.encode())
    assert letter.text == "Segue a tabela pedida hoje.\n\nUG 170001"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (
            "application/pdf\r\nContent-Disposition: attachment; filename=nota fiscal 2026.pdf",
            "nota fiscal 2026.pdf",
        ),
        ("application/pdf; name=nota fiscal.pdf; x=1", "nota fiscal.pdf"),
        ("text/calendar; name=c.ics\r\nContent-Disposition: attachment; filename=c.ics", "c.ics"),
    ],
)
def test_an_attached_file_keeps_its_whole_name(head, name):
    body = f"--B\r\n\r\nSegue.\r\n--B\r\nContent-Type: {head}\r\n\r\n%PDF-1.4\r\n--B--"
    assert [file.name for file in read("multipart/mixed; boundary=B", body.encode()).files] == [name]


@pytest.mark.parametrize("kind", ["application/octet-stream; name=smime.p7m", "application/x-pkcs7-mime"])
def test_a_signed_mail_is_read_by_whatever_name_and_a_signed_document_is_a_file(kind):
    _head, _, body = (CORPUS / "smime-opaque-signed.eml").read_bytes().partition(b"\r\n\r\n")
    encoding = b"\r\nContent-Transfer-Encoding: base64"
    assert read(kind + encoding.decode(), body).text == "A unidade gestora é 170001."
    document = b"application/pkcs7-mime; name=contrato.pdf.p7m" + encoding + b"\r\n\r\n" + body
    letter = read(
        "multipart/mixed; boundary=B", b"--B\r\n\r\nSegue.\r\n--B\r\nContent-Type: " + document + b"\r\n--B--"
    )
    assert (letter.text, letter.unreadable) == ("Segue.", None)
    assert [file.name for file in letter.files] == ["contrato.pdf.p7m"]

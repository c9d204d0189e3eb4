from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

import pytest

from notifications.message import Envelope, build
from notifications.transport import TransportError
from ticket_store.mails.rendering import Letter

AT = datetime(2026, 7, 24, 17, 30, tzinfo=UTC)
LETTER = Letter("Acionamento registrado: não há", "Olá, Conceição!\n", "<p>Olá, Conceição!</p>")


def envelope(**changed):
    return Envelope(
        **(
            {"uid": "u2", "sender": "css.serpro@serpro.gov.br", "recipient": "ana@x.gov.br", "at": AT}
            | changed
        )
    )


def sent(letter=LETTER, **changed):
    """As the reader's program sees it."""
    return BytesParser(policy=policy.default).parsebytes(build(letter, envelope(**changed)).as_bytes())


def test_text_comes_first_and_html_last_with_accents_right():
    mail = sent()
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content() == "Olá, Conceição!\r\n"
    assert "Conceição" in html.get_content()
    assert mail["Subject"] == "Acionamento registrado: não há"
    assert mail["From"].addresses[0].display_name == "Central de Serviços Serpro"


def test_the_message_id_is_the_rows_and_does_not_change_on_another_attempt():
    assert sent()["Message-ID"] == sent()["Message-ID"] == "<u2@serpro.gov.br>"


@pytest.mark.parametrize("length", [20, 80, 300, 900])
def test_an_id_that_a_mail_answers_stays_as_it_is_however_long(length):
    his = f"<{'a' * length}@PH0PR10MB6959.namprd10.prod.outlook.com>"
    raw = build(
        Letter("assunto", "texto\n", "<p>x</p>"),
        Envelope(uid="a" * 32, sender="css@x.br", recipient="ana@x.gov.br",
                 at=datetime(2026, 7, 24, tzinfo=UTC), first="b" * 32, answers=his),
    ).as_bytes()  # fmt: skip
    assert f"In-Reply-To: {his}\r\n".encode() in raw
    assert f"\r\n {his}\r\n".encode() in raw


def test_later_mails_of_a_ticket_answer_its_first():
    mail = sent(first="u1")
    assert mail["In-Reply-To"] == "<u1@serpro.gov.br>"
    assert mail["References"] == "<u1@serpro.gov.br>"


def test_the_first_mail_answers_nothing():
    mail = sent()
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None


def test_an_answer_to_a_letter_joins_that_letters_thread_too():
    mail = sent(first="u1", answers="<dela@x.gov.br>")
    assert mail["In-Reply-To"] == "<dela@x.gov.br>"
    assert mail["References"] == "<u1@serpro.gov.br> <dela@x.gov.br>"


def test_a_hostile_message_id_adds_no_header():
    mail = sent(answers="<a@x>\r\nBcc: carla@x.gov.br")
    assert mail["Bcc"] is None
    assert mail["In-Reply-To"] is None


def test_it_says_that_a_machine_wrote_it():
    mail = sent()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"


def test_unsubscribing_is_one_click_and_only_where_offered():
    mail = sent(unsubscribe_url="https://css.exemplo.gov.br/descadastro/abc")
    assert mail["List-Unsubscribe"] == "<https://css.exemplo.gov.br/descadastro/abc>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent()["List-Unsubscribe"] is None


def test_replies_go_where_the_row_says():
    assert (
        sent(reply_to="css.serpro+r1@serpro.gov.br")["Reply-To"].addresses[0].addr_spec
        == "css.serpro+r1@serpro.gov.br"
    )


@pytest.mark.parametrize(
    "address",
    [
        "ana@x.gov.br\r\nBcc: carla@x.gov.br",
        "ana@x.gov.br, carla@x.gov.br",
        "Ana <ana@x.gov.br>",
        "ana",
        "",
        "@x.gov.br",
        "ana @x.gov.br",
    ],
)
def test_an_address_that_is_none_or_more_than_one_is_permanently_refused(address):
    with pytest.raises(TransportError) as raised:
        build(LETTER, envelope(recipient=address))
    assert raised.value.permanent
    assert "carla" not in raised.value.reason


def test_no_line_is_longer_than_smtp_allows():
    long = Letter("Ç" * 140, "á" * 5000, f"<p>{'é' * 5000}</p>")
    assert max(len(line) for line in build(long, envelope()).as_bytes().split(b"\r\n")) <= 998
    assert sent(long).get_body(("plain",)).get_content().strip() == "á" * 5000

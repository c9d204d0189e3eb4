from datetime import UTC, datetime

import pytest

from ticket_store.mails import wording


def test_a_time_is_told_in_words_and_in_sao_paulo_across_midnight():
    assert (
        wording.in_words(datetime(2026, 7, 25, 1, 30, tzinfo=UTC))
        == "sexta-feira, 24 de julho de 2026, às 22h30"
    )


def test_one_in_the_morning_takes_the_singular():
    assert wording.in_words(datetime(2026, 3, 1, 4, 5, tzinfo=UTC)) == "domingo, 1 de março de 2026, à 1h05"


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        wording.in_words(datetime(2026, 7, 25, 1, 30))  # noqa: DTZ001


def test_accents_and_the_cedilla_survive_on_a_header_line():
    assert wording.one_line("Não há solução à vista") == "Não há solução à vista"


@pytest.mark.parametrize("breaker", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x0b", "\x00", "\x85"])
def test_nothing_breaks_a_header_line(breaker):
    assert wording.one_line(f"SIAFI{breaker}Bcc: carla@x.gov.br") == "SIAFI Bcc: carla@x.gov.br"


def test_text_cannot_be_turned_around_by_bidirectional_marks():
    assert wording.clean("nota\u202eexe.pdf") == "notaexe.pdf"


def test_user_text_stays_text_in_html_and_keeps_its_lines():
    assert (
        str(wording.multiline("<b>oi</b>\r\n\r\n\r\n\r\n& tchau"))
        == "&lt;b&gt;oi&lt;/b&gt;<br>\n<br>\n&amp; tchau"
    )


def test_quoted_text_wraps_but_leaves_an_address_whole():
    address = "https://exemplo.gov.br/" + "a" * 90
    assert wording.quoted(f"Veja o erro nesta página {address} ontem").split("\n") == [
        "| Veja o erro nesta página",
        f"| {address}",
        "| ontem",
    ]

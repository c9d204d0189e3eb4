"""Whatever comes in, parsing ends, soon, and raises nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_room import CORPUS, CSS

from inbound_mail.automatic import nature_of
from inbound_mail.bounce import bounce_in
from inbound_mail.html_text import text_of
from inbound_mail.letter import parse
from inbound_mail.reply_text import reply_in

SAMPLES = [path.read_bytes() for path in sorted(CORPUS.glob("*.eml")) if path.stem != "mime-thousand-levels"]


def read(raw):
    letter = parse(raw)
    nature_of(letter, CSS)
    bounce_in(letter)
    reply_in(letter.text)
    return letter


@given(st.binary(max_size=2000))
@settings(max_examples=100, deadline=None)
def test_bytes_of_any_kind_become_a_letter(raw):
    assert read(raw).message_id


@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=150, deadline=None)
def test_a_damaged_letter_is_still_a_letter(raw, data):
    at = data.draw(st.integers(0, len(raw)))
    removed = data.draw(st.integers(0, 60))
    put = data.draw(st.binary(max_size=30))
    assert read(raw[:at] + put + raw[at + removed :]).message_id


@pytest.mark.parametrize(
    "text",
    [
        *("On " * 7000, "Em " * 7000, "On a\n" * 5000, "Em a b\n" * 3000, "De: a\nPara: b\n" * 1500),
        *("From: a\n" * 2500, " " * 20000, "\n" * 20000, "> " * 10000, "-\n" * 10000, "AVISO: mail " * 1600),
        *("Att,\n" * 4000, "Enviado do meu " * 1300, "Esta mensagem\n" * 1500, "palavra " * 100_000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_keeps_the_reply_parser_busy(text):
    began = time.process_time()
    reply_in(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<a " * 100_000,
            "<" * 200_000,
            "<!--x>" * 100_000,
            "<![x>" * 100_000,
            "<?x" * 100_000,
            "</" * 100_000,
        ),
        *(
            "<div>" * 100_000,
            "<blockquote>" * 20_000,
            '<a x="' * 50_000 + ">",
            "&#" * 100_000,
            "<script>" * 50_000,
        ),
    ],
    ids=lambda html: html[:12],
)
def test_no_html_keeps_the_parser_busy(html):
    began = time.process_time()
    text_of(html)
    assert time.process_time() - began < 8


def test_private_use_characters_of_a_letter_survive():
    assert reply_in("a \ue0000\ue001 b\n" + "x" * 500) == "a \ue0000\ue001 b\n" + "x" * 500

"""Whatever comes in, parsing ends, soon, and raises nothing."""

import importlib
import inspect
import pkgutil
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_room import CORPUS, CSS

from inbound_mail import quote_headers
from inbound_mail.automatic import nature_of
from inbound_mail.bounce import bounce_in
from inbound_mail.html_text import text_of
from inbound_mail.letter import parse
from inbound_mail.reply_text import split, whole
from ticket_store.courtesy import is_courtesy

SAMPLES = [path.read_bytes() for path in sorted(CORPUS.glob("*.eml")) if path.stem != "mime-thousand-levels"]


def read(raw):
    letter = parse(raw)
    nature_of(letter, CSS)
    bounce_in(letter)
    split(letter.text, mailbox=CSS, sender=letter.sender)
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
        *(
            "\n" * 40,
            "Olá" + "\n" * 40 + "x",
            "-- \n" * 5000,
            "Olá" + "\n \t" * 60_000 + "!",
            "--\nAna\n" * 3000,
        ),
        *(
            "De: a@b 10:00\n" * 20_000,
            "R: " * 60_000,
            "> a? " * 40_000,
            "> a?\n" * 40_000,
            "confidencia " * 20_000,
        ),
        *("Forwarded message" + "-" * 200_000, "-" * 200_000 + "x", "Esta mensagem " * 40_000, ">" * 200_000),
        *("Em 1 <" + "a" * 390 + "\n", "a@" * 100_000, "-----BEGIN PGP SIGNED MESSAGE-----\n\n" * 5000),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_text_keeps_the_reply_parser_busy(text):
    """Forty empty lines once stopped the worker for good; a long letter may take its length, no more."""
    began = time.process_time()
    split(text, mailbox=CSS, sender="ana@x.gov.br", said=["a?"])
    whole(text)
    is_courtesy(text)
    assert time.process_time() - began < 3


def patterns():
    """Every compiled pattern of the rooms that read strangers' letters."""
    for package in ("inbound_mail", "ticket_store"):
        for found in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            if found.name.endswith("__main__") or found.ispkg:
                continue
            module = importlib.import_module(found.name)
            source = inspect.getsource(module)
            for name, value in vars(module).items():
                if isinstance(value, re.Pattern):
                    searched = bool(re.search(rf"\b{name}\.(?:search|sub|find)", source))
                    longest = quote_headers.LONGEST if module is quote_headers else 10_000
                    yield pytest.param(value, searched, longest, id=f"{found.name}.{name}")


SEEDS = (
    *(
        " ",
        "\n",
        "a",
        "1",
        ".",
        "-",
        "a ",
        "1 ",
        "1.",
        "a.",
        "a-",
        "<",
        '"',
        "\\",
        '\\"',
        "(",
        "@",
        "a@",
        "a@b.",
        "=?",
        "/",
    ),
    *(
        "senha ",
        "meu nome é a ",
        "senha do a",
        "de: ",
        "em 1 ",
        "chamado ",
        "2026-",
        "=",
        "[",
        "key=",
        "reagiu",
        "Re: ",
    ),
    *("- ", "_ ", "?", "<!--", "a: b\n", "From: x\n ", "numero nro no ", "R:", "> ", "METHOD:", "é ", ": "),
)


@pytest.mark.parametrize(("pattern", "searched", "longest"), patterns())
def test_no_pattern_takes_more_than_its_texts_length(pattern, searched, longest):
    """On the longest header or line that it is given: a quadratic one takes half a second."""
    for seed in SEEDS:
        full = seed * (longest // len(seed))
        for text in (full, f"{full}\x00", f"a{full[: longest // 2]}!"):
            given = text.encode() if isinstance(pattern.pattern, bytes) else text
            began = time.process_time()
            (pattern.search if searched else pattern.match)(given)
            assert time.process_time() - began < 0.1, seed


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

"""Plain language (Lei 15.263/2025) in all that a citizen reads, by ticket_store/plain_language.py."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ticket_store.known_words import OURS, is_common, unknown_words
from ticket_store.mails.rendering import KINDS, render
from ticket_store.mails.values import Site, values_for
from ticket_store.plain_language import (
    HARDEST,
    LONGEST,
    MEASURED_FROM,
    OFFICIALESE,
    WORD,
    faults,
    readability,
    sentences,
    syllables,
)

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/notifications"))

from mail_rows import row  # noqa: E402

HARDEST_OF_ALL = 60.0  # of all texts of a kind together


def pages() -> dict[str, str]:
    """What is public: without the desk, the API's reference and the mailbox for developers."""
    found = {}
    for path in sorted((ROOT / "portal/templates").rglob("*.html")):
        if {"desk", "api", "inbox"} & set(path.parts):
            continue
        text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.S)
        text = re.sub(
            r"</?(?:p|li|h\d|d[tdl]|div|t[dhr]|label|summary|option|button|[uo]l|section)\b[^>]*>",
            "\n\n",
            text,
        )
        text = re.sub(
            r"<[^>]+>",
            "",
            re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "X", text, flags=re.S), flags=re.S),
        )
        lines = (" ".join(block.split()) for block in re.split(r"\n\s*\n", text))
        found[path.name] = "\n".join(line for line in lines if line)
    return found


def mails() -> dict[str, str]:
    site = Site("https://css.exemplo.gov.br", "s")
    return {kind: render(kind, values_for(row(kind), site)).text.partition("-----")[0] for kind in KINDS}


def said() -> dict[str, str]:
    responses: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["responses"]
    return {
        f"{name} {n}": re.sub(r"\{\w+\}", "X", variant["text"])
        for name, variants in responses.items()
        for n, variant in enumerate(variants)
    }


def articles() -> dict[str, str]:
    return {
        one["slug"]: "\n".join([one["title"], one["summary"], *one.get("steps", ()), one.get("note", "")])
        for path in sorted((ROOT / "ticket_store").glob("articles*.yml"))
        for one in yaml.safe_load(path.read_text("utf-8"))["articles"]
    }


def in_code() -> dict[str, str]:
    """What the doors say by themselves: whole sentences in the code of the rooms that a citizen meets."""
    found = {}
    for path in [path for room in DOORS for path in sorted((ROOT / room).rglob("*.py"))]:
        if {"desk", "api"} & set(path.parts) or path.name in COMMANDS:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if id(node) in told:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_said(node.value):
                found[f"{path.relative_to(ROOT)}:{node.lineno}:{node.col_offset}"] = node.value
    return found


def in_widget() -> dict[str, str]:
    return {
        f"{path.name}: {text[:40]}": re.sub(r"\$\{[^}]*\}", "X", text)
        for path in sorted((ROOT / "portal/widget").glob("*.js"))
        for text in re.findall(r"[\"`>]([^\"`<>\n]+)[\"`<]", path.read_text("utf-8"))
        if _is_said(text)
    }


def _is_said(text: str) -> bool:
    whole = len(WORD.findall(text)) > 2 and re.match(r"[A-ZÀ-Ý]|.*[.!?:…]$", text.strip(), re.S)
    return bool(whole and "\\" not in text and PORTUGUESE.search(text))


DOORS = ("portal", "channels", "notifications", "inbound_mail")
COMMANDS = {"accounts.py", "api_tokens.py", "personal_data.py"}  # typed by who runs the machine
PORTUGUESE = re.compile(r"[áéíóúâêôãõç]|\b(?:de|da|não|para|com|seu|sua)\b")
TEXTS = {
    "pages": pages,
    "mails": mails,
    "chat": said,
    "articles": articles,
    "doors": in_code,
    "widget": in_widget,
}


@pytest.mark.parametrize("kind", TEXTS)
def test_sentences_are_short_texts_are_readable_and_no_word_is_rare_or_stiff(kind: str) -> None:
    texts = TEXTS[kind]()
    assert len(texts) > 15
    long = {
        (name, sentence)
        for name, text in texts.items()
        for sentence in sentences(text)
        if len(WORD.findall(sentence)) > LONGEST
    }
    assert long == set()
    hard = {
        name: round(readability(text))
        for name, text in texts.items()
        if len(WORD.findall(text)) >= MEASURED_FROM and readability(text) < HARDEST
    }
    assert hard == {}
    assert readability("\n".join(texts.values())) > HARDEST_OF_ALL
    stiff = {(name, word) for name, text in texts.items() for word in OFFICIALESE if word in text.lower()}
    assert stiff == set()
    unknown = {name: found for name, text in texts.items() if (found := unknown_words(sentences(text)))}
    assert unknown == {}


def test_the_measure_tells_plain_from_stiff() -> None:
    plain = "Conte o que houve. Nós abrimos o acionamento. A equipe lê e responde por e-mail."
    stiff = (
        "A formalização da solicitação pressupõe, necessariamente, a disponibilização antecipada da "
        "documentação comprobatória correspondente, observadas as determinações regulamentares aplicáveis."
    )
    assert readability(plain) > HARDEST_OF_ALL
    assert readability(stiff) < HARDEST - 30
    counted = {word: syllables(word) for word in ("saúde", "acionamento", "água", "país", "pais", "e-mail")}
    assert counted == {"saúde": 3, "acionamento": 5, "água": 2, "país": 2, "pais": 1, "e-mail": 2}


def test_rare_words_are_told_from_common_ones_names_and_what_the_house_explains() -> None:
    text = "O deferimento depende da anuência do Denatran. Registramos as certidões, Cleidiane. Abra o SIAPE."
    assert unknown_words(sentences(text)) == ["deferimento", "anuência"]
    assert unknown_words(["Cleidiane, seu chatbot respondeu às pendências."]) == []
    assert [(one.kind, one.about) for one in faults("Outrossim, peça o perfunctório deferimento.")] == [
        ("stiff", "outrossim"),
        ("unknown", "perfunctório, deferimento"),
    ]


def test_each_word_that_is_let_pass_is_used_somewhere_and_is_not_common_anyway() -> None:
    lines = (line.partition("#")[0].strip() for line in OURS.read_text("utf-8").splitlines())
    listed = [word for word in lines if word]
    everything = " ".join(text.lower() for texts in TEXTS.values() for text in texts().values())
    assert [word for word in listed if word not in everything] == []
    assert [word for word in listed if is_common(word)] == []

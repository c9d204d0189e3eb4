"""The questions of a message alone, and what stands beside them. No sentence here trains."""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.in_place import ADDS, OPENS, THAT
from nlu.questions import (
    adds_nothing,
    asked_of_the_new,
    begins_nothing,
    questions,
    rest,
    yes_beside_a_question,
)
from nlu.reading.services import Finder
from nlu.reading.turn import Reading


@pytest.mark.parametrize(
    ("text", "alone", "beside"),
    [
        ("rui@x.gov.br serve o do trabalho?", ["serve o do trabalho?"], "rui@x.gov.br"),
        ("beleza, obrigada. e demora muito?", ["demora muito?"], "beleza, obrigada."),
        ("isso, mas quem vê o texto?", ["quem vê o texto?"], "isso"),
        (
            "trava ao salvar. posso mandar foto? é urgente",
            ["posso mandar foto?"],
            "trava ao salvar. é urgente",
        ),
        ("precisa de crachá? e de ramal?", ["precisa de crachá?", "de ramal?"], ""),
        ("qual o horário de vocês e quem atende?", ["qual o horário de vocês", "quem atende?"], ""),
        ("x@y.gov.br, tá certo?", [], "x@y.gov.br, tá certo?"),
        ("você pode abrir um chamado?", [], "você pode abrir um chamado?"),
        ("quando salvo dá erro", [], "quando salvo dá erro"),
        ("pode registrar", [], "pode registrar"),
    ],
)
def test_the_questions_and_the_rest(text: str, alone: list[str], beside: str) -> None:
    reading = Reading(text, {"pending": "none"}, Finder())
    assert questions(reading) == alone
    assert rest(reading) == beside


YES = {"command": "affirm"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("sim. vocês me avisam por e-mail quando resolver?", [{"which": "notices", "field": "mail"}]),
        ("pode abrir. e o dólar, sobe?", [{"about": "other"}]),
        ("sim, pode abrir?", []),
    ],
)
def test_what_is_asked_behind_the_yes_is_asked_of_the_ticket(text: str, asked: list[Any]) -> None:
    said = [YES, {"command": "ask", "about": "other"}]
    of_it = asked_of_the_new(Reading(text, {"pending": "confirm_open"}, Finder()), said)
    assert of_it[0] == YES
    assert len(of_it) == 1 + len(asked)
    assert all(one.items() <= c.items() for one, c in zip(asked, of_it[1:], strict=True))


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("isso vai pra onde? e demora?", False),
        ("isso passa pelo meu chefe?", False),
        ("isso, e demora quanto?", True),
        ("isso. demora quanto?", True),
        ("pode registrar e quando fica pronto?", True),
        ("certo e quem vê?", True),
        ("certo, mas antes queria saber quem vê", False),
        ("tá bom. isso é com vocês mesmo ou é com o meu órgão?", False),
        ("sim. o técnico vem antes das dez?", True),
        ("certo. tem como mudar o andar?", False),
        ("sim, pode abrir. quem resolve isso?", True),
        ("sim. falta algo?", True),
        ("ok. mas o ramal está certo?", False),
        ("certo. é esse o relato que fica?", False),
    ],
)
def test_a_word_of_yes_within_a_question_agrees_to_nothing(text: str, agrees: bool) -> None:
    said = [YES, {"command": "ask", "about": "other"}]
    of_it = yes_beside_a_question(Reading(text, {"pending": "confirm_open"}, Finder()), said)
    assert of_it == (said if agrees else said[1:])


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("perfeito. vocês mandam recado quando consertar?", True),
        ("tudo certinho! alguém liga?", True),
        ("agora sim. não é com a informática do prédio? fico na dúvida", False),
        ("tá, mas quem vai cuidar?", False),
        ("isso não. quem vai cuidar?", False),
        ("só abre se eu reiniciar", False),
    ],
)
def test_a_sentence_that_is_a_yes_agrees_beside_a_question_that_leaves_it_be(text: str, agrees: bool) -> None:
    said = [{"command": "ask", "about": "other"}]
    of_it = yes_beside_a_question(Reading(text, {"pending": "confirm_open"}, Finder()), said)
    assert of_it == ([YES, *said] if agrees else said)


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("ok. que ramal é esse?", False),
        ("tudo bem. perco as conversas?", False),
        ("ok, pode cancelar. ela recebe aviso?", True),
    ],
)
def test_a_brief_yes_beside_a_question_cancels_nothing(text: str, agrees: bool) -> None:
    said = [YES, {"command": "ask", "about": "other"}]
    of_it = yes_beside_a_question(Reading(text, {"pending": "confirm_cancel"}, Finder()), said)
    assert of_it == (said if agrees else said[1:])


@pytest.mark.parametrize("text", ["não, tá?", "não cancela não, ok?", "não confere, né?"])
def test_a_no_with_a_tag_stays_a_no(text: str) -> None:
    said = [{"command": "deny"}]
    assert yes_beside_a_question(Reading(text, {"pending": "confirm_cancel"}, Finder()), said) == said


@pytest.mark.parametrize(
    ("text", "pending", "heard"),
    [
        ("não quero abrir chamado, era só para saber do crachá", "none", ["ask other"]),
        (
            "não é defeito, tenho medo de perder o ramal. o que faço?",
            "none",
            ["ask other"],
        ),
        ("se eu abrir um chamado, o vizinho fica sabendo?", "none", ["ask other"]),
        ("o ramal toca na sala nova?", "none", ["ask other"]),
        ("se eu abrir um chamado demora? o ramal travou", "none", []),
        ("não precisa registrar. e o ramal, toca?", "email", ["stop", "ask other"]),
        ("não precisa abrir a gaveta, ela já vem aberta", "email", []),
        ("não quero registrar a senha, quero trocar. quem vê?", "none", []),
        ("já falei que não consigo entrar na sala, quem abre?", "none", []),
        ("com medo de perder a vaga: o ramal caiu. e agora?", "none", []),
        ("o ramal fecha ao registrar uma ligação. por quê?", "none", []),
        ("não. então como toca o ramal?", "draft", ["deny", "ask other"]),
    ],
)
def test_who_only_asks_begins_no_ticket_and_ends_one(text: str, pending: str, heard: list[str]) -> None:
    told = {"command": "set", "slot": "description", "value": text}
    state = {"pending": pending, "known": {"description": "o ramal toca?"}}
    before: list[Any] = {"none": [OPENS, told], "draft": [{"command": "deny"}, told]}.get(pending, [])
    said = begins_nothing(Reading(text, state, Finder()), before)
    assert [write(c) for c in said] == (heard or [write(c) for c in before])


@pytest.mark.parametrize(
    ("text", "told", "begun"),
    [
        ("chegou um monitor novo aqui. como é que eu ligo dois?", "chegou um monitor novo aqui.", False),
        ("me mandaram pra filial, o crachá de lá quem faz?", "me mandaram pra filial", False),
        ("eu queria ver o cpf do neto, onde é que se olha?", "queria ver o cpf do neto", False),
        ("o cpf do neto travou, só queria saber onde é que se olha", "o cpf do neto travou", False),
        ("o monitor não liga. como é que eu ligo?", "o monitor não liga.", True),
        ("o monitor ficou rosa. o que eu faço agora?", "o monitor ficou rosa.", True),
        ("quero abrir um chamado do monitor. como faço?", "do monitor", True),
        ("o scanner puxa torto. alguém pode vir?", "o scanner puxa torto.", True),
        ("preciso de um teclado novo. vocês entregam aqui?", "um teclado novo", True),
    ],
)
def test_what_only_says_why_it_is_asked_begins_no_ticket(text: str, told: str, begun: bool) -> None:
    said = [
        OPENS,
        {"command": "set", "slot": "description", "value": told},
        {"command": "ask", "about": "other"},
    ]
    heard = begins_nothing(Reading(text, {"pending": "none"}, Finder()), said)
    assert [write(c) for c in heard] == ([write(c) for c in said] if begun else ["ask other"])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("posso usar a máquina do colega até lá?", False),
        ("perguntei se pode ser por telefone", False),
        ("perguntei pra minha chefe e é no bloco B", True),
        ("põe lá: pode ser por telefone?", True),
        ("agora dá erro 12, será o cabo?", True),
    ],
)
def test_a_question_is_no_message_for_the_team(text: str, kept: bool) -> None:
    told = {"command": "set", "slot": "information", "value": text.removeprefix("põe lá: ")}
    said = [ADDS, THAT, told]
    heard = adds_nothing(Reading(text, {"pending": "none"}, Finder()), said)
    assert heard == (said if kept else [{"command": "ask", "about": "other"}])

"""What is asked or wanted beside what was heard, and a grade told again: rules, no model needed."""

from typing import Any

import pytest

from ground.notation import parse, write
from nlu.asked_of_it import asked_of_it
from nlu.rated_again import rated_again, whole_comment
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.what_else import asked_instead, meant_instead, passed_over, what_else

FINDER = Finder()
OPEN = {"number": "2026-0000031", "service": "vpn", "status": "new", "description": "a vpn cai"}
RESOLVED = {**OPEN, "status": "resolved"}
THANKS = {"command": "social", "kind": "thank"}
PRICE = {"command": "ask", "about": "price"}
HOURS = {"command": "ask", "about": "faq_opening_hours"}
ADDS = {"command": "start", "flow": "add_ticket_information"}
NORMAL = {"command": "set", "slot": "urgency", "value": "normal"}


def reading(text: str, last: dict[str, Any] = OPEN, pending: str = "none") -> Reading:
    return Reading(text, {"last": last, "pending": pending}, FINDER)


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("coloca no comentário que a moça foi gentil", ["set comment: a moça foi gentil"]),
        ("quero acrescentar na avaliação: levou nove dias", ["set comment: levou nove dias"]),
        ("troca pra 2", ["set score: 2"]),
        ("na verdade põe 3 mesmo", ["set score: 3"]),
        ("muda a nota pra 1, voltou a cair hoje", ["set score: 1", "set comment: voltou a cair hoje"]),
    ],
)
def test_a_grade_is_told_again(text: str, told: list[str]) -> None:
    assert written(rated_again(reading(text, RESOLVED))) == ["start rate_service", "choose that", *told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("deixa o comentário assim: veio no dia, mas sem a peça", "veio no dia, mas sem a peça"),
        ("o comentário é: foi gentil", "foi gentil"),
        ("muda o comentário pra foi gentil", "foi gentil"),
    ],
)
def test_a_comment_is_written_anew(text: str, told: str) -> None:
    assert written(rated_again(reading(text, RESOLVED)))[2:] == [f"edit comment replace: => {told}"]


def test_what_was_left_out_of_the_comment_is_added_right_after_the_grade() -> None:
    rated = {"last": RESOLVED, "known": {"rated": "4"}}
    told = rated_again(Reading("faltou a demora, mas tudo bem. obrigada!", rated, FINDER))
    assert written(told)[2:] == ["set comment: demora"]
    assert rated_again(reading("faltou a demora", RESOLVED)) == []


def test_the_comment_is_all_that_stands_behind_the_grade() -> None:
    part = [parse("set score: 4"), parse("set comment: ele explicou tudo")]
    told = whole_comment(reading("4 - ele explicou tudo, só demorou. obrigada", RESOLVED, "score"), part)
    assert written(told) == ["set score: 4", "set comment: ele explicou tudo, só demorou."]
    more = [*part, parse("start talk_to_human")]
    assert whole_comment(reading("4 - ele explicou tudo, quero uma pessoa", RESOLVED, "score"), more) == more


@pytest.mark.parametrize(
    "text", ["troca os 2 toners", "não muda pra 2", "muda pra 4 salas", "dá pra mudar pra 3?", "põe 9"]
)
def test_a_number_of_something_else_is_no_grade(text: str) -> None:
    assert rated_again(reading(text, RESOLVED)) == []


def test_nothing_open_is_rated() -> None:
    assert rated_again(reading("põe no comentário que demorou")) == []


@pytest.mark.parametrize(
    "text",
    ["obrigada. enquanto isso posso usar o celular", "valeu, devo levar o notebook aí na quinta"],
)
def test_a_question_behind_thanks_is_not_swallowed(text: str) -> None:
    assert what_else(reading(text), [THANKS]) == [{"command": "ask", "about": "other"}, THANKS]


@pytest.mark.parametrize(
    "text", ["muito obrigada", "valeu, enquanto isso vou almoçar", "obrigado, posso sim"]
)
def test_thanks_alone_stay_alone(text: str) -> None:
    assert what_else(reading(text), [THANKS]) == [THANKS]


def test_a_person_wanted_beside_a_question_is_called() -> None:
    person = {"command": "start", "flow": "talk_to_human"}
    assert what_else(reading("amanhã abre? queria falar com um atendente"), [HOURS]) == [HOURS, person]
    assert what_else(reading("como faço pra falar com alguém, e amanhã abre?"), [HOURS]) == [HOURS]


def test_whom_to_call_is_the_number_and_not_the_hours() -> None:
    said = what_else(reading("e se passar das 18h, pra que número eu ligo?"), [HOURS])
    assert written(said) == ["ask faq_phone_number"]


def test_who_is_pressed_asks_no_price() -> None:
    assert written(what_else(reading("minha diretora vive me cobrando"), [PRICE])) == ["ask ticket deadline"]
    assert what_else(reading("vocês cobram a visita?"), [PRICE]) == [PRICE]
    assert written(asked_of_it(reading("quanto mais tempo? tão me cobrando"))) == ["ask ticket deadline"]


def test_a_level_that_is_only_denied_is_not_asked_for() -> None:
    assert what_else(reading("ninguém me deu prioridade nenhuma, não deu urgência"), [ADDS, NORMAL]) == [ADDS]
    assert what_else(reading("pode deixar com prioridade normal"), [ADDS, NORMAL]) == [ADDS, NORMAL]


def test_a_question_beside_a_complement_is_found() -> None:
    told = [ADDS, {"command": "set", "slot": "information", "value": "é no quarto andar"}]
    assert passed_over(reading("vai demorar? acrescenta que é no quarto andar"), told) == "vai demorar?"
    assert passed_over(reading("acrescenta que é no quarto andar, tá?"), told) is None
    whole = [ADDS, {"command": "set", "slot": "information", "value": "será o cabo? é no quarto andar"}]
    assert passed_over(reading("será o cabo? é no quarto andar"), whole) is None


@pytest.mark.parametrize(
    "text", ["pode registrar a pergunta", "registra sim", "registra a minha dúvida por favor"]
)
def test_the_words_of_its_button_are_a_yes(text: str) -> None:
    assert written(asked_of_it(reading(text, pending="draft"))) == ["affirm"]


@pytest.mark.parametrize("text", ["não registra a pergunta", "registra outra, a do sei", "já registrou?"])
def test_other_words_at_the_offer_are_left_to_the_model(text: str) -> None:
    assert asked_of_it(reading(text, pending="draft")) == []


def test_a_person_wanted_behind_a_reason_is_no_part_of_it() -> None:
    reason = {"command": "set", "slot": "reason", "value": "caiu de novo. quero falar com uma pessoa"}
    said = what_else(reading("caiu de novo. quero falar com uma pessoa", pending="reason"), [reason])
    assert written(said) == ["set reason: caiu de novo.", "start talk_to_human"]
    told = {**reason, "value": "a tela caiu. ele tentou falar com alguém"}
    assert what_else(reading(told["value"], pending="reason"), [told]) == [told]


def test_a_piece_of_a_question_is_no_comment() -> None:
    score = {"command": "set", "slot": "score", "value": "4"}
    piece = {"command": "set", "slot": "comment", "value": "quanto"}
    asks = {"command": "ask", "about": "other"}
    text = "nota 4. quanto demora pra fechar?"
    assert what_else(reading(text, RESOLVED, "score"), [score, piece, asks]) == [score, asks]


def test_what_is_asked_instead_stands_behind_the_protest() -> None:
    text = "não foi isso que eu perguntei, quero saber se vem alguém"
    assert asked_instead(reading(text)) == "quero saber se vem alguém"
    assert asked_instead(reading("não foi isso")) is None
    assert asked_instead(reading("quero saber se vem alguém")) is None


def test_whose_ticket_it_is_tells_its_address() -> None:
    assert written(asked_of_it(reading("ele ficou no meu nome ou no da chefe?"))) == ["ask ticket mail"]


def test_the_grade_behind_a_no_takes_the_place_of_the_first() -> None:
    grade = reading("3 não, 2", RESOLVED, "score").grade
    assert grade is not None
    assert grade.value == "2"


def test_an_addition_that_is_put_to_what_there_is_has_no_value() -> None:
    added = {"command": "edit", "slot": "information", "how": "add", "text": "é no quarto andar"}
    told = [{"command": "start", "flow": "add_ticket_information"}, added]
    assert passed_over(reading("vai demorar? é no quarto andar"), told) == "vai demorar?"


def test_what_stands_behind_a_better_word_is_meant() -> None:
    text = "quero abrir um... quer dizer, como acompanho o que abri?"
    assert meant_instead(text, {}) == "como acompanho o que abri?"
    assert meant_instead("o que quer dizer esse erro?", {}) is None
    assert meant_instead("quero abrir, quer dizer, a vpn cai", {}) is None

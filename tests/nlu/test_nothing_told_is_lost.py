"""What is told beside a change, an order, a complaint or what was read of a problem is no less told; no
sentence here trains."""

import pytest

from ground.notation import write
from nlu.at_the_summary import told_on, with_its_rest, with_what_is_missed, works_now
from nlu.both_ends import with_what_led_up
from nlu.questions import questions
from nlu.reading.removal import removed
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
KNOWN = {"service": "estacao-de-trabalho", "description": "o scanner da sala 118 puxa torto em outubro"}
ROOM = {"command": "edit", "slot": "description", "how": "replace", "old": "118", "text": "181"}


def at(text: str, pending: str = "confirm_open") -> Reading:
    return Reading(text, {"pending": pending, "known": KNOWN}, FINDER)


def added(commands: list[dict]) -> list[str]:  # type: ignore[type-arg]
    return [write(c).removeprefix("edit description ") for c in commands if c is not ROOM]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (
            "depois das três ninguém atende a porta. é na 181",
            ["add: depois das três ninguém atende a porta."],
        ),
        ("é na 181. meu ramal é 4417, pra combinar", ["add: meu ramal é 4417, pra combinar"]),
        ("é na 181. me confundi com a outra", []),
        ("é na 181. que dia vocês vêm?", []),
    ],
)
def test_a_sentence_beside_a_change_is_added(text: str, more: list[str]) -> None:
    assert added(with_its_rest(at(text), [ROOM])) == more


def test_what_goes_on_behind_an_order_is_added_too() -> None:
    order = {"command": "edit", "slot": "description", "how": "add", "text": "já troquei o cabo"}
    text = "consegue pôr que já troquei o cabo? e também que só acontece colorido"
    assert added(told_on(at(text), [order]))[1:] == ["add: só acontece colorido"]
    assert told_on(at("consegue pôr que já troquei o cabo? e quando vêm"), [order]) == [order]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("cadê o que eu expliquei? a tampa quebrou ontem", ["add: a tampa quebrou ontem"]),
        ("e o meu horário? que só atendo de tarde", ["add: só atendo de tarde"]),
        ("e o meu horário? que horas vocês vêm?", []),
        ("e o prazo?", []),
    ],
)
def test_what_is_missed_and_told_once_more_is_added_and_no_question(text: str, more: list[str]) -> None:
    assert added(with_what_is_missed(at(text), [])) == more
    assert bool(questions(at(text))) == (not more)


def test_a_problem_begins_with_the_sentences_that_led_up_to_it() -> None:
    told = {"command": "set", "slot": "description", "value": "o leitor fica piscando"}
    said = "bom dia. três pessoas aqui estão paradas. o leitor fica piscando"
    assert with_what_led_up(at(said, "none"), [told])[0]["value"] == said.removeprefix("bom dia. ")
    led = "meu nome é Rute, do arquivo. o leitor fica piscando"
    assert with_what_led_up(at(led, "none"), [told]) == [told]


@pytest.mark.parametrize(
    "text", ["tira o bosta que a diretora lê", "tira bosta senão fica feio", "apaga a palavra bosta"]
)
def test_one_rude_word_goes_by_itself_whatever_the_reason(text: str) -> None:
    assert removed(text, "esse bosta de leitor não lê nada do que eu passo") == "bosta de"


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("opa, o colega mandou outra vez e agora abriu", True),
        ("tentei de novo e funcionou", True),
        ("agora abriu mas deu erro", False),
        ("no celular abriu, agora no computador não", False),
        ("agora funcionou?", False),
        ("a nota chegou", False),
    ],
)
def test_it_works_now_where_nothing_else_is_said(text: str, over: bool) -> None:
    assert works_now(at(text)) is over

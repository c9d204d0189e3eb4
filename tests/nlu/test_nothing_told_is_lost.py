"""What is told beside a change, an order, a complaint or what was read of a problem is no less told; no
sentence here trains."""

import pytest

from ground.notation import parse, write
from nlu.at_the_summary import with_its_rest, with_what_is_missed, works_now
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
        ("é na 181. meu correio é rita@anac.gov.br", []),
        ("é na 181. bom trabalho pra vocês", []),
    ],
)
def test_a_sentence_beside_a_change_is_added(text: str, more: list[str]) -> None:
    assert added(with_its_rest(at(text), [ROOM])) == more


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


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("cadê o que expliquei? deixa pra lá, pode cancelar", "stop"),
        ("sumiu o que eu pus. tá ótimo, pode abrir", "affirm"),
        ("e o correio? que é rita@anac.gov.br", "correct email: rita@anac.gov.br"),
    ],
)
def test_what_decides_behind_such_a_complaint_is_heard(said: str, read: str) -> None:
    heard = [parse(read)]
    assert with_what_is_missed(at(said), heard) == heard


def test_behind_what_goes_only_a_fact_is_added() -> None:
    goes = {"command": "edit", "slot": "description", "how": "remove", "old": "em outubro"}
    assert with_its_rest(at("tira o outubro. o estagiário se enganou"), [goes]) == [goes]
    assert len(with_its_rest(at("tira o outubro. o cabo dá erro 77"), [goes])) > 1


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
        ("liguei de novo e entrou um aviso estranho", False),
        ("liguei de novo e voltou na mesma", False),
    ],
)
def test_it_works_now_where_nothing_else_is_said(text: str, over: bool) -> None:
    assert works_now(at(text)) is over


def test_what_comes_back_alike_gives_nothing_up() -> None:
    text = "liguei de novo e voltou na mesma"
    assert with_its_rest(at(text), [{"command": "stop"}]) == [{"command": "unclear"}]

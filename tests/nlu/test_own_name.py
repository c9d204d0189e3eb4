"""Somebody's own name, that is kept wrongly: the wish and the right name, told in so many words."""

import pytest

from ground.notation import write
from nlu.own_name import answered, asks_correction, no_text, told, whose
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

WISH = "start my_data which=correction"


def read(text: str, **state: object) -> list[str]:
    return [write(one) for one in asks_correction(Reading(text, {"pending": "none", **state}, Finder()))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("meu nome está errado, é Tereza Lima", "Tereza Lima"),
        ("Meu nome não é Teresa, é Tereza", "Tereza"),
        ("me chamo Tereza com z, vcs escreveram errado", "Tereza"),
        ("meu nome é Tereza Lima e não Teresa Lima, corrige por favor", "Tereza Lima"),
        ("dá pra mudar meu nome pra José Carlos da Silva e Souza?", "José Carlos da Silva e Souza"),
        ("meu nome no cadastro de vocês está errado, o certo é João d'Ávila", "João d'Ávila"),
        ("solicito a retificação do meu nome para Luiz Antônio Braga", "Luiz Antônio Braga"),
        ("nos e-mails de vocês meu nome aparece errado: é Maria-Clara Dias", "Maria-Clara Dias"),
        ("vocês me chamam de Teresa mas meu nome é Tereza", "Tereza"),
    ],
)
def test_the_right_name_comes_with_the_wish(text: str, name: str) -> None:
    assert read(text) == [WISH, f"set information: {name}"]


@pytest.mark.parametrize(
    "text",
    [
        "meu nome está errado",
        "quero corrigir meu nome",
        "escreveram meu nome errado, é com z",
        "não me chamo Paulo",
        "meu sobrenome tá errado, não é Souza, é Sousa",
    ],
)
def test_where_none_is_told_whole_it_is_asked_for(text: str) -> None:
    assert read(text) == [WISH]


@pytest.mark.parametrize(
    "text",
    [
        "meu nome está errado no contracheque",
        "meu nome está errado no SIAPE",
        "o crachá veio com meu nome errado",
        "abre um chamado: meu nome está errado",
        "o SEI não abre e meu nome está errado",
        "meu nome é Sueli, ramal 5512",
        "o nome do pensionista está errado, é Antenor",
    ],
)
def test_another_systems_or_anothers_name_is_another_matter(text: str) -> None:
    assert read(text) == []


def test_where_something_is_only_offered_it_is_heard_too() -> None:
    said = read("meu nome está errado, é Tereza Lima", pending="draft")
    assert said == [WISH, "set information: Tereza Lima"]


@pytest.mark.parametrize("pending", ["description", "confirm_open", "information", "news_question"])
def test_where_something_else_is_asked_it_is_left_to_the_rest(pending: str) -> None:
    assert read("meu nome está errado, é Tereza Lima", pending=pending) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tereza Lima", "Tereza Lima"),
        ("é Tereza Lima", "Tereza Lima"),
        ("o certo é tereza lima, com z", "tereza lima"),
        ("pode colocar Tereza Lima e não Teresa", "Tereza Lima"),
        ("peraí vou ver", None),
        ("é o que está no crachá", None),
        ("não sei", None),
    ],
)
def test_an_answer_is_the_name_without_the_words_around_it(text: str, name: str | None) -> None:
    assert answered(text) == name


def test_a_sentence_alone_is_no_name() -> None:
    assert told("aproveitando a conversa") is None


def asked(text: str) -> Reading:
    return Reading(text, {"pending": "email", "known": {"description": "a tela pisca"}}, Finder())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tereza.l@mec.gov.br, Tereza Lima", "Tereza Lima"),
        ("Odair Bastos odair.bastos@mec.gov.br", "Odair Bastos"),
        ("meu nome é Odair Bastos, meu e-mail odair@mec.gov.br", "Odair Bastos"),
        ("odair@mec.gov.br e me chamo Odair", "Odair"),
        ("sou a Tereza Lima, tereza@mec.gov.br", "Tereza Lima"),
        ("bota o dele: odair@mec.gov.br. ele se chama Odair Bastos", "Odair Bastos"),
        ("tereza@mec.gov.br (Tereza de Sá, ramal 22)", "Tereza de Sá"),
        ("me chamo Tereza Lima", "Tereza Lima"),
    ],
)
def test_whose_the_address_is(text: str, name: str) -> None:
    assert whose(asked(text)) == name


@pytest.mark.parametrize(
    "text",
    [
        "tereza@mec.gov.br, muito obrigada",
        "sou servidora do arquivo, tereza@mec.gov.br",
        "sou do MEC, tereza@mec.gov.br",
        "tereza@mec.gov.br, só pisca de manhã",
        "meu nome é Tereza mas põe o e-mail dele: odair@mec.gov.br",
        "meu e-mail é tereza@mec.gov.br",
        "meu nome é preciso?",
    ],
)
def test_what_is_no_name_or_another_persons_is_left(text: str) -> None:
    assert whose(asked(text)) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("o nome que ficou no chamado está errado, é Rita Prado", "Rita Prado"),
        ("arruma o nome do solicitante, eu sou a Rita Prado e a colega é a Jurema", "Rita Prado"),
        ("troca o nome da pessoa pra Rita Prado", "Rita Prado"),
    ],
)
def test_the_name_on_the_ticket_is_put_right(text: str, name: str) -> None:
    assert read(text) == [WISH, f"set information: {name}"]


@pytest.mark.parametrize(
    "text",
    [
        "o nome do solicitante no SouGov está errado, é Rita Prado",
        "o nome que ficou no contracheque está errado, é Rita Prado",
    ],
)
def test_a_name_on_another_paper_is_another_matter(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "told_", "kept"),
    [
        ("o scanner parou. Rute Prado, rute@x.gov.br", "o scanner parou. Rute Prado", "o scanner parou."),
        (
            "o scanner parou. sou a Rute Prado, rute@x.gov.br",
            "o scanner parou. sou a Rute Prado",
            "o scanner parou",
        ),
        (
            "troca o micro da Rute Prado, rute@x.gov.br",
            "troca o micro da Rute Prado",
            "troca o micro da Rute Prado",
        ),
    ],
)
def test_the_name_told_with_a_problem_is_no_text(text: str, told_: str, kept: str) -> None:
    commands = [
        {"command": "start", "flow": "open_ticket"},
        {"command": "set", "slot": "description", "value": told_},
    ]
    [_, told] = no_text(Reading(text, {"pending": "none"}, Finder()), commands)
    assert str(told["value"]).rstrip(".") == kept.rstrip(".")


def test_where_somebody_works_is_no_part_of_the_name() -> None:
    assert (
        whose(Reading("x@y.gov.br, meu nome é Rute Prado da portaria", {"pending": "email"}, Finder()))
        == "Rute Prado"
    )

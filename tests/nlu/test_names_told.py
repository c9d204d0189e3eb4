"""How a person calls a system that nobody here knows, and what is no name; no sentence here trains."""

import pytest

from nlu.reading.names import corrected, of_the_trouble, told


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("é o Controle de Acervo", "Controle de Acervo"),
        ("a gente aqui chama de Painel Azul", "Painel Azul"),
        ("ah, é um tal de Vigifarma, da vigilância", "Vigifarma"),
        ("SIGPROJ", "SIGPROJ"),
        ("e-Cidade", "e-Cidade"),
        ("o nome na tela é FolhaPlus né", "FolhaPlus"),
        ("acho que é o sistema da merenda mesmo", "sistema da merenda"),
    ],
)
def test_the_name_is_told_without_the_words_around_it(text: str, name: str) -> None:
    assert told(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "não sei",
        "outro",
        "sim",
        "sim, pode registrar",
        "abre logo",
        "é",
        "peraí",
        "um que a prefeitura comprou no ano passado e ninguém usa",
    ],
)
def test_what_is_no_name_is_none(text: str) -> None:
    assert told(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("o serviço tá errado, é Vigifarma", "Vigifarma"),
        ("o sistema é outro: Painel Azul", "Painel Azul"),
        ("o serviço está errado", None),
        ("não é esse", None),
        ("errado, é o que a gente usa pra lançar as notas do bimestre", None),
    ],
)
def test_the_right_name_stands_behind_the_last_copula(text: str, name: str | None) -> None:
    assert corrected(text) == name


WORDS = {"tela", "impressora", "sistema", "prefeitura", "hospital", "cadastro"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("o vigifarma não abre", "vigifarma"),
        ("ProntoMed travou aqui no hospital", "ProntoMed"),
        ("bom dia, o SIGPROJ da prefeitura está lento", "SIGPROJ"),
    ],
)
def test_an_unknown_system_is_named_where_it_fails(text: str, name: str) -> None:
    assert of_the_trouble(text, WORDS.__contains__) == name


@pytest.mark.parametrize(
    "text",
    [
        "a impressora não funciona",
        "a Josefa não consegue entrar",
        "não abre",
        "TUDO TRAVADO NO SIGPROJ",
        "vigifarma",
        "meu cadastro deu erro",
    ],
)
def test_known_words_and_people_are_no_systems(text: str) -> None:
    assert of_the_trouble(text, WORDS.__contains__) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Outro. Controle de Acervo (CDA).", "Controle de Acervo"),
        ("outro: Painel Azul", "Painel Azul"),
        ("outro, não sei o nome", None),
    ],
)
def test_a_name_may_stand_behind_the_word_for_none_of_the_list(text: str, name: str | None) -> None:
    assert told(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("o serviço não é o Vigifarma", None),
        ("trata-se do Vigifarma, da vigilância; o problema é a tela em branco", "Vigifarma"),
    ],
)
def test_what_it_is_not_is_no_name_and_what_it_is_called_is(text: str, name: str | None) -> None:
    assert corrected(text) == name

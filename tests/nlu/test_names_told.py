"""How a person calls a system that nobody here knows, and what is no name; no sentence here trains."""

import pytest

from nlu.reading.names import corrected, told


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

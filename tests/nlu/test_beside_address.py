"""What stands beside the address where it is asked; no sentence here trains."""

import pytest

from ground.notation import Command
from nlu.beside_address import told_beside
from nlu.own_name import whose
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

ADDRESS = "rita.prado@mec.gov.br"
EMAIL: Command = {"command": "set", "slot": "email", "value": ADDRESS}


def asked(text: str) -> Reading:
    return Reading(text, {"pending": "email", "known": {"description": "a tela pisca"}}, Finder())


def more(text: str) -> Command:
    return {"command": "edit", "slot": "description", "how": "add", "text": text}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"Excelente. O endereço é {ADDRESS}", "Excelente."),
        (f"vou passar o meu entao, {ADDRESS}", "vou passar o meu entao"),
        (f"{ADDRESS}, meu sobrinho que criou pra mim", "meu sobrinho que criou pra mim"),
        (f"{ADDRESS}, embora eu abra raramente", "embora eu abra raramente"),
        (f"a chefe mandou colocar o dela, {ADDRESS}", "a chefe mandou colocar o dela"),
    ],
)
def test_what_only_accompanies_the_address_is_no_more_of_the_problem(text: str, kept: str) -> None:
    assert told_beside(asked(text), [EMAIL, more(kept)]) == [EMAIL]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{ADDRESS}, a minha tela apaga sozinha", "a minha tela apaga sozinha"),
        (f"{ADDRESS}. fica no prédio anexo", "fica no prédio anexo"),
        (f"meu ramal é 3390, {ADDRESS}", "meu ramal é 3390"),
        (f"{ADDRESS} e eu preciso disso até terça", "eu preciso disso até terça"),
        (f"{ADDRESS}, piorou depois da troca do cabo", "piorou depois da troca do cabo"),
    ],
)
def test_a_fact_stays_more_of_it(text: str, kept: str) -> None:
    assert told_beside(asked(text), [EMAIL, more(kept)]) == [EMAIL, more(kept)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{ADDRESS} mas o nome dela é Jurema Alves", "o nome dela é Jurema Alves"),
        (f"{ADDRESS}, mas quem usa é o Marcos Tulio", "quem usa é o Marcos Tulio"),
        (f"É na sala 204. Meu endereço é {ADDRESS}", "É na sala 204"),
    ],
)
def test_a_fact_that_was_not_read_is_added(text: str, told: str) -> None:
    assert told_beside(asked(text), [EMAIL]) == [EMAIL, more(told)]


@pytest.mark.parametrize(
    "text",
    [
        f"usa o da Rita: {ADDRESS}",
        f"{ADDRESS}, o do trabalho vive cheio",
        f"sou a Rita, {ADDRESS}",
        f"{ADDRESS}, é o mesmo do 2026-0000123",
        f"serve o do Marcos? {ADDRESS}",
    ],
)
def test_nothing_is_added_that_is_no_fact(text: str) -> None:
    assert told_beside(asked(text), [EMAIL]) == [EMAIL]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("marta@mec.gov.br mas o nome dela é Jurema Alves", None),
        ("a moça se chama Jurema, meu e-mail é marta@mec.gov.br", None),
        ("sou a secretária do Dr. Jonas, jonas@mec.gov.br", None),
        ("o dela é jalves@mec.gov.br, ela se chama Jurema", "Jurema"),
        ("jurema@mec.gov.br, o nome dela é Jurema Alves", "Jurema Alves"),
    ],
)
def test_anothers_name_is_the_requesters_only_with_anothers_address(text: str, name: str | None) -> None:
    assert whose(asked(text)) == name


WHY: Command = {"command": "ask", "about": "why"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{ADDRESS}. E a senha que esqueci é a do SIAPE, acho", "a senha que esqueci é a do SIAPE, acho"),
        (f"{ADDRESS}. O SEI mesmo abre, só o processo não abre", "O SEI mesmo abre, só o processo não abre"),
    ],
)
def test_an_address_answers_though_the_sentence_behind_it_is_not_understood(text: str, told: str) -> None:
    assert told_beside(asked(text), [{"command": "unclear"}]) == [EMAIL, more(told)]


def test_an_address_among_other_words_is_not_taken_unread() -> None:
    unclear: list[Command] = [{"command": "unclear"}]
    assert told_beside(asked(f"o e-mail dela era {ADDRESS}, acho"), unclear) == unclear


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("O portal pede uma chave que perdi. Que e-mail é esse?", ["O portal pede uma chave que perdi."]),
        ("O SEI não abre nem no celular. Pra que o e-mail?", ["O SEI não abre nem no celular."]),
        ("Não gosto de dar meu e-mail. Pra que serve?", []),
        ("Obrigada pela paciência. Pra que serve o e-mail?", []),
    ],
)
def test_what_is_told_before_why_the_address_is_asked_is_kept(text: str, kept: list[str]) -> None:
    assert told_beside(asked(text), [WHY]) == [*map(more, kept), WHY]

"""What of a message describes a problem."""

import pytest

from actions import descriptions

NAMES = ("siafi", "siape", "sei", "vpn")


@pytest.mark.parametrize(
    ("typed", "description"),
    [
        (
            "o SIAPE tá dando erro desde ontem, meu email é ana@x.gov.br, abre um chamado",
            "o SIAPE tá dando erro desde ontem",
        ),
        ("meu siafi não abre desde ontem", "meu siafi não abre desde ontem"),
        ("abre um chamado aí que o siape caiu", "o siape caiu"),
        (
            "Gostaria de abrir uma solicitação pois o SEI não deixa assinar documentos, é urgente",
            "o SEI não deixa assinar documentos",
        ),
        ("Bom dia, a vpn não conecta e meu e-mail é a@x.br", "a vpn não conecta"),
    ],
)
def test_a_problem_told_with_the_request_is_taken_without_the_request(typed: str, description: str) -> None:
    assert descriptions.from_first_sentence(typed, NAMES) == description


@pytest.mark.parametrize(
    "typed",
    [
        "quero abrir um chamado do SIAFI",
        "abrir chamado",
        "oi, bom dia, preciso registrar um problema no siape",
        "quero abrir uma SS, é urgente",
        "preciso de ajuda com o SIAFI pra ontem",
        "to com erro no siafi",
        "quero abrir um chamado, meu e-mail é ana@x.gov.br",
        "quero abrir dois chamados",
        "",
    ],
)
def test_a_mere_request_is_no_description(typed: str) -> None:
    assert descriptions.from_first_sentence(typed, NAMES) is None


@pytest.mark.parametrize(
    "typed", ["erro", "não abre", "não consigo", "sim", "ok ok", "....", "aaaaaaaaaaaaaa"]
)
def test_too_little_is_too_little(typed: str) -> None:
    assert not descriptions.is_long_enough(typed)


def test_the_word_before_an_address_keeps_its_last_letter() -> None:
    assert descriptions.clean("o comprasnet não carrega pregão email ze@x.gov.br").endswith("pregão")
    assert descriptions.clean("não imprime documento meu email é ze@x.gov.br").endswith("documento")


def test_a_colleagues_address_stays_in_the_description() -> None:
    text = "o usuário joao@x.gov.br não consegue entrar no siape"
    assert descriptions.clean(f"{text}, meu email é ana@x.gov.br") == text


@pytest.mark.parametrize(
    "text", ["não abre", "Caiu", "fora do ar", "tá travando", "não tá funcionando", "erro 504"]
)
def test_few_words_name_a_symptom(text: str) -> None:
    assert descriptions.names_a_symptom(text)


@pytest.mark.parametrize("text", ["deu erro", "problema", "sim", "ainda não", "não sei"])
def test_few_words_that_name_none(text: str) -> None:
    assert not descriptions.names_a_symptom(text)


def test_when_his_own_address_is_named_the_other_stays_in_the_description() -> None:
    text = "acesso ao siafi para um servidor novo, fulano@x.gov.br, o meu é ana@x.gov.br"
    assert "fulano@x.gov.br" in descriptions.clean(text)
    assert "ana@x.gov.br" not in descriptions.clean(text)


def test_an_opening_phrase_is_no_description() -> None:
    assert descriptions.clean("obrigado, e aproveitando, meu sei não abre") == "meu sei não abre"

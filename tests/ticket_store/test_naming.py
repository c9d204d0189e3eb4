"""What a question names: a service as it is written or misspelt, never a verb or a word of the language."""

import pytest

from ticket_store.search.naming import services_named, without_verbs


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("o aplicativo pede uma senha", set()),  # no SPED
        ("como assinar o contrato", set()),  # no Assinador
        ("não sei que senha colocar", set()),
        ("como sei se um CNPJ existe", {"cnpj"}),
        ("SÓ SEI QUE NÃO ENTRA", set()),
        ("como assino no sei", {"sei"}),
        ("não sei assinar no SEI", {"sei"}),
        ("o ciafi não abre", {"siafi"}),
        ("erro no siscomez", {"siscomex"}),
        ("isto é do Serpro mesmo", set()),  # no certificate of the AC Serpro
    ],
)
def test_a_question_names(text: str, named: set[str]) -> None:
    assert services_named(text) == named


def test_the_verb_is_no_word_of_the_question() -> None:
    assert without_verbs("eu não sei a senha do SEI") == "eu não  a senha do SEI"

"""A person's own data: erased, kept after all, and which they are, told in so many words."""

import pytest

from ground.notation import write
from nlu.own_data import about_own_data
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

ERASE, KEEP = "start my_data which=erase", "start my_data which=keep"
TICKET = {"number": "2026-0000008", "service": "siape", "status": "new", "description": "não abre"}
ASKED = {"which": "erase", "email": "edson@fazenda.gov.br"}
DUE = {**ASKED, "erasing": "1/12 às 10h"}


def read(text: str, pending: str = "none", **state: object) -> list[str]:
    found = about_own_data(Reading(text, {"pending": pending, **state}, Finder()))
    return [write(one) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "apaguem tudo meu",
        "excluir meus dados",
        "quero q voces apaguem tudo meu, é meu direito pela lgpd",
        "nao pedi copia, pedi pra APAGAR meus dados",
        "não quero cópia, quero que excluam os meus dados",
        "como faço pra excluir meus dados de vcs?",
        "deletem tudo que vocês têm de mim",
        "solicito a eliminação das minhas informações",
    ],
)
def test_who_wants_his_data_erased_is_sent_no_copy(text: str) -> None:
    assert read(text) == [ERASE]
    assert read(text, "code", known={"email": "edson@fazenda.gov.br"}) == [ERASE]


@pytest.mark.parametrize(
    "text",
    [
        "o sistema apaga meus dados quando salvo",
        "o SIAPE apagou meus dados",
        "quero excluir meus dados do SouGov",
        "apaga meus dados desse acionamento",
        "apaga o texto",
        "meus dados sumiram",
        "cancelar apaga meus dados também?",
        "são dois, não me esqueça do segundo",
        "quero uma cópia dos meus dados",
    ],
)
def test_what_is_erased_elsewhere_or_in_a_ticket_is_left_to_the_rest(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("pending", ["description", "information", "reason", "news_question"])
def test_where_a_text_is_asked_it_may_be_that_text(pending: str) -> None:
    assert read("não quero que apaguem meus dados", pending) == []
    assert read("apaguem meus dados", pending) == []


@pytest.mark.parametrize(
    "text",
    [
        "desisto de apagar os dados",
        "mas e o pedido 26808969d610? nao quero mais q apaguem meus dados",
        "NAO! cancela o pedido de apagar dados",
        "não apaguem meus dados não",
        "não é mais pra excluir os meus dados",
        "quero desfazer o pedido de exclusão dos dados",
        "mudei de ideia, mantenham os meus dados",
    ],
)
def test_a_regret_that_names_the_data_gives_the_erasure_up(text: str) -> None:
    assert read(text, last=TICKET) == [KEEP]
    assert read(text, "confirm_cancel", last=TICKET) == ["deny", KEEP]


@pytest.mark.parametrize(
    "text",
    [
        "ai me arrependi, o contracheque eu ainda preciso. volta atras",
        "me arrependi",
        "cancela o pedido de apagar",
        "não quero mais apagar",
        "mudei de ideia",
    ],
)
def test_while_an_erasure_is_due_a_bare_regret_is_of_that(text: str) -> None:
    assert read(text, last=TICKET, known={"erasing": "1/12 às 10h"}) == [KEEP]
    assert read(text, last=TICKET) == []


@pytest.mark.parametrize("text", ["me arrependi, reabre o chamado", "desisto do chamado"])
def test_a_regret_of_something_else_is_left_to_the_rest(text: str) -> None:
    assert read(text, last=TICKET, known={"erasing": "1/12 às 10h"}) == []


def test_what_is_undone_where_a_ticket_is_to_be_cancelled_leaves_the_ticket() -> None:
    text = "não!!! o chamado fica. é o pedido de apagar que eu quero desfazer"
    assert read(text, "confirm_cancel", last=TICKET, known=DUE) == ["deny", KEEP]


@pytest.mark.parametrize(
    ("text", "asked", "due"),
    [
        ("ah pode apagar", ["affirm"], ["deny"]),
        ("sim, pode excluir", ["affirm"], ["deny"]),
        ("não, apaga", [], ["deny"]),
        ("desisto de apagar", ["deny"], ["affirm"]),
        ("isso, desisto de apagar, quero ficar com eles", ["deny"], ["affirm"]),
        ("não apaguem", ["deny"], ["affirm"]),
        ("não quero desistir, pode apagar", [], ["deny"]),
        ("acho que pode apagar", [], []),
        ("pode apagar só o nome", [], []),
        ("apaga os chamados também?", [], []),
        ("sim", [], []),
    ],
)
def test_erasing_and_keeping_answer_the_question_that_is_asked(
    text: str, asked: list[str], due: list[str]
) -> None:
    assert read(text, "draft", known=ASKED) == asked
    assert read(text, "draft", known=DUE) == due


@pytest.mark.parametrize(
    "text",
    [
        "oi, quais dados meus vcs guardam ai?",
        "ta mas lista o q tem de mim, nome, cpf, conversa?",
        "o que vocês têm sobre mim?",
    ],
)
def test_which_data_are_kept_is_a_question(text: str) -> None:
    assert read(text) == ["ask faq_privacy"]


@pytest.mark.parametrize("text", ["me manda tudo que vcs têm guardado de mim", "onde guardam os processos?"])
def test_a_copy_and_other_things_kept_are_no_such_question(text: str) -> None:
    assert read(text) == []

"""A password that a requester writes is not kept; words about passwords are."""

import pytest

from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.masking import hide_passwords

ANA = Author.requester("Ana")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("minha senha é Fla2024, me ajudem", "minha senha é [senha omitida] me ajudem"),
        ("minha senha eh abc@123", "minha senha eh [senha omitida]"),
        ("login ana\nsenha: 12345678", "login ana\nsenha: [senha omitida]"),
        ("Senha do meu siape é S!ape_99.", "Senha do meu siape é [senha omitida]"),
        ("a senha atual: Xpto#1", "a senha atual: [senha omitida]"),
        ("senha=q1w2e3r4", "senha=[senha omitida]"),
    ],
)
def test_a_password_is_left_out(text: str, kept: str) -> None:
    assert hide_passwords(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "senha expirada",
        "a senha não funciona desde 12/03/2026",
        "diz que a senha é inválida!",
        "a senha é a mesma de sempre",
        "Aviso: senha: expirada. Código 4471",
        "troca de senha: digito a nova e volta ao começo",
        "erro na senha: ORA-01017",
        "erro de senha: 0x80070005",
        "recuperação de senha: https://sso.acesso.gov.br/senha1",
        "esqueci a senha, meu e-mail é ana2@saude.gov.br",
        "pede usuário e senha e 3 vezes recusa",
        "senha e matrícula 1234567 não conferem",
        "a senha é de 8 dígitos",
    ],
)
def test_words_about_a_password_stay(text: str) -> None:
    assert hide_passwords(text) == text


def test_no_history_and_no_mail_repeats_it(store) -> None:
    number = store.open(description="Não entro no SIAPE. Minha senha é Fla2024").number
    store.do(operations.comment, ticket_number=number, text="a senha é Fla2024 mesmo", author=ANA)
    store.do(operations.resolve, ticket_number=number, solution="Feito.", author=store.agent())
    store.do(operations.reopen, ticket_number=number, reason="senha: Fla2024 não entra", author=ANA)
    store.do(operations.cancel, ticket_number=number, reason="senha: Fla2024", author=ANA)
    kept = [
        store.view(number).description,
        *(e.text for e in store.ask(queries.history, ticket_number=number)),
    ]
    assert "Fla2024" not in str(kept) + str([row.payload for row in store.outbox()])


def test_what_the_desk_writes_is_sent_as_it_is(store) -> None:
    number = store.open().number
    answer = "Sua senha provisória é Serpro2026: troque-a ao entrar."
    store.do(operations.comment, ticket_number=number, text=answer, author=store.agent())
    assert store.outbox()[-1].payload["text"] == answer

"""A password that a requester writes is not kept; words about passwords are."""

from time import process_time

import pytest

from ground.passwords import hide_passwords
from ticket_store import operations, queries
from ticket_store.authors import Author

ANA = Author.requester("Ana")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("minha senha é Fla2024, me ajudem", "minha senha é [senha omitida], me ajudem"),
        ("minha senha eh abc@123", "minha senha eh [senha omitida]"),
        ("login ana\nsenha: 12345678", "login ana\nsenha: [senha omitida]"),
        ("Senha do meu siape é S!ape_99.", "Senha do meu siape é [senha omitida]."),
        ("a senha atual: Xpto#1", "a senha atual: [senha omitida]"),
        ("senha=q1w2e3r4", "senha=[senha omitida]"),
        ("não entra com a senha Zx9CanarySenha6", "não entra com a senha [senha omitida]"),
        ("a senha que o Bruno me passou é Serpro@2024", "a senha que o Bruno me passou é [senha omitida]"),
        ("usuário ana.souza, senha Ana2024!", "usuário ana.souza, senha [senha omitida]"),
        ("tento minha senha nova Abc123xy e nada", "tento minha senha nova [senha omitida] e nada"),
        ("uso Xk7pLm92 como senha", "uso [senha omitida] como senha"),
        ("Zx9CanarySenha6 é a minha senha", "[senha omitida] é a minha senha"),
        ("login/senha: ana/Ana@2024", "login/senha: [senha omitida]"),
        ('senha "Gato-1987"', 'senha "[senha omitida]"'),
        ("coloco a senha 19871204 e dá erro", "coloco a senha [senha omitida] e dá erro"),
        ("meu pin é 4821", "meu pin é [senha omitida]"),
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
        "troquei a senha ontem às 14h30 e o erro é 4471",
        "a senha do Windows10 venceu e a do Office365 também",
        "não aceita a senha no SIAFI2026",
        "a senha expirou, acionamento 2026-0000123",
        "trocar a senha do e-CAC no site www.gov.br",
        "ao digitar a senha aparece ERR-5512",
        "perdi a senha. meu ramal é 4821",
        "a senha tem que ter 12 caracteres",
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


@pytest.mark.parametrize("piece", ["senha ", "senha é ", "a ", "é ", "[(\"'", "senha: x"])
def test_it_takes_a_time_that_grows_with_the_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        began = process_time()
        hide_passwords(text)
        return process_time() - began

    assert min(seconds(16_000) for _ in range(3)) < 8 * min(seconds(4_000) for _ in range(3)) + 0.05


def test_what_is_told_to_a_person_in_the_chat_is_kept_without_it(store) -> None:
    said = [{"from": "user", "text": "não entra com a senha Zx9Canary7", "at": store.now.isoformat()}]
    asked = store.do(operations.request_handoff, conversation_id="web-1", transcript=said, wait_minutes=5)
    heard = store.do(operations.hear_live, conversation_id="web-1", text="a senha é Zx9Canary7", uid="u1")
    assert "Zx9Canary7" not in f"{asked.transcript} {heard.text}"

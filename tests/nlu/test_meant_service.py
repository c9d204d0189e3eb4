"""Of several systems named, the one that is said to be it, or that fails; no sentence here trains."""

from __future__ import annotations

import pytest

from nlu.meant_service import meant
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.right_service import with_it

FINDER = Finder()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("meu micro não liga desde ontem e tenho despacho pra assinar no sei", "estacao-de-trabalho"),
        ("minha internet caiu e preciso mandar a declaração no siconfi hoje", "rede"),
        ("o sicaf tá normal, o problema é a impressora daqui", "estacao-de-trabalho"),
        ("achei que fosse o siape, mas o certo é o sigepe", "sigepe"),
        ("o siafi sim, mas a vpn não conecta", "vpn"),
        ("não tem nada com o siorg, é no siape que não grava", "siape"),
        ("não consigo entrar no siape pelo computador", "siape"),
        ("a impressora não imprime os relatórios do siafi", "siafi"),
        ("minha senha da rede venceu e o aviso foi pro e-mail", "senha-rede"),
        ("o siafi não abre e o prazo é no scdp", "siafi"),
        ("não consigo abrir o siafi, isso é no notebook da sala", "siafi"),
    ],
)
def test_the_system_that_is_meant(text: str, code: str) -> None:
    reading = Reading(text, {"pending": "none"}, FINDER)
    one = meant(reading, reading.services)
    assert one is not None
    assert one.code == code


def test_what_works_is_not_the_system_and_no_text() -> None:
    text = "não, o sicaf tá ok, o problema é a internet do meu andar"
    known = {"service": "sicaf", "description": "não entro desde cedo, e tenho prazo no sicaf"}
    more = {"command": "edit", "slot": "description", "how": "add", "text": text}
    email = {"command": "set", "slot": "email", "value": "rui@x.gov.br"}
    said = Reading(f"{text}. meu email é rui@x.gov.br", {"pending": "email", "known": known}, FINDER)
    right = {"command": "correct", "slot": "service", "value": "rede"}
    assert with_it(said, [email, more]) == [right, email]

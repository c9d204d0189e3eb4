"""What is told beside the commands, by rules alone, and how it passes through Rasa's message."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from ground.notation import parse
from ground.understood import Understood
from nlu.beside import understood
from nlu.interpretation import Interpretation
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.understanding import Understanding

FINDER = Finder()


def told(text: str, pending: str, *commands: str, **state: Any) -> Understood:
    read = Interpretation([parse(one, text) for one in commands], 0.123456, False, [])
    return understood(Reading(text, {"pending": pending, **state}, FINDER), read, "siapecad".__ne__)


@pytest.mark.parametrize(
    ("text", "pending", "commands", "fact", "value"),
    [
        ("erro", "description", ("set description",), "says_nothing", True),
        ("Problema.", "description", ("set description",), "says_nothing", True),
        ("falha!", "description", ("set description",), "says_nothing", True),
        ("Problema.", "none", ("start open_ticket",), "says_nothing", False),
        ("ah sei lá, acho que tá ok", "confirm_open", ("unclear",), "says_nothing", True),
        ("acho que tá ok só no celular", "confirm_open", ("unclear",), "says_nothing", False),
        ("não resolveu, só queria saber onde clico", "news_resolved", ("deny",), "wants_none", False),
        ("não, só queria saber onde clico", "news_resolved", ("deny",), "wants_none", True),
        ("não precisa abrir a planilha", "none", ("unclear",), "wants_none", False),
        ("não conecta no notebook", "none", ("start open_ticket",), "in_passing", True),
        ("não conecta no notebook", "none", ("unclear",), "in_passing", False),
        ("o siapecad não abre", "none", ("start open_ticket",), "system_name", "siapecad"),
        ("o siapecad não abre", "none", ("unclear",), "system_name", None),
        ("sei lá", "service", ("unclear",), "system_name", ""),
        ("nem imagino", "service", ("skip",), "system_name", ""),
        ("o nome eu não sei, é onde emito as guias", "service", ("skip",), "describes", True),
        ("é uma tela preta onde lanço as faltas", "service", ("skip",), "describes", True),
        ("aquele das guias, que deu tela preta", "service", ("skip",), "describes", False),
        ("o das guias, que não imprime", "service", ("skip",), "describes", False),
        ("é a ligação de casa que cai", "service", ("skip",), "describes", False),
        ("o das guias, preciso de acesso", "service", ("skip",), "describes", False),
        ("é onde emito as guias", "description", ("set description",), "describes", False),
        ("siape, meu relatório sai em branco", "service", ("set service: siape",), "describes", False),
        ("não sei o nome, é onde vejo o siape", "service", ("skip",), "describes", False),
        ("emito as guias", "service", ("unclear",), "describes", False),
        ("isso, e preciso hoje", "draft", ("set urgency: high",), "agrees", True),
        ("isso não, e sim outro", "draft", ("deny",), "agrees", False),
        ("deve ser", "draft", ("unclear",), "says_nothing", True),
        ("acho que é isso", "draft", ("unclear",), "says_nothing", True),
        ("não sei", "draft", ("unclear",), "system_name", ""),
        ("não deve ser", "draft", ("unclear",), "says_nothing", False),
        ("não, é o SIGEduc", "draft", ("deny",), "system_name", "SIGEduc"),
        ("não é o siafi", "draft", ("deny",), "system_name", None),
        ("não, é o sei lá", "draft", ("deny",), "system_name", ""),
        ("me chamo Rita Lima", "email", ("unclear",), "called", "Rita Lima"),
        ("me chamo Rita Lima", "draft", ("unclear",), "own_name", "Rita Lima"),
        ("Rita Lima", "information", ("set information",), "own_name", "Rita Lima"),
        ("sim, e põe urgente", "confirm_open", ("affirm", "set urgency: high"), "agrees", True),
        ("só por e-mail", "none", ("start notices where=mail",), "only", True),
        ("pode, trouxeram outra ontem", "confirm_cancel", ("affirm",), "why", "trouxeram outra ontem"),
    ],
)
def test_a_fact_is_told_where_it_is_asked_after(
    text: str, pending: str, commands: tuple[str, ...], fact: str, value: Any
) -> None:
    assert getattr(told(text, pending, *commands), fact) == value


def test_what_was_told_is_parted_where_it_is_said_to_be_two() -> None:
    known = {"description": "o siape não abre e a vpn cai toda hora"}
    begun = ("correct description", "start open_ticket")
    first, second = told("são dois problemas", "confirm_open", *begun, known=known).halves
    assert (first["service"], second["service"]) == ("siape", "vpn")


def test_all_of_it_passes_through_the_message_of_rasa() -> None:
    class Reader:
        def understood(self, text: str, restored: str, state: dict[str, Any]) -> Understood:
            return told(text, "service", "set service: outro")

    message = Message({TEXT: "a gente chama de Vigifarma", "unsure": True})
    Understanding(None, None, Reader()).process([message])  # type: ignore[arg-type]
    given = message.as_dict(only_output_properties=True)
    assert Understood.of(given) == told(message.get(TEXT), "service", "set service: outro")
    assert (given["share"], given["unsure"]) == (0.1235, False)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("o outlook e a vpn, os dois", ["email", "vpn"]),
        ("são dois, o siafi e o siape", ["siafi", "siape"]),
        ("o siafi e o siape", ["siafi", "siape"]),
        ("trava nos dois, siafi e siape", ["siafi", "siape"]),
        ("é do siafi, dois empenhos que vieram do siape", []),
        ("não é o siafi, é o siape", []),
        ("o siape, e a tela do siafi eu fechei", []),
        ("o siafi", []),
    ],
)
def test_two_systems_named_where_one_is_asked(text: str, codes: list[str]) -> None:
    halves = told(text, "service", f"set service: {codes[0] if codes else 'siape'}").halves
    assert [half["service"] for half in halves] == codes

"""What a macro's or a canned text says of the ticket it is used on: {{numero}}, {{solicitante}} ..."""

from __future__ import annotations

import re
from collections.abc import Callable

from portal.desk.access import Who
from ticket_store.errors import UnknownVariable
from ticket_store.views import TicketView

NAMED = re.compile(r"\{\{([^{}]*)\}\}")
KNOWN: dict[str, tuple[str, Callable[[TicketView, Who], str]]] = {
    "solicitante": ("o nome de quem pediu, ou o e-mail", lambda t, who: t.requester_name or t.email),
    "numero": ("o número do acionamento", lambda t, who: t.number),
    "servico": ("o serviço", lambda t, who: t.service_name),
    "equipe": ("a equipe que tem o acionamento", lambda t, who: t.team_name),
    "atendente": ("o seu nome", lambda t, who: who.name),
}
LISTED = [(f"{{{{{name}}}}}", meaning) for name, (meaning, _) in KNOWN.items()]


def check(text: str) -> None:
    """Raises UnknownVariable(name)."""
    for name in map(str.strip, NAMED.findall(text)):
        if name not in KNOWN:
            raise UnknownVariable(name)


def of_attendant(text: str, who: Who) -> str:
    """Only the attendant's own name: what is said where there is no ticket."""
    return NAMED.sub(lambda found: who.name if found[1].strip() == "atendente" else found[0], text)


def filled(text: str, ticket: TicketView, who: Who) -> str:
    """What is not known is left as it stands."""

    def said(found: re.Match[str]) -> str:
        name = found[1].strip()
        return KNOWN[name][1](ticket, who) if name in KNOWN else found[0]

    return NAMED.sub(said, text)

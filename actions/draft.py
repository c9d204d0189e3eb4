"""The ticket being put together: its slots, and taking or correcting each from what was said."""

import re

from actions import descriptions
from actions.information import told_along
from actions.services import Found, find_service, find_services
from actions.slots import find_urgency, fold
from actions.turn import Turn
from ticket_store import catalogue

SERVICE, DESCRIPTION, EMAIL, CONFIRMATION = "service", "description", "email", "open_ticket_confirmation"
CHANGE = "open_ticket_change"
OTHER = "outro"
INCIDENT, SIMILAR = "open_ticket_incident", "open_ticket_similar"
DRAFT = (
    SERVICE,
    "service_name",
    DESCRIPTION,
    "urgency",
    CONFIRMATION,
    "submission_key",
    "service_attempt",
    "short_description",
    "similar_number",
    INCIDENT,
    SIMILAR,
    "incident_id",
)

CORRECTION = re.compile(
    r"\b(na verdade|ops|errei|errad[oa]|corrig\w+|digitei|troca(?:r)?|muda(?:r)?|altera(?:r)?|corret[oa]"
    r"|o certo|cert[oa] e|quis dizer|quer dizer"
    r"|problema (?:e|eh) outro|nao e (?:no|na|do|da|o|a|esse|isso)|me enganei|me confundi|em vez d[eo])\b"
)
FIELDS = {
    EMAIL: re.compile(r"\b(e-?mail|correio|endereco|contato)\b"),
    SERVICE: re.compile(r"\b(servico|sistema|programa)\b"),
    DESCRIPTION: re.compile(
        r"\b(descricao|problema|texto|relato|detalhes?|o que (?:eu )?(?:escrevi|descrevi|disse))\b"
    ),
    "urgency": re.compile(r"\b(urgencia|prioridade|prazo)\b"),
}
RIGHT = re.compile(r"\b(?:ta|esta|tudo) (?:tudo )?cert[oa]$")
# "Faltou dizer que ...": one more line, even where all the rest is confirmed.
ADDS = re.compile(
    r"\b(?:acrescent\w+|adicion\w+|inclu[aií]\w*|faltou|esqueci de|(?:coloca|bota|poe) (?:ai|tambem))\b"
)
BUT = re.compile(r"\b(?:mas|porem|so que|exceto|menos)\b")
# "A descrição é: ..." in answer to the question: only what follows is it.
LABEL = re.compile(
    r"^\s*(?:a|minha)?\s*(?:nova\s+)?descri[cç][aã]o\b[\w\s]{0,20}?(?:[eé]|eh|:|=)\s*:?\s+", re.IGNORECASE
)
LEAD = re.compile(
    r"^.*?\b(?:descri[cç][aã]o|problema|texto|relato)\b(?:\s+(?:certa|certo|correta|correto|do problema"
    r"|novo|nova|outro|outra))*\s*(?:[eé]|eh|:|-|para|pra|por)\s*(?:outr[oa]\s*[:,-]\s*)?(?:que\s+)?",
    re.IGNORECASE,
)


def urgency_in(turn: Turn) -> str | None:
    return find_urgency(turn.said.text) or next(iter(turn.said.surfaces("urgency")), None)


def service_in(turn: Turn, asked: bool = False) -> Found | None:
    return find_service(catalogue.load(), turn.said.text, turn.said.surfaces("service"), asked=asked)


def take_service(turn: Turn, asked: bool = False) -> bool:
    """Sets the service that the message names ("não é no SIAFI, é no SEI": the other one). False when none
    is."""
    found = find_services(catalogue.load(), turn.said.text, turn.said.surfaces("service"), asked=asked)
    if not found:
        return False
    others = [f for f in found if turn.get(SERVICE) and f.code != turn.get(SERVICE)]
    chosen = others[-1] if others else found[0]
    set_service(turn, chosen.code, chosen.name)
    return True


def set_service(turn: Turn, code: str, name: str) -> None:
    turn.set(SERVICE, code)
    turn.set("service_name", name)


def take_description(turn: Turn) -> bool:
    """Takes what follows "a descrição é", "o problema certo é". False when nothing does."""
    rest = LEAD.sub("", turn.said.text, count=1) if LEAD.search(turn.said.text) else ""
    words = descriptions.clean(rest)
    if descriptions.is_long_enough(words):
        turn.set(DESCRIPTION, words)
        return True
    return False


def add_to_description(turn: Turn) -> bool:
    """One more line of the description ("coloca também que aparece erro 403"). False when there is none."""
    told = told_along(turn.said.text)
    more = told or descriptions.clean(turn.said.text) or turn.said.text.strip()
    if not told and not descriptions.is_long_enough(more) and not descriptions.names_a_symptom(more):
        return False
    turn.set(DESCRIPTION, descriptions.joined(turn.get(DESCRIPTION), more))
    return True


def mentioned_fields(text: str) -> list[str]:
    return [field for field, pattern in FIELDS.items() if pattern.search(fold(text))]


def is_short_refusal(text: str) -> bool:
    """A refusal that carries the new value ("não, é o SEI")."""
    return bool(re.match(r"^(nao|n)\b", fold(text))) and len(text.split()) <= 8

"""The page on which an automation is written: when, for whom, what it does; tried first, and its log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ground.names import CHANNEL
from portal.desk.setting_fields import Field, Page
from ticket_store import catalogue, queries
from ticket_store.administration.automations import LONGEST_NOTE
from ticket_store.automations.rules import AUTOMATION, Rule
from ticket_store.automations.running import Touched, dry_run, log

SO_MANY = "tantos minutos"
WHEN = [
    ("opened", "um acionamento é registrado"),
    ("unanswered", "o solicitante espera resposta há tantos minutos"),
    ("deadline", "falta menos que tantos minutos para um prazo"),
    ("reopened", "um acionamento é reaberto"),
    ("rated_low", "a solução recebe nota 1 ou 2"),
]


def minutes(data: Mapping[str, Any]) -> str:
    """How many they are, where a rule is told."""
    count = data.get("minutes")
    return "1 minuto" if count == 1 else f"{count} minutos" if count else SO_MANY


UNTOUCHED = [("", "não mudar")]
SHOWN = 30


def _services(session: Any) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in queries.services(session)]


def _teams(session: Any) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in queries.teams(session)]


def _priorities(session: Any) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in catalogue.load().priorities]


def _people(session: Any) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in queries.attendants(session)]


PAGE = Page(
    AUTOMATION,
    "automacoes",
    "Automações",
    "automação",
    "Roda a cada minuto, uma vez para cada acontecimento, e vale do guardar em diante. Quem espera ou está "
    "perto do prazo quando ela é ligada também conta, até 30 dias atrás. Cada vez é uma linha no histórico "
    "do acionamento. Se um passo não pode ser dado, nenhum é.",
    (
        Field("name", "Nome", help="Aparece no histórico como quem fez.", most=60),
        Field("when", "Quando", "choice", options=lambda session: WHEN),
        Field(
            "minutes",
            "Minutos",
            "days",
            "Da espera e do prazo: do calendário do ANS; sem ANS, do horário da equipe ou dos dias úteis.",
            most=6,
            optional=True,
        ),
        Field("services", "Só destes serviços", "picks", "Nenhum marcado: todos.", _services),
        Field("teams", "Só destas equipes", "picks", "Nenhuma marcada: todas.", _teams),
        Field("priorities", "Só destas prioridades", "picks", "Nenhuma marcada: todas.", _priorities),
        Field(
            "channels",
            "Só destes canais",
            "picks",
            "Nenhum marcado: todos.",
            lambda session: list(CHANNEL.items()),
        ),
        Field("bodies", "Só destes órgãos", "lines", "Um por linha: o que vem depois do @ no e-mail."),
        Field(
            "priority",
            "Mudar a prioridade para",
            "choice",
            options=lambda session: UNTOUCHED + _priorities(session),
        ),
        Field("team", "Encaminhar à equipe", "choice", options=lambda session: UNTOUCHED + _teams(session)),
        Field("tags", "Acrescentar etiquetas", "lines", "Uma por linha."),
        Field("notify", "Avisar no sino", "picks", options=_people),
        Field("note", "Nota interna", "block", "@Nome avisa a pessoa.", most=LONGEST_NOTE, optional=True),
        Field("active", "Em uso", "flag"),
    ),
    more="desk/_automation.html",
)
REASONS = {
    "TransitionRefused": "ele não está mais aberto",
    "TicketFinished": "ele já terminou",
    "UnknownTeam": "a equipe não está em uso",
    "UnknownPriority": "a prioridade não existe mais",
    "TagTooLong": "uma etiqueta é longa demais",
}


def more(session: Any, code: str) -> dict[str, Any]:
    """What it did: the newest lines of its log, and why something could not be done."""
    lines = log(session, code=code, limit=SHOWN)
    return {"lines": [(run, number, REASONS.get(run.reason or "", "")) for run, number in lines]}


def tried(session: Any, data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Whom it would have touched in the last 30 days: how many, and the newest of them."""
    found: list[Touched] = dry_run(session, Rule("", 0, now, dict(data)), now=now)
    return {"count": len(found), "newest": found[:SHOWN]}

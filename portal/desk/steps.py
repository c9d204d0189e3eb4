"""The form of several changes in one go: what it offers, and what somebody chose in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Form

from portal.desk.access import Who
from portal.desk.refusals import worded
from portal.desk.snoozing import CHOICES, until_of
from ticket_store import catalogue, errors, model, operations, queries, shelves

ME, NOBODY = "eu", "ninguem"
SPEECHES = (("answer", "Resposta"), ("note", "Nota interna"), ("ask", "Pergunta"), ("resolve", "Solução"))

FIELDS = ("priority", "tags", "team_code", "agent", "speech", "text", "until")

Short = Annotated[str, Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]


def _typed(
    priority: Short = "",
    tags: Annotated[str, Form(max_length=500)] = "",
    team_code: Short = "",
    agent: Short = "",
    speech: Short = "",
    text: Text = "",
    until: Short = "",
) -> dict[str, str]:
    """The form as it came, to be shown again where something is wrong."""
    return dict(locals())


Typed = Annotated[dict[str, str], Depends(_typed)]


def steps_of(said: Mapping[str, str], who: Who, at: datetime) -> operations.Steps:
    """Raises SpeechMissing, EmptyText, SnoozeRefused, AgentNotFound."""
    typed = dict.fromkeys(FIELDS, "") | dict(said)
    speech = typed["speech"] if typed["speech"] in dict(SPEECHES) else ""
    if typed["text"].strip() and not speech:
        raise errors.SpeechMissing
    if speech and not typed["text"].strip():
        raise errors.EmptyText
    return operations.Steps(
        priority=typed["priority"],
        tags=tuple(one for one in typed["tags"].split(",") if one.strip()),
        team_code=typed["team_code"],
        agent_id=_agent(typed["agent"], who),
        speech=speech,  # type: ignore[arg-type]
        text=typed["text"],
        until=until_of(typed["until"], "", at) if typed["until"] else None,
    )


def worded_for(error: errors.TicketStoreError) -> tuple[str, str]:
    """The field of this form to mark, and the sentence."""
    field, sentence = worded(error)
    return {"agent_id": "agent"}.get(field, field), sentence


def offers(session: Any, who: Who) -> dict[str, Any]:
    """What the form lets one choose."""
    return {
        "priorities": [(one.code, one.name) for one in catalogue.load().priorities],
        "teams": [(one.code, one.name) for one in queries.teams(session)],
        "agents": [(ME, "Eu"), (NOBODY, "Ninguém (devolver à fila)")]
        + [(one.id, one.name) for one in queries.attendants(session) if one.id != who.id],
        "speeches": SPEECHES,
        "times": CHOICES,
        "macros": [(one.id, one.name) for one in shelves.on_shelf(session, model.Macro, keeper=who.keeper)],
    }


def _agent(chosen: str, who: Who) -> int | None:
    if chosen in (ME, NOBODY):
        return who.id if chosen == ME else operations.NOBODY
    if chosen and not (chosen.isdecimal() and len(chosen) < 10 and int(chosen)):
        raise errors.AgentNotFound
    return int(chosen) if chosen else None

"""The hours of a team by page, and what the desk says beside a team that is not there now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portal.desk import words
from portal.desk.setting_fields import Field, Page
from ticket_store import duty, in_force, queries

PAGE = Page(
    duty.DUTY,
    "plantoes",
    "Horários das equipes",
    "horário",
    "Vale na hora. Quem marcou que atende conversas deixa de contar quando o horário das suas equipes acaba, "
    "a não ser que marque de novo. O assistente diz então que ninguém está com o chat aberto. A espera de "
    "uma automação, sem ANS, corre por ele. Os prazos correm pelo calendário do ANS, que é do órgão.",
    (
        Field("name", "Equipe", once=True),
        Field(
            "calendar",
            "Horário",
            "choice",
            options=lambda session: [
                ("", "Dia e noite, todos os dias"),
                *((one.code, one.name) for one in in_force.known(session).calendars),
            ],
        ),
    ),
    fixed=True,
)


def teams(session: Any, at: datetime) -> dict[str, str]:
    """By code: 'Redes', or 'Redes (fora do horário até segunda às 08h00)'."""
    kept = duty.hours(session)
    return {
        team.code: team.name
        if team.code not in kept or duty.is_open(kept[team.code], at)
        else f"{team.name} (fora do horário até {words.when(duty.opens_next(kept[team.code], at), at)})"
        for team in queries.teams(session)
    }

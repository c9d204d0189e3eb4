"""For whom an attendant keeps a view, a macro or a text: himself, a team, everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import Request

from portal.desk.access import Who, missing
from ticket_store import errors, roles, shelves
from ticket_store.database import reading
from ticket_store.shelves import Kept, Whose

ONLY_ME, ALL = "eu", "todos"
TEAM = "equipe:"


def offered(who: Who, teams: Iterable[Any]) -> list[tuple[str, str]]:
    """(value, label) of the choices in a form."""
    his = [(f"{TEAM}{team.code}", f"Equipe {team.name}") for team in teams if who.keeper.of_team(team.code)]
    return [(ONLY_ME, "Só para mim"), *his] + ([(ALL, "Todos")] if who.may(roles.SHARED) else [])


def whose(scope: str, who: Who) -> Whose:
    if scope.startswith(TEAM):
        return Whose(team_code=scope.removeprefix(TEAM))
    return Whose() if scope == ALL else Whose(agent_id=who.id)


def of(kept: Any) -> str:
    """The choice that this one was kept with."""
    if kept is None or kept.agent_id is not None:
        return ONLY_ME
    return f"{TEAM}{kept.team_code}" if kept.team_code else ALL


def found(request: Request, who: Who, kind: type[Kept], kept_id: int) -> Kept:
    """The one of that kind that he may use; the page of what is not there where there is none."""
    try:
        with reading(request.app.state.engine) as session:
            return shelves.taken_down(session, kind, kept_id=kept_id, keeper=who.keeper)
    except errors.NotOnShelf:
        raise missing() from None

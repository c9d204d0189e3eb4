"""The codes that a caller needs: services and teams."""

from __future__ import annotations

from fastapi import APIRouter, Request

from portal.api import schemas
from portal.api.access import Reader
from portal.api.answers import problems
from ticket_store import queries
from ticket_store.database import reading

router = APIRouter(tags=["Catálogo"])


@router.get("/services", responses=problems(), summary="Listar os serviços")
def list_services(request: Request, caller: Reader) -> schemas.Services:
    """Os códigos para `service_code`."""
    with reading(request.app.state.engine) as session:
        return schemas.Services(
            items=[
                schemas.Service(code=s.code, name=s.name, team_code=s.team_code)
                for s in queries.services(session)
            ]
        )


@router.get("/teams", responses=problems(), summary="Listar as equipes")
def list_teams(request: Request, caller: Reader) -> schemas.Teams:
    """Os códigos para `team_code`."""
    with reading(request.app.state.engine) as session:
        return schemas.Teams(items=[schemas.Team(code=t.code, name=t.name) for t in queries.teams(session)])

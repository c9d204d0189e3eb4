"""Entering through the organisation's own provider (OpenID Connect), beside e-mail and password."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from portal import way_back
from portal.config import ProviderConfig
from portal.desk.access import COOKIE_PATH, local_address, now, set_cookie
from portal.desk.login import let_in, login_form
from portal.desk.sessions import browser_of
from portal.oidc import OidcClient, ProviderUnreachable, SignInRefused
from ticket_store import errors, roles, single_sign_on
from ticket_store.database import transaction

log = logging.getLogger(__name__)
router = APIRouter(prefix="/entrar/federado")

HERE = f"{COOKIE_PATH}/entrar/federado"

LOST = "O pedido de entrada venceu, já foi usado ou veio de outra janela. Comece de novo."
DECLINED = "A entrada não foi autorizada lá. Tente de novo ou use e-mail e senha."
AWAY = "O serviço de entrada não respondeu. Tente de novo em instantes ou use e-mail e senha."
WRONG = (
    "A resposta do serviço de entrada não pôde ser confirmada. Comece de novo; "
    "se continuar, avise a administração da mesa."
)
UNVERIFIED = "O serviço de entrada não confirma o seu e-mail. Confirme-o lá e tente de novo."
NOT_ADMITTED = "Sua conta não tem acesso à mesa. Peça-o à administração da mesa."


@router.get("")
def go(request: Request, de: str = COOKIE_PATH) -> Response:
    try:
        return way_back.depart(request, _client(request), here=HERE, goal=local_address(de))
    except ProviderUnreachable:
        return login_form(request, 502, wrong={"form": AWAY}, goal=local_address(de))


@router.get("/volta")
def come_back(request: Request) -> Response:
    return way_back.end(_entered(request), here=HERE)


def _entered(request: Request) -> Response:
    provider, at, browser = request.app.state.config.desk_provider, now(request), browser_of(request)
    try:
        arrival = way_back.arrive(request, _client(request), here=HERE, at=at)
        with transaction(request.app.state.engine) as session:
            person = person_of(arrival.claims, provider, roles.known(session))
            single_sign_on.spend_state(session, state=arrival.state, now=at)
            agent = single_sign_on.sign_in(
                session, person=person, roles_are_told=bool(provider.roles), now=at
            )
            token = let_in(request, session, agent, browser, via=single_sign_on.VIA)
    except (way_back.WayLost, errors.StateSpent):
        return login_form(request, 401, wrong={"form": LOST})
    except way_back.Declined:
        return login_form(request, 401, wrong={"form": DECLINED})
    except SignInRefused as refused:
        log.warning("the provider's answer was refused: %s", refused.reason)
        return login_form(request, 401, wrong={"form": WRONG})
    except ProviderUnreachable:
        return login_form(request, 502, wrong={"form": AWAY})
    except errors.EmailNotVerified:
        return login_form(request, 403, wrong={"form": UNVERIFIED})
    except errors.NotAdmitted:
        return login_form(request, 403, wrong={"form": NOT_ADMITTED})
    response = RedirectResponse(local_address(arrival.goal), 303)
    set_cookie(request, response, token)
    return response


def person_of(
    claims: dict[str, Any], provider: ProviderConfig, known: Mapping[str, roles.Role]
) -> single_sign_on.Person:
    """His groups as role and teams; of several roles the one that may do most. known: the roles, by code."""
    found: Any = claims
    for step in provider.groups_claim.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    groups = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    told = [provider.roles[group] for group in groups if group in provider.roles]
    if strange := sorted(set(told) - set(known)):
        log.warning("OIDC_ROLES names roles that are not there: %s", ", ".join(strange))
    teams = [provider.teams[group] for group in groups if group in provider.teams]
    return single_sign_on.Person(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email") or ""),
        email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or ""),
        role=roles.highest(told, known),
        team_codes=sorted(set(teams)) if provider.teams else None,
    )


def _client(request: Request) -> OidcClient:
    client: OidcClient | None = request.app.state.desk_provider
    if client is None:
        raise HTTPException(404)
    return client

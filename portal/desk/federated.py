"""Entering through the organisation's own provider (OpenID Connect), beside e-mail and password."""

from __future__ import annotations

import hmac
import logging
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from portal.config import ProviderConfig
from portal.desk.access import COOKIE_PATH, local_address, now, set_cookie
from portal.desk.login import let_in, login_form
from portal.desk.sessions import browser_of
from portal.oidc import Flow, OidcClient, ProviderUnreachable, SignInRefused
from portal.security import leaves_to
from ticket_store import errors, links, single_sign_on
from ticket_store.accounts import ROLES
from ticket_store.database import transaction

log = logging.getLogger(__name__)
router = APIRouter(prefix="/entrar/federado")

HERE = f"{COOKIE_PATH}/entrar/federado"
WAY_COOKIE = "css_entrada"
WAY_SECONDS = int(single_sign_on.STATE_LIFE.total_seconds())

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
    """To the provider. What has to come back with the browser goes in a signed cookie of ten minutes."""
    client = _client(request)
    try:
        url, flow = client.begin(_back(request))
    except ProviderUnreachable:
        return login_form(request, 502, wrong=AWAY, goal=local_address(de))
    response = leaves_to(request, url)
    config = request.app.state.config
    kept = asdict(flow) | {"goal": local_address(de)}
    response.set_cookie(
        WAY_COOKIE,
        links.sign(links.WAY_BACK, kept, config.secret_key),
        max_age=WAY_SECONDS,
        path=HERE,
        secure=config.is_https,
        httponly=True,
        samesite="lax",
    )
    return response


@router.get("/volta")
def come_back(request: Request) -> Response:
    """Whatever went wrong, the way is over: the cookie goes."""
    response = _entered(request)
    response.delete_cookie(WAY_COOKIE, path=HERE)
    return response


def _entered(request: Request) -> Response:
    client, config, at = _client(request), request.app.state.config, now(request)
    answer, browser = dict(request.query_params), browser_of(request)
    try:
        kept = links.read(links.WAY_BACK, request.cookies.get(WAY_COOKIE, ""), config.secret_key, WAY_SECONDS)
    except (errors.LinkInvalid, errors.LinkExpired):
        return login_form(request, 401, wrong=LOST)
    flow, goal = Flow(kept["state"], kept["nonce"], kept["verifier"]), local_address(kept["goal"])
    if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
        return login_form(request, 401, wrong=LOST, goal=goal)
    if "error" in answer:
        return login_form(request, 401, wrong=DECLINED, goal=goal)
    try:
        claims = client.finish(_back(request), flow, answer, at)
        with transaction(request.app.state.engine) as session:
            single_sign_on.spend_state(session, state=flow.state, now=at)
            person = person_of(claims, config.desk_provider)
            agent = single_sign_on.sign_in(
                session, person=person, roles_are_told=bool(config.desk_provider.roles), now=at
            )
            token = let_in(request, session, agent, browser, via=single_sign_on.VIA)
    except SignInRefused as refused:
        log.warning("the provider's answer was refused: %s", refused.reason)
        return login_form(request, 401, wrong=WRONG, goal=goal)
    except ProviderUnreachable:
        return login_form(request, 502, wrong=AWAY, goal=goal)
    except errors.StateSpent:
        return login_form(request, 401, wrong=LOST, goal=goal)
    except errors.EmailNotVerified:
        return login_form(request, 403, wrong=UNVERIFIED, goal=goal)
    except errors.NotAdmitted:
        return login_form(request, 403, wrong=NOT_ADMITTED, goal=goal)
    response = RedirectResponse(goal, 303)
    set_cookie(request, response, token)
    return response


def person_of(claims: dict[str, Any], provider: ProviderConfig) -> single_sign_on.Person:
    """His groups as role and teams; of several roles the highest."""
    found: Any = claims
    for step in provider.groups_claim.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    groups = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
    roles = [provider.roles[group] for group in groups if group in provider.roles]
    teams = [provider.teams[group] for group in groups if group in provider.teams]
    return single_sign_on.Person(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        email=str(claims.get("email") or ""),
        email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or ""),
        role=max(roles, key=ROLES.index, default=None),
        team_codes=sorted(set(teams)) if provider.teams else None,
    )


def _client(request: Request) -> OidcClient:
    client: OidcClient | None = request.app.state.desk_provider
    if client is None:
        raise HTTPException(404)
    return client


def _back(request: Request) -> str:
    return f"{request.app.state.config.portal_url}{HERE}/volta"

"""To an OpenID Connect provider and back: what the browser has to bring again, in a signed cookie."""

from __future__ import annotations

import hmac
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from portal.oidc import Flow, OidcClient
from portal.security import leaves_to
from ticket_store import errors, links, single_sign_on

COOKIE = "css_entrada"
SECONDS = int(single_sign_on.STATE_LIFE.total_seconds())


class WayLost(Exception):
    """Too long ago, another window's, or no way of this browser at all."""


class Declined(Exception):
    """The person, or the provider, said no there."""


@dataclass(frozen=True)
class Arrival:
    """Who came back: the provider's claims; the state, to be spent; where he wanted to go."""

    claims: dict[str, Any]
    state: str
    goal: str


def depart(request: Request, client: OidcClient, *, here: str, goal: str) -> RedirectResponse:
    """here: the address that leads away; the way back ends at its /volta. Raises ProviderUnreachable."""
    config = request.app.state.config
    url, flow = client.begin(_back(request, here))
    response = leaves_to(request, url)
    response.set_cookie(
        COOKIE,
        links.sign(links.WAY_BACK, asdict(flow) | {"goal": goal}, config.secret_key),
        max_age=SECONDS,
        path=here,
        secure=config.is_https,
        httponly=True,
        samesite="lax",
    )
    return response


def arrive(request: Request, client: OidcClient, *, here: str, at: datetime) -> Arrival:
    """Raises WayLost, Declined, SignInRefused, ProviderUnreachable."""
    answer = dict(request.query_params)
    kept = _kept(request)
    flow = Flow(kept["state"], kept["nonce"], kept["verifier"])
    if not hmac.compare_digest(answer.get("state", "").encode(), flow.state.encode()):
        raise WayLost
    if "error" in answer:
        raise Declined
    return Arrival(client.finish(_back(request, here), flow, answer, at), flow.state, kept["goal"])


def goal_of(request: Request) -> str:
    """Where the browser wanted to go, whatever comes of it; "" where nothing is known of a way."""
    try:
        return str(_kept(request)["goal"])
    except WayLost:
        return ""


def _kept(request: Request) -> dict[str, Any]:
    secret = request.app.state.config.secret_key
    try:
        return links.read(links.WAY_BACK, request.cookies.get(COOKIE, ""), secret, SECONDS)
    except (errors.LinkInvalid, errors.LinkExpired):
        raise WayLost from None


def end(response: Response, *, here: str) -> Response:
    """Whatever came of it, the way is over."""
    response.delete_cookie(COOKIE, path=here)
    return response


def _back(request: Request, here: str) -> str:
    return f"{request.app.state.config.portal_url}{here}/volta"

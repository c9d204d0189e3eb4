"""gov.br Login Único as a proof of the e-mail, beside the code; off until it is configured.

The person's number there is his CPF: only a keyed hash of it is kept, with the proof and no longer.
"""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from portal import way_back
from portal.consult.access import now, visitor_id
from portal.consult.codes import WANTED
from portal.consult.form import consult_form, first_of_his
from portal.oidc import OidcClient, ProviderUnreachable, SignInRefused
from ticket_store import errors, identity, single_sign_on
from ticket_store.database import transaction

log = logging.getLogger(__name__)
router = APIRouter(prefix="/consulta/govbr")

HERE = "/consulta/govbr"
LEVELS = ("bronze", "silver", "gold")
LEVEL_NAMES = {"bronze": "bronze", "silver": "prata", "gold": "ouro"}
# The last one puts the level into the ID token, where it is signed.
SCOPE = "openid email profile govbr_confiabilidades govbr_confiabilidades_idtoken"

CODE_INSTEAD = "Você pode confirmar o e-mail com um código, abaixo."
LOST = f"O pedido de entrada venceu, já foi usado ou veio de outra janela. Comece de novo. {CODE_INSTEAD}"
DECLINED = f"A entrada não foi autorizada no gov.br. {CODE_INSTEAD}"
AWAY = f"O gov.br não respondeu. {CODE_INSTEAD}"
WRONG = f"A resposta do gov.br não pôde ser confirmada. {CODE_INSTEAD}"
UNVERIFIED = f"O seu e-mail não está confirmado no gov.br. Confirme-o lá. {CODE_INSTEAD}"
LOW = "Para consultar por aqui, a sua conta gov.br precisa ser de nível {level}. " + CODE_INSTEAD


class LevelTooLow(Exception):
    """The account's level is lower than what is asked for, or not told."""


@router.get("")
def go(request: Request) -> Response:
    try:
        return way_back.depart(request, _client(request), here=HERE, goal="/consulta?feito=govbr")
    except ProviderUnreachable:
        return consult_form(request, 502, wrong={"form": AWAY})


@router.get("/volta")
def come_back(request: Request) -> Response:
    return way_back.end(_proven(request), here=HERE)


def _proven(request: Request) -> Response:
    config, at = request.app.state.config, now(request)
    try:
        arrival = way_back.arrive(request, _client(request), here=HERE, at=at)
        level = _level(arrival.claims, config.govbr.level)
        if arrival.claims.get("email_verified") is not True:
            raise errors.EmailNotVerified
        with transaction(request.app.state.engine) as session:
            single_sign_on.spend_state(session, state=arrival.state, now=at)
            identity.record_proof(
                session,
                conversation_id=visitor_id(request),
                email=str(arrival.claims.get("email") or ""),
                now=at,
                person=identity.person_mark(str(arrival.claims["sub"]), secret=config.secret_key),
                level=level,
            )
    except (way_back.WayLost, errors.StateSpent):
        return consult_form(request, 401, wrong={"form": LOST})
    except way_back.Declined:
        return consult_form(request, 401, wrong={"form": DECLINED})
    except SignInRefused as refused:
        log.warning("the answer of gov.br was refused: %s", refused.reason)
        return consult_form(request, 401, wrong={"form": WRONG})
    except ProviderUnreachable:
        return consult_form(request, 502, wrong={"form": AWAY})
    except LevelTooLow:
        return consult_form(request, 403, wrong={"form": LOW.format(level=LEVEL_NAMES[config.govbr.level])})
    except (errors.EmailNotVerified, errors.InvalidEmail):
        return consult_form(request, 403, wrong={"form": UNVERIFIED})
    wanted = request.session.pop(WANTED, None)  # the ticket for which a code was asked
    if wanted:
        return RedirectResponse(first_of_his(request, [wanted["back"], wanted.get("older") or ""]), 303)
    return RedirectResponse(arrival.goal, 303)


def _level(claims: dict[str, Any], least: str) -> str:
    """Raises LevelTooLow."""
    told = claims.get("reliability_info")
    level = told.get("level") if isinstance(told, dict) else None
    if level not in LEVELS or LEVELS.index(level) < LEVELS.index(least):
        raise LevelTooLow
    return str(level)


def _client(request: Request) -> OidcClient:
    client: OidcClient | None = request.app.state.govbr
    if client is None:
        raise HTTPException(404)
    return client

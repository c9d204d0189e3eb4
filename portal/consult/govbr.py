"""gov.br Login Único as a proof of the e-mail, beside the code; off until it is configured.

The person's number there is his CPF: only a keyed hash of it is kept, with the proof and no longer.

From the chat it gives a number to be typed there, as the mailed code is: a link that proved the address by
itself would prove it in the conversation of whoever sent the link.
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
from portal.pages import page
from ticket_store import errors, identity, links, single_sign_on
from ticket_store.database import transaction

log = logging.getLogger(__name__)
router = APIRouter(prefix="/consulta/govbr")

HERE = "/consulta/govbr"
CHAT = f"{HERE}/conversa/"
LINK_SECONDS = 15 * 60
LEVELS = ("bronze", "silver", "gold")
LEVEL_NAMES = {"bronze": "bronze", "silver": "prata", "gold": "ouro"}
# The last one puts the level into the ID token, where it is signed.
SCOPE = "openid email profile govbr_confiabilidades govbr_confiabilidades_idtoken"

CODE_INSTEAD = "Você pode confirmar o e-mail com um código, abaixo."
IN_CHAT = "Na conversa, você pode usar o código que foi por e-mail."
LOST = "O pedido de entrada venceu, já foi usado ou veio de outra janela. Comece de novo."
DECLINED = "A entrada não foi autorizada no gov.br."
AWAY = "O gov.br não respondeu."
WRONG = "A resposta do gov.br não pôde ser confirmada."
UNVERIFIED = "O seu e-mail não está confirmado no gov.br. Confirme-o lá."
LOW = "Para confirmar por aqui, a sua conta gov.br precisa ser de nível {level}."


class LevelTooLow(Exception):
    """The account's level is lower than what is asked for, or not told."""


@router.get("")
def go(request: Request) -> Response:
    try:
        return way_back.depart(request, _client(request), here=HERE, goal="/consulta?feito=govbr")
    except ProviderUnreachable:
        return consult_form(request, 502, wrong={"form": f"{AWAY} {CODE_INSTEAD}"})


@router.get("/volta")
def come_back(request: Request) -> Response:
    return way_back.end(_proven(request), here=HERE)


@router.get("/conversa/{token}")
def from_chat(request: Request, token: str) -> Response:
    """What it is for, before he leaves for gov.br; nothing is written."""
    if request.app.state.govbr is None:
        raise HTTPException(404)
    return _chat_page(request, token) if _conversation(request, token) else _chat_page(request, "", 410)


@router.get("/conversa/{token}/ir")
def go_from_chat(request: Request, token: str) -> Response:
    if not _conversation(request, token):
        return _chat_page(request, "", 410)
    try:
        return way_back.depart(request, _client(request), here=HERE, goal=f"{CHAT}{token}")
    except ProviderUnreachable:
        return _chat_page(request, token, 502, wrong={"form": f"{AWAY} {IN_CHAT}"})


def _proven(request: Request) -> Response:
    config, at = request.app.state.config, now(request)
    goal = way_back.goal_of(request)
    token = goal.removeprefix(CHAT) if goal.startswith(CHAT) else ""

    def refused(status: int, sentence: str) -> Response:
        if token:
            return _chat_page(request, token, status, wrong={"form": f"{sentence} {IN_CHAT}"})
        return consult_form(request, status, wrong={"form": f"{sentence} {CODE_INSTEAD}"})

    try:
        arrival = way_back.arrive(request, _client(request), here=HERE, at=at)
        level = _level(arrival.claims, config.govbr.level)
        if arrival.claims.get("email_verified") is not True:
            raise errors.EmailNotVerified
        email = str(arrival.claims.get("email") or "")
        conversation_id = _conversation(request, token) if token else visitor_id(request)
        if conversation_id is None:
            return _chat_page(request, "", 410)
        with transaction(request.app.state.engine) as session:
            single_sign_on.spend_state(session, state=arrival.state, now=at)
            if token:
                number = identity.code_to_type(
                    session, conversation_id=conversation_id, email=email, secret=config.secret_key, now=at
                )
            else:
                person = identity.person_mark(str(arrival.claims["sub"]), secret=config.secret_key)
                identity.record_proof(
                    session, conversation_id=conversation_id, email=email, now=at, person=person, level=level
                )
    except (way_back.WayLost, errors.StateSpent):
        return refused(401, LOST)
    except way_back.Declined:
        return refused(401, DECLINED)
    except SignInRefused as wrong:
        log.warning("the answer of gov.br was refused: %s", wrong.reason)
        return refused(401, WRONG)
    except ProviderUnreachable:
        return refused(502, AWAY)
    except LevelTooLow:
        return refused(403, LOW.format(level=LEVEL_NAMES[config.govbr.level]))
    except (errors.EmailNotVerified, errors.InvalidEmail):
        return refused(403, UNVERIFIED)
    except errors.CodeLimitReached:
        return refused(429, "Foram muitas tentativas. Espere quinze minutos.")
    if token:
        return _chat_page(request, token, number=number, email=email)
    wanted = request.session.pop(WANTED, None)  # the ticket for which a code was asked
    if wanted:
        return RedirectResponse(first_of_his(request, [wanted["back"], wanted.get("older") or ""]), 303)
    return RedirectResponse(arrival.goal, 303)


def _conversation(request: Request, token: str) -> str | None:
    """The conversation in which the link was said; None for one that is too old, or no link of ours."""
    try:
        found = links.read(links.GOVBR_CHAT, token, request.app.state.config.secret_key, LINK_SECONDS)
    except (errors.LinkInvalid, errors.LinkExpired):
        return None
    return str(found["conversation_id"])


def _chat_page(request: Request, token: str, status: int = 200, **values: Any) -> Response:
    given = {"wrong": {}, "number": "", "email": "", **values}
    return page(request, "consult/govbr_chat.html", status, token=token, **given)


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

"""Notices in the browser, turned on and off from the ticket's page, which has already proven whose it is."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from portal.consult.access import Access, NotProven, by_link, by_proof, find, find_to_change, now
from ticket_store import errors, push
from ticket_store.database import reading, transaction

UNPROVEN = "Confirme antes, nesta página, que o e-mail do acionamento é seu."
REFUSED = "O serviço de avisos deste navegador não é aceito. Os e-mails continuam chegando."

renewal = APIRouter(prefix="/avisos")


class Keys(BaseModel):
    """The browser's own, base64url."""

    p256dh: Annotated[str, Field(max_length=100)]
    auth: Annotated[str, Field(max_length=40)]


class Browser(BaseModel):
    """A PushSubscription as its toJSON gives it."""

    endpoint: Annotated[str, Field(max_length=500)]
    keys: Keys


class Endpoint(BaseModel):
    endpoint: Annotated[str, Field(max_length=500)]


class Renewal(BaseModel):
    """old: the endpoint that the browser had; knowing it is the proof."""

    old: Annotated[str, Field(max_length=500)]
    subscription: Browser


def notices_router(prefix: str, access_of: Callable[..., Access]) -> APIRouter:
    """One ticket's notices under `prefix`; a link reaches its ticket, a proven address all of its tickets."""
    router = APIRouter(prefix=f"{prefix}/avisos")
    Granted = Annotated[Access, Depends(access_of)]

    @router.get("")
    def state(
        request: Request, access: Granted, navegador: Annotated[str, Query(pattern="^[0-9a-f]{64}$")]
    ) -> JSONResponse:
        """navegador: SHA-256 of the browser's endpoint, hexadecimal."""
        with reading(request.app.state.engine) as session:
            number = find(session, access).number
            return JSONResponse({"on": push.is_subscribed(session, ticket_number=number, browser=navegador)})

    @router.post("")
    def turn_on(request: Request, access: Granted, browser: Browser) -> JSONResponse:
        try:
            with transaction(request.app.state.engine) as session:
                push.subscribe(
                    session,
                    ticket_number=find_to_change(session, access).number,
                    endpoint=browser.endpoint,
                    **browser.keys.model_dump(),
                    all_tickets=access.signed is None,
                    now=now(request),
                    allow_local=_allow_local(request),
                )
        except NotProven:
            return JSONResponse({"text": UNPROVEN}, 403)
        except errors.PushSubscriptionRefused:
            return JSONResponse({"text": REFUSED}, 422)
        return JSONResponse({"on": True})

    @router.post("/desligar")
    def turn_off(request: Request, access: Granted, browser: Endpoint) -> JSONResponse:
        """left: what this browser is still told, of other tickets; at 0 it may end its subscription.

        Only the browser itself knows its endpoint: no other proof is asked for.
        """
        with transaction(request.app.state.engine) as session:
            left = push.unsubscribe(
                session,
                ticket_number=find(session, access).number,
                endpoint=browser.endpoint,
                all_tickets=access.signed is None,
            )
        return JSONResponse({"on": False, "left": left})

    return router


@renewal.post("/renovar")
def renew(request: Request, given: Renewal) -> JSONResponse:
    """The service worker's, when the push service gave the browser another address."""
    try:
        with transaction(request.app.state.engine) as session:
            push.renew(
                session,
                old_endpoint=given.old,
                endpoint=given.subscription.endpoint,
                **given.subscription.keys.model_dump(),
                allow_local=_allow_local(request),
            )
    except errors.PushSubscriptionRefused:
        return JSONResponse({"text": REFUSED}, 422)
    return JSONResponse({})


def _allow_local(request: Request) -> bool:
    # As for webhooks: only where the development inbox is.
    return request.app.state.config.inbox_dir is not None


linked = notices_router("/consulta/{token}", by_link)
proven = notices_router("/consulta/acionamento/{number}", by_proof)

"""Puts the portal together: `create_app(config, engine)`; importing this opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from fastapi import Depends, FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from portal import (
    accessibility,
    conversation_end,
    conversation_files,
    crawlers,
    errors,
    home,
    inbox,
    incidents,
    knowledge,
    live_files,
    metrics,
    my_data,
    privacy_notice,
    survey,
    unsubscribe,
    web_app,
)
from portal.api.app import PATH as API_PATH
from portal.api.app import create_api
from portal.config import PortalConfig
from portal.consult import form as consult_form
from portal.consult import govbr as consult_govbr
from portal.consult import notices as consult_notices
from portal.consult import ticket as consult_ticket
from portal.desk import router as desk
from portal.hourly import HourlyRate
from portal.keystrokes import Keystrokes
from portal.methods import HeadAsGet
from portal.oidc import OidcClient
from portal.opening import form as opening
from portal.opening.files import FORMS_HELD_PER_HOUR
from portal.pages import STATIC
from portal.security import SecurityHeaders, refuse_foreign_writes
from portal.uploads import BodyLimit

SESSION_SECONDS = 8 * 3600


class CachedStatic(StaticFiles):
    """Files whose address carries their hash may be kept for a year."""

    async def get_response(self, path: str, scope: Any) -> Response:
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        if "etag" in response.headers and "last-modified" in response.headers:
            del response.headers["last-modified"]  # the entity tag says the same, and better
        return response


def utc_now() -> datetime:
    return datetime.now(timezone.utc)


def create_app(config: PortalConfig, engine: Any, clock: Callable[[], datetime] = utc_now) -> FastAPI:
    """The ASGI application over `engine` (ticket_store.database.connect); `clock` gives the aware UTC now."""
    app = FastAPI(
        title="Central de Serviços Serpro",
        dependencies=[Depends(refuse_foreign_writes)],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.config = config
    app.state.engine = engine
    app.state.clock = clock
    provider = config.desk_provider
    app.state.desk_provider = (
        OidcClient(provider.issuer, provider.client_id, provider.client_secret) if provider else None
    )
    govbr = config.govbr
    app.state.govbr = (
        OidcClient(govbr.issuer, govbr.client_id, govbr.client_secret, consult_govbr.SCOPE) if govbr else None
    )
    app.state.keystrokes = Keystrokes(config.redis_url)
    app.state.holding = HourlyRate(FORMS_HELD_PER_HOUR)
    app.state.asking = HourlyRate(knowledge.GAPS_PER_HOUR)
    # Last added runs first: the headers must be on every answer, the error pages included.
    app.add_middleware(HeadAsGet)
    app.add_middleware(BodyLimit, config=config)
    app.add_middleware(
        SessionMiddleware,
        secret_key=config.secret_key,
        session_cookie="css_visita",
        max_age=SESSION_SECONDS,
        same_site="lax",
        https_only=config.is_https,
    )
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(SecurityHeaders, config=config)
    app.state.registry = CollectorRegistry()
    app.state.registry.register(metrics.StoreFigures(app.state))
    app.add_middleware(metrics.Watched, registry=app.state.registry)
    errors.install(app)
    app.mount("/static", CachedStatic(directory=STATIC), name="static")
    app.include_router(home.router)
    app.include_router(incidents.router)
    app.include_router(knowledge.router)
    app.include_router(metrics.router)
    app.include_router(web_app.router)
    app.include_router(accessibility.router)
    app.include_router(crawlers.router)
    app.include_router(opening.router)
    app.include_router(my_data.router)
    app.include_router(privacy_notice.router)
    # The fixed addresses under /consulta before the ones that take anything for a token.
    app.include_router(consult_form.router)
    app.include_router(consult_govbr.router)
    app.include_router(consult_ticket.proven)
    app.include_router(consult_ticket.linked)
    app.include_router(consult_notices.proven)
    app.include_router(consult_notices.linked)
    app.include_router(consult_notices.renewal)
    app.include_router(survey.router)
    app.include_router(unsubscribe.router)
    app.include_router(conversation_files.router)
    app.include_router(live_files.router)
    app.include_router(conversation_end.router)
    desk.install(app)
    app.mount(API_PATH, create_api(config, engine, clock))
    if config.inbox_dir is not None:
        app.include_router(inbox.router)
    return app

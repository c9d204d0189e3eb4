"""Puts the portal together: `create_app(config, engine)`; importing this opens nothing."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from portal import errors, home, inbox
from portal.config import PortalConfig
from portal.pages import STATIC
from portal.security import SecurityHeaders, refuse_foreign_writes

SESSION_SECONDS = 8 * 3600


class CachedStatic(StaticFiles):
    """Files whose address carries their hash may be kept for a year."""

    async def get_response(self, path: str, scope: Any) -> Response:
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope.get("query_string", b"")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if versioned else "no-cache"
        return response


def create_app(config: PortalConfig, engine: Any) -> FastAPI:
    """The ASGI application over `engine` (ticket_store.database.connect)."""
    app = FastAPI(
        title="Central de Serviços Serpro",
        dependencies=[Depends(refuse_foreign_writes)],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.state.config = config
    app.state.engine = engine
    # Last added runs first: the headers must be on every answer, the error pages included.
    app.add_middleware(
        SessionMiddleware,
        secret_key=config.secret_key,
        session_cookie="css_visita",
        max_age=SESSION_SECONDS,
        same_site="lax",
        https_only=config.is_https,
    )
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(SecurityHeaders, config=config)
    errors.install(app)
    app.mount("/static", CachedStatic(directory=STATIC), name="static")
    app.include_router(home.router)
    if config.inbox_dir is not None:
        app.include_router(inbox.router)
    return app

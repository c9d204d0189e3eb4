"""Puts the API together: an application of its own under `/api/v1`, so that its errors are never pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from starlette.types import ASGIApp

from portal.api import docs, handlers, lists, moves, tickets, webhooks
from portal.api.description import openapi
from portal.api.rate import Rate
from portal.config import PortalConfig
from portal.uploads import BodyLimit

PATH = "/api/v1"
BODY_BYTES = 128 * 1024  # 8000 characters, each written as two \\uXXXX, and room for the rest
CALLS_PER_MINUTE = 120


class JsonLimit(BodyLimit):
    """No file comes this way: a far smaller body than the portal's forms is already too much."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.limit = BODY_BYTES


def create_api(
    config: PortalConfig,
    engine: Any,
    clock: Callable[[], datetime],
    calls_per_minute: int = CALLS_PER_MINUTE,
) -> FastAPI:
    """To be mounted at PATH."""
    app = FastAPI(
        title="API da Central de Serviços Serpro",
        version="1.0.0",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": f"{config.portal_url}{PATH}"}],
        root_path_in_servers=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.config = config
    app.state.engine = engine
    app.state.clock = clock
    app.state.rate = Rate(calls_per_minute, config.redis_url)
    app.add_middleware(JsonLimit)
    handlers.install(app)
    for topic in (tickets, moves, lists, webhooks, docs):
        app.include_router(topic.router)
    app.openapi = lambda: openapi(app, calls_per_minute)  # type: ignore[method-assign]
    return app

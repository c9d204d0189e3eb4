"""The action server: rasa_sdk's application behind a token, and silent about what people wrote when something
fails."""

import asyncio
import hmac
import logging
import traceback
import uuid
from collections.abc import Callable
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

logger = logging.getLogger("actions")
TOKEN_HEADER = "X-Action-Token"


def build(token: str, ready: Callable[[], bool] = lambda: True, metrics_token: str = "") -> Sanic:
    """The application. Every request but GET /health and /ready needs the token, GET /metrics
    `metrics_token`; raises ValueError when `token` is empty. `ready`: whether what it needs answers.
    """
    if not token:
        raise ValueError("the action server needs a token")
    # rasa_sdk names its application "rasa_sdk"; Sanic refuses a second one of that name in a process (tests).
    Sanic._app_registry.pop("rasa_sdk", None)
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=None)

    @app.on_request
    async def check_token(request: Request) -> HTTPResponse | None:
        if request.path in ("/health", "/ready"):
            return None
        if request.path == "/metrics" and metrics_token:
            given, wanted = request.headers.get("Authorization", ""), f"Bearer {metrics_token}"
        else:
            given, wanted = request.headers.get(TOKEN_HEADER, ""), token
        if hmac.compare_digest(given.encode(), wanted.encode()):
            return None
        return json({"error": "unauthorized"}, status=401)

    @app.get("/ready")
    async def is_ready(_: Request) -> HTTPResponse:
        """GET /health is rasa_sdk's own: it is not stuck."""
        held = await asyncio.to_thread(ready)
        return json({"store": held}, status=200 if held else 503)

    @app.get("/metrics")
    async def metrics(_: Request) -> HTTPResponse:
        return raw(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    app.error_handler = _Quiet()
    return app


class _Quiet(ErrorHandler):
    """Names the kind of error, its place and an incident id: never its text, which may quote a user."""

    def add(self, exception: Any, handler: Any, route_names: list[str] | None = None) -> None:
        """Takes no further handlers: rasa_sdk's answers with the exception's text and the whole tracker, and
        logs both."""

    def response(self, request: Request | None, exception: Exception) -> HTTPResponse:
        incident = uuid.uuid4().hex[:12]
        if isinstance(exception, SanicException) and exception.status_code < 500:
            return json({"error": "refused", "incident": incident}, status=exception.status_code)
        logger.error(
            "action failed: %s at %s, incident %s", type(exception).__name__, _place(exception), incident
        )
        return json({"error": "internal", "incident": incident}, status=500)

    @staticmethod
    def log(request: Any, exception: Any) -> None:
        """Sanic would print the traceback with the exception's text."""


def _place(exception: Exception) -> str:
    frames = traceback.extract_tb(exception.__traceback__)
    ours = [f for f in frames if "/actions/" in f.filename or "/ticket_store/" in f.filename] or frames
    return f"{ours[-1].filename.rsplit('/', 1)[-1]}:{ours[-1].lineno}" if ours else "?"

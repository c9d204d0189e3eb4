"""What every response and POST has to obey: CSP and its companions, no form sent from another site."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit, urlunsplit

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ground.askers import asker_at
from portal.config import PortalConfig

LEAVES_TO = "leaves_to"
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


def content_policy(chat_url: str) -> str:
    """The pages' CSP: our own origin, and the chat server's for the widget's socket."""
    parts = urlsplit(chat_url)
    socket = f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}"
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            f"connect-src 'self' {parts.scheme}://{parts.netloc} {socket}",
            "frame-src 'self'",
            "form-action 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


class SecurityHeaders:
    """ASGI middleware: adds the headers a route did not set itself."""

    def __init__(self, app: ASGIApp, config: PortalConfig) -> None:
        self.app = app
        self.defaults = {
            "Content-Security-Policy": content_policy(config.chat_url),
            "X-Content-Type-Options": "nosniff",
            # The consult links carry a token: it must not leave in a Referer.
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cache-Control": "no-store",
        }
        if config.is_https:
            self.defaults["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.defaults.items():
                    headers.setdefault(name, value)
                if "location" in headers and headers["location"] != scope.get("state", {}).get(LEAVES_TO):
                    headers["location"] = _here(headers["location"])
            await send(message)

        await self.app(scope, receive, with_headers)


def leaves_to(request: Request, url: str) -> RedirectResponse:
    """The one kind of redirect to another site: an address that we made ourselves."""
    setattr(request.state, LEAVES_TO, url)
    return RedirectResponse(url, 303)


def _here(location: str) -> str:
    """The place without its host: the framework takes that from the Host header, which anybody may write.

    All our redirects stay on this site but those of `leaves_to`.
    """
    parts = urlsplit(location)
    if not parts.netloc:
        return location
    return urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, parts.fragment))


def is_one_click(request: Request) -> bool:
    """A mail program's unsubscribing (RFC 8058): without Origin, the signed link is its authority."""
    return request.url.path.startswith("/descadastro/")


def refuse_foreign_writes(request: Request) -> None:
    """App-wide dependency against CSRF: 403 for a write that a browser sent from another site.

    Sec-Fetch-Site decides where browsers send it, Origin elsewhere (plain http); no page can forge them.
    A request with neither is no browser's form and passes only with an Authorization header, which no
    other site can add.
    """
    if request.method in SAFE_METHODS:
        return
    config: PortalConfig = request.app.state.config
    if site := request.headers.get("sec-fetch-site"):
        ours = site in {"same-origin", "none"}
    elif origin := request.headers.get("origin"):
        ours = urlsplit(origin).netloc in {
            urlsplit(config.portal_url).netloc,
            request.headers.get("host", ""),
        }
    else:
        ours = "authorization" in request.headers or is_one_click(request)
    if not ours:
        raise HTTPException(403)


def bears(authorization: str, token: str) -> bool:
    """Whether the header `Authorization` holds this token; none is held where there is none."""
    return bool(token) and hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())


def asker(request: Request) -> str:
    """Whom the limits on guessing count this request for. Behind nginx uvicorn has read X-Forwarded-For."""
    return asker_at(request.client.host if request.client else None, request.app.state.config.secret_key)

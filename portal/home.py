"""The CSS page, the widget's script and the health check."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from portal import incidents
from portal.pages import STATIC, page
from ticket_store import in_force
from ticket_store.database import answers, reading

router = APIRouter()

KEPT_COPY = "x-kept-copy"


@router.get("/")
def home(request: Request) -> Response:
    """The copy that a browser keeps for times without network carries no news: they would be old by then."""
    kept = KEPT_COPY in request.headers
    return page(
        request,
        "home.html",
        incidents=[] if kept else incidents.running(request),
        announced=[] if kept else announced(request),
    )


def announced(request: Request) -> list[tuple[str, str]]:
    """The page has to stand also without the store."""
    try:
        with reading(request.app.state.engine) as session:
            return in_force.announced(session, now=request.app.state.clock())
    except Exception:  # whatever the driver raises: they are left out
        return []


@router.get("/widget.js")
def widget() -> Response:
    """The chat for any page: no hash in the address, so it is revalidated each time."""
    return FileResponse(
        STATIC / "vendor" / "widget.js",
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache", "Cross-Origin-Resource-Policy": "cross-origin"},
    )


@router.get("/favicon.ico")
def favicon() -> Response:
    return FileResponse(
        STATIC / "icon.svg", media_type="image/svg+xml", headers={"Cache-Control": "public, max-age=86400"}
    )


@router.get("/health")
async def health() -> Response:
    """200 while this process is not stuck; what the watchdog asks."""
    return JSONResponse({"ok": True})


@router.get("/ready")
@router.get("/healthz")
def ready(request: Request) -> Response:
    """200 while the store answers; what a load balancer asks. /healthz: its name of before."""
    healthy = answers(request.app.state.engine)
    return JSONResponse({"ok": healthy}, status_code=200 if healthy else 503)

"""What makes the page an application: its manifest, the service worker and the page shown without a network.

The icons are icon.svg and icons/*.svg drawn as PNG; a test redraws and compares them.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from portal.pages import STATIC, asset, environment, page

router = APIRouter()

# As the kept copies are made: for nobody in particular.
PLAIN: dict[str, Any] = {"contrast": False, "vlibras": False, "public": False, "site": ""}
HOME, OFFLINE, WIDGET = "/", "/sem-conexao", "/widget.js"
ASSETS = ("portal.css", "vendor/govbr.css", "vendor/icons.svg", "icon.svg", "contrast.js", "web_app.js")
SIZES = {"app": (192, 512), "maskable": (192, 512)}
PURPOSES = {"app": "any", "maskable": "maskable"}


@router.get("/manifest.webmanifest")
def manifest() -> Response:
    body = {
        "id": "/",
        "name": "Central de Serviços Serpro",
        "short_name": "CSS Serpro",
        "description": "Dúvidas, abertura e acompanhamento de acionamentos da Central de Serviços Serpro.",
        "lang": "pt-BR",
        "dir": "ltr",
        "start_url": HOME,
        "scope": HOME,
        "display": "standalone",
        "theme_color": "#0c326f",
        "background_color": "#ffffff",
        "categories": ["government", "productivity"],
        "icons": [
            {
                "src": asset(f"icons/{name}-{size}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": PURPOSES[name],
            }
            for name, sizes in SIZES.items()
            for size in sizes
        ],
        "shortcuts": [{"name": "Consultar acionamento", "url": "/consulta"}],
    }
    return Response(
        json.dumps(body, ensure_ascii=False),
        media_type="application/manifest+json",
        headers={"Cache-Control": "no-cache"},
    )


@router.get("/sw.js")
def service_worker(request: Request) -> Response:
    """At the root, so that its scope is every page; never kept, or an update would not arrive."""
    return Response(
        _worker(request.app.state.config.chat_url),
        media_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


@router.get(OFFLINE)
def offline(request: Request) -> Response:
    return page(request, "offline.html")


@cache
def _worker(chat_url: str) -> str:
    """The worker's source; its version is the hash of all that it keeps, so that any change is an update."""
    render = environment().get_template
    pages = [
        render(name).render(chat_url=chat_url, path=HOME, incidents=[], announced=[], **PLAIN)
        for name in ("home.html", "offline.html")
    ]
    fonts = [f"/static/{font}" for font in _fonts()]
    shell = [HOME, OFFLINE, WIDGET, *map(asset, ASSETS), *fonts]
    images: dict[str, Any] = {"icon": asset("icons/app-192.png"), "badge": asset("icons/badge-96.png")}
    source = render("service_worker.js")
    kept = hashlib.sha256("".join([*pages, *shell, source.render(build=images)]).encode())
    for file in ("vendor/widget.js", *_fonts()):
        kept.update((STATIC / file).read_bytes())
    return source.render(build={"version": kept.hexdigest()[:12], "shell": shell, **images})


def _fonts() -> list[str]:
    return re.findall(r'url\("(vendor/[\w.-]+\.woff2)"\)', (STATIC / "portal.css").read_text())

"""`/acessibilidade` and `/mapa-do-site`, and high contrast, which works without JavaScript as well."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.pages import CONTRAST, page
from portal.public_pages import GROUPS
from ticket_store import queries
from ticket_store.database import reading

router = APIRouter()

YEAR = 365 * 24 * 3600


@router.get("/acessibilidade")
def statement(request: Request) -> Response:
    return page(request, "accessibility.html")


@router.post("/acessibilidade/contraste")
def contrast(request: Request, back: Annotated[str, Form()] = "/") -> Response:
    """Turns it on or off and leads back; static/contrast.js does the same without leaving the page."""
    ours = re.fullmatch(r"/(?![/\\])[^\x00-\x20\\]*", back)
    answer = RedirectResponse(back if ours else "/", 303)
    if request.cookies.get(CONTRAST) == "1":
        answer.delete_cookie(CONTRAST)
    else:
        https = request.app.state.config.is_https
        answer.set_cookie(CONTRAST, "1", max_age=YEAR, samesite="lax", secure=https)
    return answer


@router.get("/mapa-do-site")
def site_map(request: Request) -> Response:
    with reading(request.app.state.engine) as session:
        articles = queries.articles(session)
    return page(request, "site_map.html", map=GROUPS, articles=articles)

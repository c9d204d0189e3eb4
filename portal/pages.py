"""Rendering: the template environment, the assets' addresses and the pages for what went wrong."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import words
from portal.public_pages import is_public, reads_only
from ticket_store.mails.wording import STATUS, in_words

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"

DESK = "/atendimento"
PHONE = "0800 728 2323"
EMAIL = "css.serpro@serpro.gov.br"
CONTRAST = "contraste"  # the cookie of who chose high contrast


@cache
def asset(name: str) -> str:
    """The address of a file under static/, with its content's hash so that it may be cached for long."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@cache
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        asset=asset, phone=PHONE, email=EMAIL, status_words=STATUS, status_tone=words.STATUS_TONE
    )
    env.filters.update(
        moment=words.moment,
        in_words=in_words,
        short_moment=words.short_moment,
        day=words.day,
        partial_day=words.partial_day,
        filesize=words.size,
    )
    return env


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Render `template` with `values`; the chat's address comes with every page."""
    values.setdefault("chat_url", request.app.state.config.chat_url)
    values.setdefault("path", request.url.path)
    values.setdefault("contrast", request.cookies.get(CONTRAST) == "1")
    values.setdefault("vlibras", request.app.state.config.vlibras)
    values.setdefault("site", request.app.state.config.portal_url)
    values.setdefault("public", is_public(request.url.path))
    answer = HTMLResponse(environment().get_template(template).render(values), status_code=status)
    return revalidated(request, answer) if reads_only(request.url.path) and status == 200 else answer


def revalidated(request: Request, answer: HTMLResponse) -> HTMLResponse:
    """A page that is nobody's own may be kept, if it is asked each time whether it is still the same.

    Its bytes name it; the cookie of high contrast makes another page, so no cache is to be shared.
    """
    kept = {
        "Cache-Control": "private, no-cache",
        "ETag": f'W/"{hashlib.sha256(answer.body).hexdigest()[:20]}"',
        "Vary": "Cookie",
    }
    if kept["ETag"] in request.headers.get("if-none-match", ""):
        return HTMLResponse(status_code=304, headers=kept)
    answer.headers.update(kept)
    return answer


def at_desk(request: Request) -> bool:
    """Whether the reader is an attendant: the desk's pages speak to him, all others to the public."""
    return request.url.path == DESK or request.url.path.startswith(f"{DESK}/")


def problem(
    request: Request, status: int, title: str, text: str, *, next_step: tuple[str, str] | None = None
) -> HTMLResponse:
    """A page that says what happened and what to do; `next_step` is (address, label) of its main link."""
    values = {"title": title, "text": text, "next_step": next_step}
    if at_desk(request):
        return page(request, "desk/problem.html", status, **values, done=None, wrong={})
    return page(request, "problem.html", status, **values)

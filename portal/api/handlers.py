"""From an exception to its problem: the store's refusals, FastAPI's validation, HTTP's errors, a crash."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from portal.api import refusals
from portal.api.etags import ChangedMeanwhile
from portal.api.paging import InvalidCursor
from portal.api.problems import problem
from portal.api.rate import TooManyCalls
from ticket_store.errors import ScopeMissing, TicketStoreError

log = logging.getLogger(__name__)

HTTP = {
    404: ("not-found", "Não há nada neste endereço. Veja /api/v1/docs."),
    405: ("method-not-allowed", "Este endereço não aceita este método. Veja o cabeçalho Allow."),
    413: ("too-large", "O corpo do pedido passa de 128 KB. Encurte os textos."),
}
# By the type of pydantic's error; {name} is a value of its context.
WORDS = {
    "missing": "Falta informar.",
    "extra_forbidden": "Este campo não existe. Confira o nome na documentação.",
    "json_invalid": "O corpo não é JSON válido.",
    "string_type": "Deve ser um texto.",
    "string_too_short": "Deve ter pelo menos {min_length} caractere(s).",
    "string_too_long": "Deve ter no máximo {max_length} caracteres.",
    "string_pattern_mismatch": "Não está no formato esperado.",
    "string_unicode": "Contém caracteres que não são texto.",
    "int_parsing": "Deve ser um número inteiro.",
    "int_type": "Deve ser um número inteiro.",
    "greater_than_equal": "Deve ser no mínimo {ge}.",
    "less_than_equal": "Deve ser no máximo {le}.",
    "literal_error": "Deve ser um destes: {expected}.",
    "enum": "Deve ser um destes: {expected}.",
    "list_type": "Deve ser uma lista.",
    "too_short": "Deve ter pelo menos {min_length} item(ns).",
    "too_long": "Deve ter no máximo {max_length} itens.",
    "model_attributes_type": "Envie um objeto JSON, com `Content-Type: application/json`.",
}


def install(app: FastAPI) -> None:
    for kind in (TicketStoreError, ChangedMeanwhile, InvalidCursor, TooManyCalls):
        app.add_exception_handler(kind, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _crash)


async def _refused(request: Request, error: Exception) -> Response:
    slug, detail, extra = refusals.worded(error)
    headers: dict[str, str] = {}
    if slug == "invalid-token":
        headers["WWW-Authenticate"] = "Bearer"
    elif isinstance(error, ScopeMissing):
        headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{error.scope}"'
    elif isinstance(error, TooManyCalls):
        headers["Retry-After"] = str(error.retry_after)
    return problem(request, slug, detail, headers, **extra)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [_worded(found) for found in error.errors()]
    return problem(
        request, "invalid-request", "Corrija o que está em `errors` e envie de novo.", errors=wrong
    )


def _worded(found: dict[str, Any]) -> dict[str, str]:
    """Where and what, never what was sent: it may be personal."""
    known = {"min_length": 1} | found.get("ctx", {})
    if str(known.get("expected")):
        known["expected"] = str(known.get("expected")).replace(" or ", " ou ")
    detail = WORDS.get(found["type"], "Valor inválido.").format_map(known)
    source, *path = found["loc"]
    if source != "body":
        return {"parameter": str(path[0]) if path else source, "detail": detail}
    # The place of broken JSON is a number of characters, no field.
    inside = "" if found["type"] == "json_invalid" else "".join(f"/{step}" for step in path)
    return {"pointer": f"#{inside}", "detail": detail}


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    # Whatever else HTTP finds wrong with a request is a broken body.
    slug, detail = HTTP.get(error.status_code, ("invalid-request", "O corpo do pedido não pôde ser lido."))
    extra = {"errors": [{"pointer": "#", "detail": detail}]} if slug == "invalid-request" else {}
    return problem(request, slug, detail, dict(error.headers or {}), **extra)


async def _crash(request: Request, error: Exception) -> Response:
    # Only the kind: the message of an error may quote what somebody sent.
    route = getattr(request.scope.get("route"), "path", "?")
    log.error("%s %s failed: %s", request.method, route, type(error).__name__)
    return problem(
        request,
        "internal-error",
        "Nada foi registrado. Repita em instantes; se continuar, ligue para 0800 728 2323.",
    )

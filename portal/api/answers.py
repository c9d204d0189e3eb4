"""What each operation may answer besides its success, for the OpenAPI: the problems by status."""

from __future__ import annotations

from typing import Any

from portal.api.problems import KINDS, MEDIA_TYPE

ALWAYS = (401, 403, 422, 429, 500)
HEADERS = {
    401: ("WWW-Authenticate", "O esquema que se espera: Bearer."),
    429: ("Retry-After", "Segundos até o próximo pedido ser aceito."),
}
ETAG = {
    "ETag": {"description": "Muda quando o acionamento muda; vale em If-Match.", "schema": {"type": "string"}}
}
LINK = {"Link": {"description": 'A próxima página, `rel="next"`.', "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Endereço do que foi criado.", "schema": {"type": "string"}}}
REPLAYED = {
    "Idempotency-Replayed": {
        "description": "`true`: é a resposta já dada a esta chave.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an operation: those that any may give, and these."""
    return {status: _response(status) for status in sorted({*ALWAYS, *statuses})}


def success(status: int, description: str, *headers: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    together: dict[str, Any] = {}
    for some in headers:
        together |= some
    return {status: {"description": description, "headers": together}}


def _response(status: int) -> dict[str, Any]:
    kinds = {slug: kind for slug, kind in KINDS.items() if kind.status == status}
    response: dict[str, Any] = {
        "description": "; ".join(f"{kind.title} (`{slug}`)" for slug, kind in kinds.items()),
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {
                    slug: {
                        "summary": kind.title,
                        "value": {
                            "type": f"https://css.exemplo.gov.br/api/v1/docs#{slug}",
                            "title": kind.title,
                            "status": status,
                            "detail": kind.meaning,
                            "instance": "/api/v1/tickets",
                        },
                    }
                    for slug, kind in kinds.items()
                },
            }
        },
    }
    if status in HEADERS:
        name, description = HEADERS[status]
        response["headers"] = {name: {"description": description, "schema": {"type": "string"}}}
    return response

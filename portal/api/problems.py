"""Errors as RFC 9457 problems: each kind with its status, its meaning and its address in the docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """meaning: for the docs, what to do when it comes."""

    status: int
    title: str
    meaning: str


KINDS = {
    "invalid-token": Kind(
        401,
        "Token ausente ou inválido",
        "Envie `Authorization: Bearer css_…` com um token que vale. Para outro, fale com a CSS.",
    ),
    "insufficient-scope": Kind(
        403, "Escopo insuficiente", "O token vale, mas não tem o escopo desta operação (`scope` diz qual)."
    ),
    "requester-out-of-reach": Kind(
        403,
        "Solicitante fora do alcance do token",
        "O token só trata de solicitantes de certos domínios de e-mail.",
    ),
    "not-found": Kind(404, "Endereço não encontrado", "Confira o endereço na documentação."),
    "ticket-not-found": Kind(
        404,
        "Acionamento não encontrado",
        "O número não existe ou o acionamento está fora do alcance do token.",
    ),
    "webhook-not-found": Kind(
        404, "Webhook não encontrado", "Ele não existe, foi apagado ou é de outro token."
    ),
    "method-not-allowed": Kind(
        405, "Método não aceito", "O cabeçalho `Allow` diz os métodos aceitos neste endereço."
    ),
    "transition-refused": Kind(
        409,
        "Mudança de situação recusada",
        "A situação atual (`current`) não permite o que foi pedido. Releia o acionamento.",
    ),
    "ticket-finished": Kind(409, "Acionamento encerrado", "Ele não recebe mais nada. Abra outro."),
    "same-team": Kind(409, "Já está com esta equipe", "Encaminhe para outra equipe."),
    "webhook-limit": Kind(
        409, "Webhooks demais", "Apague um webhook que não usa mais antes de cadastrar outro."
    ),
    "changed-meanwhile": Kind(
        412,
        "O acionamento mudou",
        "O `If-Match` enviado não é o `ETag` atual. Releia o acionamento e decida de novo.",
    ),
    "too-large": Kind(413, "Pedido grande demais", "O corpo do pedido passa do limite."),
    "invalid-request": Kind(422, "Pedido inválido", "`errors` diz o que corrigir, campo a campo."),
    "idempotency-key-reused": Kind(
        422,
        "Chave de idempotência reutilizada",
        "A mesma `Idempotency-Key` já foi usada com outro pedido. Use uma chave nova para um pedido novo.",
    ),
    "too-many-requests": Kind(429, "Pedidos demais", "Espere os segundos de `Retry-After` e continue."),
    "internal-error": Kind(
        500,
        "Erro do nosso lado",
        "Nada foi registrado. Repita com a mesma `Idempotency-Key`; se continuar, ligue para 0800 728 2323.",
    ),
}


def problem(
    request: Request, slug: str, detail: str, headers: dict[str, str] | None = None, **extra: Any
) -> JSONResponse:
    """extra: members of this kind of problem, beside the five of the RFC."""
    kind = KINDS[slug]
    body = {
        "type": f"{request.app.state.config.portal_url}/api/v1/docs#{slug}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": request.url.path,
        **extra,
    }
    return JSONResponse(body, status_code=kind.status, headers=headers, media_type=MEDIA_TYPE)

"""The OpenAPI document: FastAPI's, with what it cannot know (the problems, the webhooks that we send)."""

from __future__ import annotations

from typing import Any, get_args

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from portal.api.schemas import NUMBER, EventName, Problem

SUMMARY = "Acionamentos da Central de Serviços Serpro (CSS) para outros sistemas."
DESCRIPTION = """\
Abra, consulte e acompanhe acionamentos sem passar pelo chat. Dúvidas: 0800 728 2323 ou
css.serpro@serpro.gov.br.

**Token.** Cada pedido leva `Authorization: Bearer css_…`. A CSS entrega o token com os escopos de que o seu
sistema precisa e, se for o caso, limitado aos solicitantes de certos domínios de e-mail.

**Repetição segura.** Mande `Idempotency-Key` em todo POST: se a resposta se perder, repita o pedido igual.

**Concorrência.** Mande em `If-Match` o `ETag` da sua leitura: se o acionamento mudou, nada é feito (412).

**Limite.** {calls} pedidos por minuto e token; acima disso, 429 com `Retry-After`.

**Erros.** Sempre `application/problem+json` (RFC 9457), com `type`, `title`, `status` e `detail`.
"""
TAGS = [
    {"name": "Acionamentos", "description": "Abrir e consultar. Escopos tickets:write e tickets:read."},
    {"name": "Em nome do solicitante", "description": "O que ele mesmo poderia fazer. Escopo tickets:write."},
    {"name": "Em nome da equipe", "description": "O que faz quem atende. Escopo tickets:resolve."},
    {"name": "Catálogo", "description": "Códigos de serviços e equipes. Escopo tickets:read."},
    {"name": "Webhooks", "description": "Avisos ao seu sistema. Escopo webhooks."},
]
SIGNATURE = """\
Cada entrega é um POST com corpo JSON e estes cabeçalhos: `X-CSS-Event` (o evento), `X-CSS-Delivery` (o mesmo
em todas as tentativas: descarte repetições por ele) e `X-CSS-Signature: t=<segundos Unix>,v1=<assinatura>`.
A assinatura é HMAC-SHA256, em hexadecimal, de `<t>.<corpo como chegou>`, com o `secret` do webhook como
chave. Compare em tempo constante e recuse um `t` de mais de cinco minutos. Responda 2xx em até dez segundos;
o que falha é tentado de novo por cerca de um dia. Responder 410 encerra as tentativas dessa entrega.
Redirecionamentos não são seguidos.
"""


def openapi(app: FastAPI, calls_per_minute: int) -> dict[str, Any]:
    if not app.openapi_schema:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=SUMMARY,
            description=DESCRIPTION.format(calls=calls_per_minute),
            routes=app.routes,
            tags=TAGS,
            servers=app.servers,
            contact={"name": "Central de Serviços Serpro", "email": "css.serpro@serpro.gov.br"},
        )
        schemas = document["components"]["schemas"]
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(problem.pop("$defs"), Problem=problem)
        document["webhooks"] = {name: _delivery(name) for name in (*get_args(EventName), "webhook.test")}
        app.openapi_schema = document
    return app.openapi_schema


def _delivery(event: str) -> dict[str, Any]:
    at = {"type": "string", "format": "date-time", "examples": ["2026-11-25T14:05:00+00:00"]}
    facts: dict[str, Any] = {"event": {"const": event}, "at": at}
    if event != "webhook.test":
        facts |= {
            "event_id": {"type": "integer"},
            "number": {"type": "string", "examples": [NUMBER]},
            "status": {"type": "string", "examples": ["in_progress"]},
            "service": {"type": ["string", "null"], "examples": ["siape"]},
            "team": {"type": "string", "examples": ["people"]},
            "text": {"type": ["string", "null"]},
        }
    body = {"type": "object", "properties": facts, "required": list(facts)}
    headers = [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in ("X-CSS-Event", "X-CSS-Delivery", "X-CSS-Signature")
    ]
    return {
        "post": {
            "summary": f"Aviso de {event}",
            "description": SIGNATURE,
            "tags": ["Webhooks"],
            "parameters": headers,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {"2XX": {"description": "Recebido."}, "410": {"description": "Não tente mais."}},
        }
    }

"""Webhooks that a token registers, tries and deletes; notifications/ delivers and signs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import JSONResponse, Response

from portal.api import schemas
from portal.api.access import Subscriber, note, now
from portal.api.answers import LOCATION, REPLAYED, problems, success
from portal.api.paging import LARGEST
from portal.api.repeating import IdempotencyKey, once
from portal.api.representation import webhook_body, with_secret
from ticket_store import integration
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/webhooks", tags=["Webhooks"])

WebhookId = Annotated[int, Path(ge=1, le=LARGEST, description="Id do webhook.")]


@router.post(
    "",
    status_code=201,
    response_model=schemas.CreatedWebhook,
    summary="Cadastrar um webhook",
    responses={
        **success(201, "Cadastrado; `secret` só aparece aqui.", LOCATION, REPLAYED),
        **problems(409, 413),
    },
)
def create_webhook(
    request: Request, caller: Subscriber, sent: schemas.NewWebhook, idempotency_key: IdempotencyKey = None
) -> Response:
    """Cada evento escolhido vira um POST assinado ao seu endereço, só de acionamentos ao alcance do token. Os
    webhooks se calam quando o token vence ou é revogado."""
    config = request.app.state.config

    def work() -> dict[str, Any]:
        hook = integration.add_webhook(
            session,
            url=sent.url,
            events=sent.events,
            created_by=None,
            token_id=caller.id,
            now=now(request),
            # Where mail goes to a development inbox, a webhook may go to this machine.
            allow_local=config.inbox_dir is not None,
        )
        note(session, caller, "webhook_added", f"webhook:{hook.id}", now(request))
        return webhook_body(hook)

    with transaction(request.app.state.engine) as session:
        answer = once(session, request, caller, idempotency_key, sent, 201, work)
        hook = integration.webhook_target(session, webhook_id=answer.body["id"], token_id=caller.id)
    place = f"{request.scope.get('root_path', '')}/webhooks/{hook.id}"
    return JSONResponse(
        with_secret(answer.body, hook, config.secret_key),
        answer.status,
        {"Location": place, **answer.headers},
    )


@router.get("", responses=problems(), summary="Listar os webhooks")
def list_webhooks(request: Request, caller: Subscriber) -> schemas.Webhooks:
    """Os deste token."""
    with reading(request.app.state.engine) as session:
        hooks = integration.webhooks(session, token_id=caller.id)
        return schemas.Webhooks.model_validate({"items": [webhook_body(hook) for hook in hooks]})


@router.get("/{webhook_id}", responses=problems(404), summary="Consultar um webhook")
def read_webhook(request: Request, caller: Subscriber, webhook_id: WebhookId) -> schemas.Webhook:
    """Sem o segredo."""
    with reading(request.app.state.engine) as session:
        hook = integration.webhook_target(session, webhook_id=webhook_id, token_id=caller.id)
        return schemas.Webhook.model_validate(webhook_body(hook))


@router.delete("/{webhook_id}", status_code=204, responses=problems(404), summary="Apagar um webhook")
def delete_webhook(request: Request, caller: Subscriber, webhook_id: WebhookId) -> Response:
    """O que já está na fila para ele não é mais entregue."""
    with transaction(request.app.state.engine) as session:
        integration.remove_webhook(session, webhook_id=webhook_id, token_id=caller.id, now=now(request))
        note(session, caller, "webhook_removed", f"webhook:{webhook_id}", now(request))
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/test",
    status_code=202,
    response_model=schemas.TestDelivery,
    summary="Pedir uma entrega de teste",
    responses={**success(202, "A entrega está na fila.", REPLAYED), **problems(404)},
)
def try_webhook(
    request: Request, caller: Subscriber, webhook_id: WebhookId, idempotency_key: IdempotencyKey = None
) -> Response:
    """Chega em segundos, assinada como as outras, com `X-CSS-Event: webhook.test`."""

    def work() -> dict[str, Any]:
        return {
            "delivery": integration.ping_webhook(
                session, webhook_id=webhook_id, token_id=caller.id, now=now(request)
            )
        }

    with transaction(request.app.state.engine) as session:
        answer = once(session, request, caller, idempotency_key, None, 202, work)
    return JSONResponse(answer.body, answer.status, answer.headers)

"""From the store's views to the bodies of the API; the same place for an answer and for its ETag."""

from __future__ import annotations

from typing import Any

from portal.api import schemas
from ticket_store import integration, model
from ticket_store.mails.wording import STATUS
from ticket_store.views import EventView, TicketView


def ticket_body(view: TicketView) -> dict[str, Any]:
    shared = {name: getattr(view, name) for name in schemas.Ticket.model_fields if hasattr(view, name)}
    return schemas.Ticket(
        **shared,
        status_label=STATUS[view.status],
        service=schemas.Named(code=view.service_code, name=view.service_name),
        team=schemas.Named(code=view.team_code, name=view.team_name),
        requester=schemas.Requester(email=view.email, name=view.requester_name),
    ).model_dump(mode="json")


def event_body(view: EventView) -> dict[str, Any]:
    shared = {name: getattr(view, name) for name in schemas.Event.model_fields if hasattr(view, name)}
    author = schemas.EventAuthor.model_validate({"kind": view.author_kind, "name": view.author_name})
    return schemas.Event(**shared, author=author).model_dump(mode="json")


def webhook_body(hook: model.Webhook) -> dict[str, Any]:
    return schemas.Webhook.model_validate(
        {"id": hook.id, "url": hook.url, "events": hook.events, "created_at": hook.created_at}
    ).model_dump(mode="json")


def with_secret(body: dict[str, Any], hook: model.Webhook, secret_key: str) -> dict[str, Any]:
    """Derived each time, so that no remembered answer keeps it in the store."""
    return {**body, "secret": integration.webhook_secret(hook, secret_key)}

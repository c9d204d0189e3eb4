"""Idempotency-Key: a POST sent again after a lost answer does nothing twice and gets the first answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header, Request
from pydantic import BaseModel

from portal.api.access import Caller, now
from ticket_store import integration

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=120,
        pattern=r"^[!-~]+$",
        description=(
            "Um valor único para este pedido (um UUID, por exemplo). Por dois dias, o mesmo pedido com a "
            "mesma chave recebe a mesma resposta, com `Idempotency-Replayed: true`, e nada é feito de novo. "
            "Pedidos recusados não gastam a chave."
        ),
        examples=["6f1c0a52-6a0e-4f0e-9d5b-0d1b1a2c3d4e"],
    ),
]


@dataclass(frozen=True)
class Answer:
    status: int
    body: dict[str, Any]
    replayed: bool = False

    @property
    def headers(self) -> dict[str, str]:
        return {"Idempotency-Replayed": "true"} if self.replayed else {}


def once(
    session: Any,
    request: Request,
    caller: Caller,
    key: str | None,
    sent: BaseModel | None,
    status: int,
    work: Callable[[], dict[str, Any]],
) -> Answer:
    """The answer of `work`, or the one already given to that key. Raises IdempotencyMismatch.

    All in the caller's transaction: what fails leaves the key free.
    """
    if key is None:
        return Answer(status, work())
    # The parsed body, so that another spacing or order of the same JSON is the same request.
    told = sent.model_dump_json() if sent else ""
    fingerprint = hashlib.sha256(f"{request.method} {request.url.path}\n{told}".encode()).hexdigest()
    before = integration.begin_request(
        session, token_id=caller.id, key=key, fingerprint=fingerprint, now=now(request)
    )
    if before is not None:
        return Answer(*before, replayed=True)
    body = work()
    integration.finish_request(session, token_id=caller.id, key=key, status=status, body=body)
    return Answer(status, body)

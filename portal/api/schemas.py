"""What goes in and out, with the descriptions and examples that the OpenAPI shows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from ticket_store.lifecycle import Status

NUMBER = "2026-0001234"
ANA = "ana.souza@saude.gov.br"

# One line: PostgreSQL takes no NUL and a name has no tabs. Longer texts are cleaned by the store.
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
Code = Annotated[str, StringConstraints(max_length=40, pattern=r"^[a-z0-9-]+$")]
Email = Annotated[str, StringConstraints(max_length=254), Field(json_schema_extra={"format": "email"})]
Text = Annotated[str, StringConstraints(min_length=1, max_length=8000)]
EventName = Literal[
    "ticket.opened", "ticket.commented", "ticket.waiting", "ticket.forwarded", "ticket.resolved",
    "ticket.rated", "ticket.reopened", "ticket.closed", "ticket.cancelled",
    "ticket.address_changed",
]  # fmt: skip


def _example(**values: JsonValue) -> ConfigDict:
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [values]})


class NewTicket(BaseModel):
    model_config = _example(
        email=ANA,
        name="Ana Souza",
        service_code="siape",
        urgency="alta",
        description="O SIAPE mostra erro 502 ao abrir a folha de novembro.",
    )
    email: Email = Field(description="E-mail do solicitante; é para onde vão os avisos.")
    name: Line | None = Field(None, description="Nome do solicitante.")
    service_code: Code | None = Field(None, description="Código do serviço (GET /services).")
    service_text: Line | None = Field(
        None, description="Como o solicitante chama o serviço, se não há código."
    )
    description: str = Field(
        min_length=10, max_length=8000, description="O que acontece, desde quando e para quem."
    )
    urgency: Line | None = Field(None, description="Como o solicitante a disse: alta, baixa, “tudo parado”…")


class NewText(BaseModel):
    model_config = _example(text="O erro também aparece na rede da sede.")
    text: Text = Field(description="O texto, sem HTML.")


class Reason(BaseModel):
    model_config = _example(reason="O problema deixou de acontecer.")
    reason: Annotated[str, StringConstraints(max_length=8000)] | None = Field(None, description="Por quê.")


class Solution(BaseModel):
    model_config = _example(solution="A folha de novembro foi reprocessada e já abre.")
    solution: Text = Field(description="O que foi feito; vai no e-mail ao solicitante.")


class Forwarding(BaseModel):
    model_config = _example(team_code="network", note="O acesso falha só fora da sede.")
    team_code: Code = Field(description="Código da equipe (GET /teams).")
    note: Annotated[str, StringConstraints(max_length=8000)] | None = Field(
        None, description="Só para a equipe; o solicitante não vê."
    )


class Named(BaseModel):
    code: str | None = Field(description="Nulo quando o serviço não está no catálogo.")
    name: str


class Requester(BaseModel):
    email: str
    name: str | None


class Ticket(BaseModel):
    """Horários em UTC (ISO 8601)."""

    number: str = Field(description="Número de registro.", examples=[NUMBER])
    status: Status
    status_label: str = Field(description="A situação, em português.", examples=["Em atendimento"])
    service: Named
    description: str
    urgency: str | None
    priority: str = Field(examples=["high"])
    channel: str = Field(description="Por onde foi aberto.", examples=["api"])
    team: Named
    requester: Requester
    opened_at: datetime
    updated_at: datetime
    due_at: datetime | None = Field(description="Prazo da solução. Nulo sem ANS, em pausa ou já resolvido.")
    first_response_due_at: datetime | None
    paused: bool = Field(description="O prazo está parado, à espera do solicitante.")
    breached: bool = Field(description="O prazo da solução passou.")
    solution: str | None
    resolved_at: datetime | None
    reopen_until: datetime | None = Field(description="Até quando pode ser reaberto.")
    finished_at: datetime | None
    reopen_count: int
    score: int | None = Field(description="Nota da solução, de 1 a 5.")
    duplicate_of: str | None = Field(description="Número do acionamento de que este é repetição.")


class TicketPage(BaseModel):
    items: list[Ticket]
    next_cursor: str | None = Field(description="Passe em `cursor` para a próxima página; nulo na última.")


class EventAuthor(BaseModel):
    kind: Literal["requester", "agent", "assistant", "system"]
    name: str | None


class Event(BaseModel):
    id: int
    at: datetime
    kind: str = Field(description="opened, comment, answered, waiting_on_requester, forwarded, resolved…")
    author: EventAuthor
    text: str | None
    from_status: Status | None
    to_status: Status | None


class EventPage(BaseModel):
    items: list[Event]
    next_cursor: str | None


class Service(BaseModel):
    code: str = Field(examples=["siape"])
    name: str = Field(examples=["SIAPE"])
    team_code: str = Field(description="Equipe que recebe primeiro.", examples=["people"])


class Services(BaseModel):
    items: list[Service]


class Team(BaseModel):
    code: str = Field(examples=["people"])
    name: str


class Teams(BaseModel):
    items: list[Team]


class NewWebhook(BaseModel):
    model_config = _example(
        url="https://sistema.saude.gov.br/avisos/css", events=["ticket.opened", "ticket.resolved"]
    )
    url: str = Field(min_length=1, max_length=500, description="Endereço https de um servidor público.")
    events: list[EventName] = Field(min_length=1, max_length=9, description="O que avisar.")


class Webhook(BaseModel):
    id: int
    url: str
    events: list[EventName]
    created_at: datetime


class CreatedWebhook(Webhook):
    secret: str = Field(description="Assina as entregas. Guarde-o agora: não é mostrado de novo.")


class Webhooks(BaseModel):
    items: list[Webhook]


class TestDelivery(BaseModel):
    delivery: str = Field(description="O mesmo valor chega no cabeçalho X-CSS-Delivery.")


class WrongField(BaseModel):
    pointer: str | None = Field(
        None, description="Campo do corpo (JSON Pointer).", examples=["#/description"]
    )
    parameter: str | None = Field(None, description="Parâmetro ou cabeçalho.", examples=["limit"])
    detail: str


class Problem(BaseModel):
    """RFC 9457."""

    type: str = Field(description="Endereço que identifica e explica o tipo de problema.")
    title: str
    status: int
    detail: str = Field(description="O que fazer, em português.")
    instance: str
    errors: list[WrongField] | None = Field(None, description="Em invalid-request.")
    scope: str | None = Field(None, description="Em insufficient-scope: o que falta ao token.")
    current: str | None = Field(
        None, description="Em transition-refused e ticket-finished: a situação atual."
    )
    wanted: str | None = Field(None, description="Em transition-refused: a situação pedida.")

"""The history of a ticket as its requester reads it: a title a line, the desk's own lines left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ticket_store.views import EventView

TITLES = {
    "opened": "Acionamento registrado",
    "answered": "Resposta do atendimento",
    "comment": "Informação acrescentada",
    "attachment": "Arquivo acrescentado",
    "waiting_on_requester": "Pedido de informação",
    "resolved": "Acionamento resolvido",
    "reopened": "Acionamento reaberto",
    "closed": "Acionamento encerrado",
    "cancelled": "Acionamento cancelado",
    "address_changed": "E-mail do acionamento trocado",
    "links_revoked": "Links enviados por e-mail cancelados",
    "merged": "Unido a outro acionamento sobre o mesmo assunto",
}
# Shown elsewhere on the page, or nobody's business but the desk's.
WITHOUT_TEXT = {"opened", "resolved"}
READ_BY_LINK = "Página aberta por um link enviado por e-mail"
YOU = "Você"
DESK = "Central de Serviços Serpro"


@dataclass(frozen=True)
class Line:
    title: str
    at: datetime
    author: str
    text: str | None
    # What his letter had besides, folded.
    rest: str | None = None


def lines(events: Iterable[EventView], read_by_link: Iterable[datetime] = ()) -> list[Line]:
    """The newest first; what is internal is left out even if it was handed over."""
    shown = [_line(event) for event in events if not event.internal]
    shown += [Line(READ_BY_LINK, at, author="", text=None) for at in read_by_link]
    return sorted(shown, key=lambda line: line.at, reverse=True)


def _line(event: EventView) -> Line:
    return Line(
        title=_title(event),
        at=event.at,
        author=YOU if event.author_kind == "requester" else DESK,
        text=None if event.kind in WITHOUT_TEXT else event.text,
        rest=event.data.get("rest"),
    )


def _title(event: EventView) -> str:
    if event.kind == "forwarded" and event.data.get("team_name"):
        return f"Encaminhado à equipe {event.data['team_name']}"
    if event.kind == "rated" and event.data.get("score"):
        verb = "Nota mudada para" if event.data.get("revised") else "Atendimento avaliado com nota"
        return f"{verb} {event.data['score']}"
    return TITLES.get(event.kind, "Andamento do acionamento")

"""What was refused, worded for whoever wrote the calling system: error -> kind of problem and sentence."""

from __future__ import annotations

from typing import Any

from portal.api.etags import ChangedMeanwhile
from portal.api.paging import InvalidCursor
from portal.api.rate import TooManyCalls
from ticket_store import errors
from ticket_store.integration import EVENTS
from ticket_store.mails.wording import STATUS

CSS = "0800 728 2323 ou css.serpro@serpro.gov.br"
FIELDS = {
    "service": ("/service_code", "Informe `service_code` (veja /services) ou `service_text`."),
    "description": ("/description", "Descreva o problema em 10 a 8000 caracteres."),
}

Worded = tuple[str, str, dict[str, Any]]


def worded(error: Exception) -> Worded:
    """(kind, detail, extra members). Raises the error itself when it is none that a caller can cause."""
    match error:
        case errors.InvalidToken():
            return "invalid-token", f"Envie um token válido. Para receber um, fale com a CSS: {CSS}.", {}
        case errors.ScopeMissing(scope=scope):
            return (
                "insufficient-scope",
                f"Esta operação pede um token com o escopo {scope}.",
                {"scope": scope},
            )
        case errors.RequesterOutOfReach():
            return "requester-out-of-reach", "O token não trata de solicitantes deste domínio de e-mail.", {}
        case errors.TicketNotFound():
            return "ticket-not-found", "Não há acionamento com este número ao alcance do token.", {}
        case errors.WebhookNotFound():
            return "webhook-not-found", "Não há webhook com este id neste token. Veja GET /webhooks.", {}
        case errors.TransitionRefused(current=current, wanted=wanted):
            sentence = f"O acionamento está na situação “{STATUS[current]}”, que não permite isso. Releia-o."
            return "transition-refused", sentence, {"current": current, "wanted": wanted}
        case errors.TicketFinished(status=status):
            return "ticket-finished", "O acionamento terminou. Abra outro.", {"current": status}
        case errors.SameTeam():
            return "same-team", "O acionamento já está com esta equipe. Escolha outra em GET /teams.", {}
        case errors.WebhookLimitReached(limit=limit):
            return (
                "webhook-limit",
                f"Um token tem até {limit} webhooks. Apague um antes de cadastrar outro.",
                {},
            )
        case ChangedMeanwhile():
            return (
                "changed-meanwhile",
                "O acionamento mudou desde a sua leitura. Releia-o e decida de novo.",
                {},
            )
        case errors.IdempotencyMismatch():
            return (
                "idempotency-key-reused",
                "Esta Idempotency-Key já foi usada com outro pedido. Use uma nova.",
                {},
            )
        case TooManyCalls(retry_after=seconds):
            return "too-many-requests", f"Espere {seconds} s e continue.", {}
    return "invalid-request", "Corrija o que está em `errors` e envie de novo.", {"errors": _wrong(error)}


def _wrong(error: Exception) -> list[dict[str, str]]:
    match error:
        case errors.IncompleteTicket(fields=fields):
            return [_field(*FIELDS[field]) for field in fields]
        case errors.InvalidEmail():
            return [_field("/email", "Confira o e-mail: ele é assim: nome@orgao.gov.br.")]
        case errors.UnknownService():
            return [_field("/service_code", "Não há serviço com este código. Veja GET /services.")]
        case errors.UnknownTeam():
            return [_field("/team_code", "Não há equipe com este código. Veja GET /teams.")]
        case errors.EmptyText():
            return [_field("/text", "Escreva alguma coisa.")]
        case errors.TextTooLong(limit=limit):
            return [_field("/text", f"O texto passa de {limit} caracteres.")]
        case errors.WebhookRefused():
            known = ", ".join(EVENTS)
            return [
                _field("/url", f"Use um endereço https de um servidor público, e eventos entre: {known}.")
            ]
        case InvalidCursor():
            return [
                {"parameter": "cursor", "detail": "Use o `next_cursor` da página anterior, sem mudar nada."}
            ]
    raise error


def _field(pointer: str, detail: str) -> dict[str, str]:
    return {"pointer": f"#{pointer}", "detail": detail}

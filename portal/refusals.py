"""What the store refused, worded for the form that asked: (field, sentence that says what to do next)."""

from __future__ import annotations

from portal import words
from ticket_store import errors

CSS = "ligue para 0800 728 2323 ou escreva para css.serpro@serpro.gov.br"
NEW_CODE = f"Peça outro código abaixo. Se ele não chegar, {CSS}."


def worded(error: errors.TicketStoreError, text_field: str = "text") -> tuple[str, str]:
    """The field to mark and the sentence; "form" when no field is to blame."""
    match error:
        case errors.EmptyText():
            return text_field, "Escreva alguma coisa antes de enviar."
        case errors.TextTooLong(limit=limit):
            return (
                text_field,
                f"O texto passa de {limit} caracteres. Encurte-o ou mande o resto em um arquivo.",
            )
        case errors.AttachmentTooLarge(limit=limit):
            return "files", f"Cada arquivo pode ter até {words.size(limit)}. Envie um arquivo menor."
        case errors.AttachmentEmpty():
            return "files", "O arquivo está vazio. Confira se é este e se foi salvo, e envie de novo."
        case errors.AttachmentTypeRefused():
            return "files", f"Este tipo de arquivo não é aceito. Envie {words.accepted_files()}."
        case errors.TooManyAttachments(limit=limit):
            return (
                "files",
                f"Um acionamento guarda até {limit} arquivos. Junte os que faltam em um só ou {CSS}.",
            )
        case errors.TicketFinished():
            return "form", f"Este acionamento já foi encerrado e não recebe mais nada. Abra outro ou {CSS}."
        case errors.TransitionRefused() | errors.NotRateable():
            return (
                "form",
                f"O acionamento mudou de situação e isso não é mais possível. Veja o histórico ou {CSS}.",
            )
        case errors.InvalidScore():
            return "score", "Escolha uma nota de 1 a 5."
        case errors.InvalidTicketNumber():
            return "number", "Este número não parece de acionamento. Ele é assim: 2026-0001234."
        case errors.InvalidEmail():
            return "email", "Confira o e-mail: ele é assim: nome@orgao.gov.br."
        case errors.CodeLimitReached(retry_at=retry_at):
            return (
                "form",
                f"Já enviamos vários códigos. Peça outro depois das {words.clock(retry_at)} ou {CSS}.",
            )
        case errors.WrongCode(tries_left=0):
            return "code", f"O código não confere e as tentativas acabaram. {NEW_CODE}"
        case errors.WrongCode(tries_left=1):
            return "code", "O código não confere. Resta uma tentativa."
        case errors.WrongCode(tries_left=left):
            return "code", f"O código não confere. Restam {left} tentativas."
        case errors.CodeExpired() | errors.NoCodePending():
            return "code", f"Este código não vale mais. {NEW_CODE}"
    raise error

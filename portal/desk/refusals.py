"""What the store refused to the desk, worded for an attendant: the field and what to do next."""

from __future__ import annotations

from portal import refusals
from portal.desk import words
from ticket_store import errors


def worded(error: errors.TicketStoreError, text_field: str = "text") -> tuple[str, str]:
    """The field to mark and the sentence; "form" when no field is to blame."""
    match error:
        case errors.TransitionRefused(current=current, wanted=wanted):
            now, then = (words.STATUS.get(s, s).lower() for s in (current, wanted))
            return "form", (
                f"O acionamento está “{now}” e daí não pode passar a “{then}”. "
                "Alguém pode tê-lo mudado agora: veja o histórico e recomece daqui."
            )
        case errors.TicketFinished(number=number):
            return (
                "form",
                f"O {number} já terminou e não recebe mais nada. Use uma nota interna ou abra outro.",
            )
        case errors.SameTeam():
            return "team_code", "O acionamento já está com esta equipe. Escolha outra."
        case errors.UnknownTeam():
            return "team_code", "Escolha a equipe que vai receber o acionamento."
        case errors.SameAgent():
            return "agent_id", "A conversa já está com você. Escolha um colega."
        case errors.AgentNotFound():
            return "agent_id", "Escolha um atendente com conta ativa."
        case errors.SameTicket():
            return "into", "Este é o próprio acionamento. Informe o número do outro."
        case errors.OtherRequester():
            return "into", (
                "Este é de outro solicitante: cada pessoa é atendida no seu acionamento. "
                "Se o problema atinge muita gente, anuncie um incidente."
            )
        case errors.TicketNotFound():
            return "into", "Não há acionamento com este número. Confira e tente de novo."
        case errors.InvalidTicketNumber():
            return "into", "Este número não parece de acionamento. Ele é assim: 2026-0001234."
        case errors.TagTooLong(limit=limit):
            return "tags", f"Cada etiqueta tem até {limit} letras. Encurte-a."
        case errors.UnknownPriority():
            return "priority", "Escolha a prioridade na lista."
        case errors.SnoozeRefused():
            return "until", "Escolha até quando, de hoje a seis meses."
        case errors.NameMissing(limit=limit):
            return "name", f"Dê um nome de até {limit} letras."
        case errors.NotHisToChange():
            return "scope", "Isto é da equipe ou de todos, e a sua conta não o muda. Guarde uma cópia sua."
        case errors.NotOnShelf():
            return "form", "Isto já não existe. Um colega pode tê-lo apagado."
        case errors.TooManyNotes(limit=limit):
            return "note", f"Já há {limit} notas desta pessoa. Apague ou junte as que não servem mais."
        case errors.NoteChanged(text=text):
            return (
                "form",
                f"Um colega mudou esta nota agora há pouco. Ela diz: “{text}”. Confira e guarde de novo.",
            )
        case errors.UnknownVariable(name=name):
            return "text", f"Não há {{{{{name}}}}}. Use só as variáveis da lista."
        case errors.NotUndoable():
            return "form", "Isto já não pode ser desfeito: algo mudou depois. Veja o histórico."
        case errors.SpeechMissing():
            return "speech", "Diga o que é o texto: resposta, nota, pergunta ou solução."
        case errors.UnknownService():
            return "service_code", "Escolha o serviço na lista ou “Outro”."
        case errors.InvalidEmail():
            return "email", "Confira o e-mail: ele é assim: nome@orgao.gov.br."
        case errors.ProposalNotFound():
            return "form", "Esta proposta já foi decidida. Veja a lista atualizada."
        case errors.IncidentNotFound():
            return "form", "Este incidente já foi encerrado. Se o problema voltou, anuncie outro."
        case errors.HandoffRefused(current="taken"):
            return "form", "Um colega já está nesta conversa."
        case errors.HandoffRefused(current=current):
            return (
                "form",
                f"Esta conversa não está mais com você: {words.HANDOFF.get(current, current).lower()}.",
            )
        case errors.OutboxRowNotFound():
            return "form", "Esta entrega mudou de situação agora há pouco. Veja a lista atualizada."
        case errors.ReviewItemNotFound():
            return "form", "Esta mensagem já saiu da lista."
        case errors.WeakPassword(minimum=minimum):
            return "new", f"Use uma senha com pelo menos {minimum} caracteres."
        case errors.BadCredentials():
            return "current", "A senha atual não confere."
        case errors.TooManyAtOnce():
            return "form", "Muita gente está entrando agora. Espere alguns segundos e tente de novo."
        case errors.WrongSecondFactor():
            return "code", "O código não confere ou já foi usado. Espere o próximo e tente de novo."
        case errors.ResetLimitReached(retry_at=retry_at):
            return (
                "form",
                f"Foram muitos pedidos daqui. Espere até as {words.clock(retry_at)} e tente de novo.",
            )
        case errors.AccountLocked(until=until):
            return "form", f"Muitas tentativas. Espere até as {words.clock(until)} e tente de novo."
    return refusals.worded(error, text_field)

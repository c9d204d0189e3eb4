"""What people read for a channel, a promise and a report's groups: on the desk and in the mailed report."""

CHANNEL = {
    "web": "Chat da página",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
    "rocketchat": "Rocket.Chat",
    "teams": "Teams",
    "voice": "Telefone (assistente)",
    "shell": "Terminal",
    "mail": "E-mail",
    "portal": "Página da CSS",
    "phone": "Telefone",
    "desk": "Mesa",
    "api": "Outro sistema",
}
DEADLINE = {"first_response": "Primeira resposta", "resolution": "Solução"}
DIMENSION = {
    "team": "Equipe",
    "agent": "Atendente",
    "service": "Serviço",
    "body": "Órgão",
    "channel": "Canal",
    "promise": "Tipo de prazo",
}
# The fields of a report's address.
DIMENSION_FIELD = {
    "team": "equipe",
    "agent": "atendente",
    "service": "servico",
    "body": "orgao",
    "channel": "canal",
    "promise": "prazo",
}

# What an attendant's bell says (ticket_store/bell.py); FOLLOWED + a kind: of what he follows.
FOLLOWED = "f:"
NOTICE = {
    "assigned": "Atribuído a você",
    "taken_over": "Um colega ficou com o que era seu",
    "forwarded": "Encaminhado à sua equipe",
    "released": "Voltou à fila da sua equipe",
    "comment": "O solicitante respondeu",
    "attachment": "O solicitante mandou um arquivo",
    "reopened": "Reaberto",
    "deadline_warning": "O prazo está perto do fim",
    "deadline_breach": "O prazo venceu",
    "woken": "Voltou à fila, como você pediu",
    "note": "Uma nota cita você",
    "automated": "Uma automação avisa você",
    "unblocked": "O que o bloqueava terminou",
    "live_message": "A pessoa escreveu",
    "live_left": "A pessoa saiu da conversa",
    "live_given": "Um colega passou uma conversa a você",
}

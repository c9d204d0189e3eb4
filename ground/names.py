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

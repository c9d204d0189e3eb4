"""Why something did not arrive, and where it should have: what the worker noted, worded for an attendant."""

from __future__ import annotations

from portal.desk.names import CHANNEL
from ticket_store.operations.conversations import PREFIXES
from ticket_store.views import OutboxItem

# How each reason of the worker's begins; a code at its end is told with it.
REASONS = {
    "the channel answered 404": "O chat não conhece mais esta conversa",
    "the channel answered": "O chat respondeu com um erro",
    "no answer from the channel": "O chat não respondeu",
    "the channel's answer was not understood": "Não entendemos o que o chat respondeu",
    "this conversation's channel takes no notices": "O canal desta conversa não recebe avisos",
    "Telegram did not take it": "O Telegram não aceitou a mensagem",
    "Rocket.Chat did not take it": "O Rocket.Chat não aceitou a mensagem",
    "Teams did not take it": "O Teams não aceitou a mensagem",
    "the webhook answered": "O outro sistema respondeu com um erro",
    "no answer from the webhook": "O outro sistema não respondeu",
    "the webhook was removed": "O outro sistema não pede mais estes avisos",
    "the address points into a private network": "O endereço do outro sistema é de uma rede interna",
    "the push service answered": "O serviço de notificações do navegador respondeu com um erro",
    "no answer from the push service": "O serviço de notificações do navegador não respondeu",
    "the browser's key is not one": "O navegador deixou uma chave que não serve",
    "VAPID_PRIVATE_KEY is not set": "As notificações do navegador não estão configuradas",
    "could not be written": "A mensagem não pôde ser montada",
    "the address is not valid": "O endereço não é de e-mail",
    "the server cannot take this address": "O servidor de e-mail não aceita letras com acento no endereço",
    "connection lost": "A conexão com o servidor de e-mail caiu",
    "no connection": "Não houve conexão com o servidor de e-mail",
}


def reason(noted: str) -> str:
    """'the channel answered 503' -> 'O chat respondeu com um erro (503).' Words of another server stay so."""
    for begins, sentence in REASONS.items():
        if noted.startswith(begins):
            code = noted.removeprefix(begins).strip()
            return f"{sentence} ({code})." if code.isdecimal() else f"{sentence}."
    return f"O servidor disse: “{noted}”"


def recipient(item: OutboxItem) -> str:
    """The address of a mail; of the others no id, which says nothing to anybody."""
    if item.channel == "mail":
        return item.to
    if item.channel == "chat":
        channel = PREFIXES.get(item.to.partition("-")[0], "")
        return f"Conversa: {CHANNEL[channel]}" if channel else "Conversa"
    return {"webhook": "Outro sistema", "push": "Navegador do solicitante"}.get(item.channel, item.to)

"""The sentences a channel itself says to a user; everything else is worded in domain.yml."""

CONTACT = "ligue 0800 728 2323 ou escreva para css.serpro@serpro.gov.br"

APOLOGY = f"Desculpe, não consegui responder agora. Tente de novo daqui a pouco. Se for urgente, {CONTACT}."
UNAVAILABLE = (
    "O atendimento está iniciando ou fora do ar neste momento. Tente de novo em um minuto. "
    f"Se for urgente, {CONTACT}."
)
EMPTY = "Sua mensagem chegou vazia. Escreva o que você precisa, por exemplo: “abrir um acionamento”."
TOO_LONG = "Sua mensagem passou de {limit} caracteres. Resuma o problema ou divida em partes e envie de novo."
RATE = "Você enviou muitas mensagens em pouco tempo. Espere alguns segundos e envie de novo."
BUSY = "Ainda estou respondendo às suas mensagens anteriores. Espere a resposta e envie de novo."
INVALID = f"Não consegui ler essa mensagem. Atualize a página e tente de novo. Se continuar, {CONTACT}."

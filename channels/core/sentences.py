"""The sentences a channel itself says to a user; everything else is worded in domain.yml."""

CONTACT = "ligue 0800 728 2323 ou escreva para css.serpro@serpro.gov.br"

APOLOGY = f"Desculpe, não consegui responder agora. Tente de novo daqui a pouco. Se for urgente, {CONTACT}."
UNAVAILABLE = (
    "O atendimento está iniciando ou fora do ar neste momento. Tente de novo em um minuto. "
    f"Se for urgente, {CONTACT}."
)
SET_ASIDE = (
    "Não consegui tratar essa mensagem: tentei duas vezes e parei. Guardei-a para uma pessoa da Central ver. "
    f"Escreva de outro jeito ou, se for urgente, {CONTACT}."
)
EMPTY = "Sua mensagem chegou vazia. Escreva o que você precisa, por exemplo: “abrir um acionamento”."
TOO_LONG = "Sua mensagem passou de {limit} caracteres. Resuma o problema ou divida em partes e envie de novo."
RATE = "Você enviou muitas mensagens em pouco tempo. Espere alguns segundos e envie de novo."
BUSY = "Ainda estou respondendo às suas mensagens anteriores. Espere a resposta e envie de novo."
CROWDED = "Muita gente está falando comigo agora. Espere alguns segundos e envie de novo."
INVALID = f"Não consegui ler essa mensagem. Atualize a página e tente de novo. Se continuar, {CONTACT}."

# What is said of files, and of what only a messenger can send.
VOICE = f"Ainda não consigo ouvir áudios. Escreva o que você precisa; se preferir falar, {CONTACT}."
STICKER = "Recebi sua figurinha, mas só entendo texto. Escreva o que você precisa, por favor."
UNSUPPORTED = "Por aqui entendo texto, fotos e documentos. Escreva o que você precisa, por favor."
EDITED = "Vi que você editou uma mensagem. Para eu considerar a correção, envie-a como uma nova mensagem."
FILE_KEPT = "Anexei o arquivo ao acionamento {ticket_number}."
FILE_HELD = "Guardei o arquivo. Ele entra no acionamento que você abrir nesta conversa nos próximos 7 dias."
FILE_TOO_LARGE = "O arquivo é grande demais. O limite é de {size}: envie um menor ou compactado."
FILE_EMPTY = "O arquivo está vazio. Confira se ele abre no seu aparelho e envie de novo."
FILE_TOO_MANY = (
    "Não cabem mais arquivos: o limite é de {limit} por acionamento. Junte-os num ZIP, se precisar."
)
FILE_RATE = "Você enviou muitos arquivos em pouco tempo. Espere um minuto e envie de novo."
FILE_LINE = "Arquivo: {name} ({size})"
FILE_REFUSED = (
    "Não posso receber esse tipo de arquivo. Envie imagem, PDF, documento, planilha, texto, e-mail ou ZIP."
)
FILE_FAILED = f"Não consegui guardar o arquivo agora. Envie de novo daqui a pouco. Se for urgente, {CONTACT}."

# On the phone.
NOT_HEARD = "Desculpe, não ouvi."
PRESS = "Para {title}, tecle {key}."
NOBODY_THERE = "Como não ouvi você, vou encerrar a ligação. A Central atende 24 horas: ligue quando quiser."

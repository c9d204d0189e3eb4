"""What the letters of the newer corpus say: webmail, forwards, odd senders, files."""

UNIT = "A unidade gestora é 170001."
COMMENTED_TOO = {
    **dict.fromkeys(
        [
            "people-comma-unquoted",
            "people-encoded-at",
            "people-encoded-references",
            "people-folded-references",
            "people-name-is-address",
            "people-odd-quote",
            "smime-opaque-signed",
            "webmail-expresso-below",
            "webmail-expresso-html",
            "webmail-expresso-notice-html",
            "webmail-gmail-between",
            "webmail-gmail-mobile",
            "webmail-horde",
            "webmail-iphone",
            "webmail-iphone-html",
            "webmail-outlook-2016-plain",
            "webmail-outlook-365",
            "webmail-outlook-ios",
            "webmail-roundcube",
            "webmail-roundcube-below",
            "webmail-roundcube-html",
            "webmail-roundcube-inside",
            "webmail-samsung-html",
            "webmail-thunderbird-html",
            "webmail-uol",
            "webmail-yahoo-html",
            "webmail-zimbra-english",
            "webmail-zimbra-html",
            "webmail-zoho",
        ],
        UNIT,
    ),
    "files-ansi-and-utf16": "Seguem os registros.",
    "files-inline-log": "Segue o log.",
    "files-mail-in-base64": "Segue o e-mail.",
    "files-script-becomes-text": "Segue o comando.",
    "files-zero-bytes": "Segue o documento.",
    "forward-outlook-in-thread": (
        "Vejam o que recebi.\n"
        "\n"
        "De: Carlos Souza <carlos@x.gov.br>\n"
        "Enviada em: quinta-feira, 23 de julho de 2026 10:00\n"
        "Para: Ana <ana@x.gov.br>\n"
        "Assunto: SIAFI fora do ar\n"
        "\n"
        "Ana, o SIAFI não emite a ordem bancária da UG 170001, erro 504."
    ),
    "reply-answers-on-quoted-lines": ("Qual é a unidade gestora? R: 170001\nQual o erro? R: 504"),
    "reply-colleague-quoted": (
        "O Carlos confirma:\n"
        "\n"
        "Em 23/07/2026 10:00, Carlos Souza <carlos@x.gov.br> escreveu:\n"
        "> A UG é 170001."
    ),
    "reply-error-like-a-notice": (
        "O sistema responde:\nEsta mensagem contém erro 504 no módulo UG 170001.\nComo resolvo?"
    ),
    "reply-form-lines": (
        "Segue o que foi pedido:\nDe: Recife\nPara: Brasília\nData: 20/07/2026\nAssunto: passagem\nPodem ver?"
    ),
    "webmail-gmail-indented": ("Segue o texto do erro:\n\nORA-12541: sem listener na UG 170001"),
    "webmail-gmail-reaction": ("👍\n\nAna Conceição reagiu via Gmail"),
    "webmail-iphone-picture": "Veja a tela:",
    "webmail-outlook-inline-text": ("Resposta abaixo.\n\nQual é a unidade gestora? R: 170001"),
}
FILES_TOO = {
    "files-ansi-and-utf16": ["ação.txt", "powershell.log"],
    "files-inline-log": ["erro.log"],
    "files-mail-in-base64": ["erro.eml"],
    "files-script-becomes-text": ["rede.bat.txt"],
    "webmail-iphone-picture": ["IMG_0042.PNG"],
}
# What the assistant hears of a first letter or a forwarded one.
TOLD = {
    "first-blockquote": (
        "Bom dia, o SIAFI mostra isto ao emitir:\n\nORA-12541: sem listener na UG 170001\n\nPodem verificar?"
    ),
    "first-degenerate-plain": "Não consigo emitir a ordem bancária no SIAFI desde ontem às nove da manhã, "
    "aparece o erro 504 na UG 170001.",
    "first-more-after-the-closing": (
        "Não emito a ordem bancária.\n\nAtenciosamente,\nAna\n\nPS: a UG é 170001 e o erro é 504."
    ),
    "first-subject-like-a-robots": (
        "Falha na entrega de mensagens do Expresso.\nOs e-mails voltam desde ontem."
    ),
    "forward-apple": (
        "Fwd: SIAFI fora do ar.\n"
        "Favor verificar.\n"
        "\n"
        "Início da mensagem encaminhada:\n"
        "\n"
        "> De: Carlos Souza <carlos@x.gov.br>\n"
        "> Assunto: SIAFI fora do ar\n"
        "> Data: 23 de julho de 2026 10:00:00 BRT\n"
        "> Para: Ana <ana@x.gov.br>\n"
        "> \n"
        "> Ana, o SIAFI não emite a ordem bancária da UG 170001, erro 504."
    ),
    "forward-as-attachment": ("ENC: SIAFI fora do ar.\nSIAFI fora do ar\nO SIAFI não emite a OB."),
    "forward-english": (
        "Fwd: SIAFI fora do ar.\n"
        "Please check.\n"
        "\n"
        "Begin forwarded message:\n"
        "\n"
        "From: Carlos Souza <carlos@x.gov.br>\n"
        "Date: July 23, 2026 at 10:00:00 AM\n"
        "To: Ana <ana@x.gov.br>\n"
        "Subject: SIAFI fora do ar\n"
        "\n"
        "Ana, o SIAFI não emite a ordem bancária da UG 170001, erro 504."
    ),
    "forward-outlook": (
        "ENC: SIAFI fora do ar.\n"
        "Podem abrir um chamado para isso?\n"
        "\n"
        "De: Carlos Souza <carlos@x.gov.br>\n"
        "Enviada em: quinta-feira, 23 de julho de 2026 10:00\n"
        "Para: Ana <ana@x.gov.br>\n"
        "Assunto: SIAFI fora do ar\n"
        "\n"
        "Ana, o SIAFI não emite a ordem bancária da UG 170001, erro 504."
    ),
    "forward-outlook-no-words": (
        "ENC: SIAFI fora do ar.\n"
        "De: Carlos Souza <carlos@x.gov.br>\n"
        "Enviada em: quinta-feira, 23 de julho de 2026 10:00\n"
        "Para: Ana <ana@x.gov.br>\n"
        "Assunto: SIAFI fora do ar\n"
        "\n"
        "Ana, o SIAFI não emite a ordem bancária da UG 170001, erro 504."
    ),
    "forward-thunderbird": (
        "Fwd: SIAFI fora do ar.\n"
        "-------- Mensagem encaminhada --------\n"
        "Assunto: \tSIAFI fora do ar\n"
        "Data: \tThu, 23 Jul 2026 10:00:00 -0300\n"
        "De: \tCarlos Souza <carlos@x.gov.br>\n"
        "Para: \tAna <ana@x.gov.br>\n"
        "\n"
        "Ana, o SIAFI não emite a ordem bancária da UG 170001, erro 504.\n"
        "\n"
        "-- \n"
        "Carlos Souza"
    ),
}

"""What the reader of replies knows of our mails is held to the mails themselves."""

import pytest
from mail_rows import row

from inbound_mail.html_text import text_of
from inbound_mail.reply_text import split
from ticket_store.mails.rendering import render
from ticket_store.mails.values import Site, values_for

SITE = Site("https://css.exemplo.gov.br", "chave-de-teste")
ASKED = [
    "Qual é a unidade gestora da sua equipe?",
    "Em que tela aparece o erro, e desde quando?",
    "Há outro usuário com o mesmo erro?",
]
TYPED = ["Unidade 170001, de Recife.", "Na de emissão.", "Desde ontem.", f"{ASKED[2]} A Carla.", "E agora?"]
OUTLOOK = (
    "Respondi entre as linhas.\n\nDe: Central de Serviços Serpro <css.serpro@serpro.gov.br>\n"
    "Enviado: sexta-feira, 24 de julho de 2026 14:30\nPara: Ana <ana@x.gov.br>\nAssunto: x\n\n"
)


def quoted(kind: str, form: str) -> tuple[str, list[str]]:
    """Our mail as Outlook quotes it, with TYPED into it and below; and the ticket's texts."""
    said = "\n".join(ASKED)
    mail = render(kind, values_for(row(kind, text=said), SITE))
    words = mail.text if form == "plain" else text_of(mail.html)
    words = words.replace(ASKED[0], f"{ASKED[0]}\n{TYPED[0]}").replace(ASKED[2], TYPED[3])
    words = words.replace(ASKED[1], f"{ASKED[1]}\n" + "\n\n".join(TYPED[1:3]))
    return f"{OUTLOOK}{words.strip()}\n\n{TYPED[4]}", [said]


@pytest.mark.parametrize("form", ["plain", "html"])
@pytest.mark.parametrize("kind", ["answered", "waiting_on_requester", "resolved", "cancelled"])
@pytest.mark.parametrize("mark", ["", "> "])
def test_what_was_typed_into_our_mail_is_found_and_nothing_else_of_it(kind, form, mark):
    letter, said = quoted(kind, form)
    above, _, below = letter.partition("De: ")
    letter = above + "\n".join(mark + line for line in f"De: {below}".split("\n"))
    written = split(letter, mailbox="css.serpro@serpro.gov.br", sender="ana@x.gov.br", said=said).written
    assert [line for line in written.split("\n") if line] == ["Respondi entre as linhas.", *TYPED]

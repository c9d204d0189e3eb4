"""What somebody wants added to a ticket, without the words that ask for it (pure)."""

import re

from actions import descriptions
from actions.slots import fold

# "Quero acrescentar no chamado 1234 que ..." -> what follows; "esqueci de dizer que ..." likewise.
LEAD = re.compile(
    r"^.*?\b(?:complement\w+|acrescent\w+|adicion\w+|inclu\w+|inform\w+|juntar|coloca\w*|bota\w*|p[oô]e"
    r"|anota\w*|esqueci de \w+|faltou \w+|avisa\w*)\b"
    r"(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
WORDS_BEFORE = (
    r"(?:\s*(?:a[ií]|tamb[eé]m|tbm|tb|mais|um|uma|o|a|os|as|no|na|ao|do|da|de|em|meu|minha|n[aã]o"
    r"|chamado|acionamento"
    r"|solicita[cç][aã]o|ticket|ss|protocolo|registro"
    r"|informa[cç][aã]o|informa[cç][oõ]es|detalhe|detalhes|dado|dados|coisa|novo|nova|t[eé]cnico|equipe"
    r"|pessoal|n[uú]mero|n[º°.]|20\d{2}[-/. ]?\d{7}|\d{1,7})(?=[\s,:;.!?-]|$)[\s,;-]*)+"
)
THAT = re.compile(rf"^{WORDS_BEFORE}?\s*(?:que\s+|:\s*)(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
TARGET = re.compile(rf"^{WORDS_BEFORE}[\s,:;?-]*", re.IGNORECASE)


def told_along(text: str) -> str | None:
    """The information that came with the request ("acrescenta no chamado 1234 que ..."), None when only the
    wish did."""
    lead = LEAD.match(text)
    if not lead:
        return None
    that = THAT.match(lead["rest"])
    return enough(that["what"] if that else TARGET.sub("", lead["rest"]))


def enough(text: str) -> str | None:
    """The text when it says something: "5 máquinas" does, "sim" and "uma informação" do not."""
    words = text.strip(" ,;:-\n\t")
    return (
        words[: descriptions.MAXIMUM_LENGTH]
        if len(fold(words)) >= 5 and descriptions.content_words(words)
        else None
    )


def asks_to_add(text: str) -> bool:
    """ "Quero complementar o chamado": the wish, which is no information by itself."""
    return bool(LEAD.match(text))

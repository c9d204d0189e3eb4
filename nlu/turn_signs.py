"""What a message says by its wording alone, whatever a classifier makes of it (pure)."""

from __future__ import annotations

import re

_OF_WHICH = r"(?:outr|primeir|segund|terceir|[uú]ltim)[oa]s?"
# "E o outro?", "e o primeiro?", "quando fica pronto?", "qual o prazo dele?" after a ticket was told.
_KNOWN_TICKET = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:e\s+)?(?:(?:como\s+(?:est[aá]|t[aá])\s+)?(?:o|a|os|as|do|da)\s+)?{_OF_WHICH}"
        r"(?:\s+(?:chamados?|tickets?|acionamentos?|solicita[cç][oõãa]o?(?:es)?))?\W*$",
        r"^\W*(?:e\s+)?(?:quando|que\s+dia|at[eé]\s+quando)\s+(?:[eé]\s+que\s+)?(?:ele\s+|isso\s+)?"
        r"(?:fica|vai\s+ficar|sai|resolve\w*|ser[aá]|vai\s+ser|v[aã]o\s+resolver|termina)(?:\s+(?:pronto"
        r"|resolvido|isso|ele))?\W*$",
        r"^\W*(?:e\s+)?(?:qual\s+)?(?:[eé]\s+|era\s+)?(?:mesmo\s+)?o\s+n[uú]mero(?:\s+(?:mesmo|dele|disso))+\W*$",
        r"\bqual\b.{0,20}\bn[uú]mero\s+do\s+meu\s+(?:chamado|acionamento|ticket)\b",
        r"^\W*e\s+o\s+(?:prazo|n[uú]mero)\W*$",
        r"^\W*(?:e\s+)?(?:qual\s+(?:[eé]\s+|seria\s+)?)?(?:o\s+)?prazo\s+(?:dele|dela|d?ess[ea]|d?est[ea])\b",
    )
)
# "Quero ser avisado só por e-mail", "pode avisar aqui no chat também": asked too seldom to be an intent.
_NOTICES = re.compile(
    r"\b(?:avis\w+|novidades?|not[ií]cias?|notifica\w+)\b.*\b(?:(?:s[oó]|apenas|somente)\s+(?:por|pelo"
    r"|no)\s+e-?mail"
    r"|(?:aqui|chat|por\s+aqui)(?:\s+tamb[eé]m)?)\W*$",
    re.IGNORECASE,
)
_SYMPTOM = re.compile(
    r"\bn[aã]o\s+(?:t[aá]\s+|est[aá]\s+|quer\s+)?(?:abr|entr|funcion|carreg|conect|acess|imprim|respond|loga|salv|envi)\w*"
    r"|\bfora\s+do\s+ar\b|\bcaiu\b|\btrav\w+|\blent[oa]\b|\bparou\b|\bd[aá]\s+erro\b|\bdando\s+erro\b|\bdeu\s+erro\b",
    re.IGNORECASE,
)
# "Cancela ele", "cancela os dois": stopping, to a classifier that does not know of what was told before.
_CANCELS = re.compile(
    r"^\W*(?:(?:pode|podem|quero|ent[aã]o|por\s+favor)\s+)*cancel\w+\s+(?:(?:o|a|os|as)\s+)?"
    rf"(?:el[ea]s?|ess[ea]s?|est[ea]s?|isso|dois|duas|ambos|todos|todas|{_OF_WHICH})"
    r"(?:\s+(?:chamados?|tickets?|acionamentos?|a[ií]|por\s+favor))*\W*$",
    re.IGNORECASE,
)
_MENU = re.compile(r"^\W*\d{1,2}\W*$")
_TICKET = re.compile(
    r"20\d\d\W?\d{7}|\b(?:complement|acrescent|adicion)\w+|\bresponder\b"
    r"|\b(?:abr\w+|cancel\w+|avali\w+|reabr\w+|consult\w+|ver|meus?)\b.*\b(?:chamad|acionament|ticket)",
    re.IGNORECASE,
)
_STILL_BROKEN = re.compile(
    r"^\W*(?:n[aã]o|n)\b|\bn[aã]o\s+(?:foi\s+)?(?:resolv|funcion|adiant)\w*|\bcontinua\b|\bainda\b|\bvoltou\s+a\s+(?:dar|cair)"
    r"|\bmesmo\s+(?:erro|problema)|\bmais\s+ou\s+menos\b|\bem\s+partes?\b",
    re.IGNORECASE,
)
_SOLVED = re.compile(
    r"^\W*(?:s|sim|foi|resolveu|resolvid[oa]|funcionou|deu\s+certo|t[aá]\s+ok|agora\s+sim|[1-5])(?:\b|\W|$)|\bnota\s+\d",
    re.IGNORECASE,
)
# "Qual o horário e como acompanho?": where a second question begins. A restored text may have "é" for "e".
_NEXT_QUESTION = re.compile(
    r"\?\s+|\s+[eé]\s+(?=(?:qual|quais|como|onde|quando|quanto|quem|o\s+que|(?:a|em|por)\s+(?:que|onde))\b)",
    re.IGNORECASE,
)


def asks_for_a_known_ticket(text: str) -> bool:
    return any(pattern.search(text) for pattern in _KNOWN_TICKET)


def tells_a_problem(text: str) -> bool:
    """ "Esse siafi é uma merda, não funciona": an outburst, and a problem with it."""
    return bool(_SYMPTOM.search(text))


def cancels_a_known_ticket(text: str) -> bool:
    return bool(_CANCELS.match(text))


def chooses_notices(text: str) -> bool:
    return bool(_NOTICES.search(text))


def looks_for_a_menu(text: str) -> bool:
    """ "2": a digit or two and nothing else."""
    return bool(_MENU.match(text))


def speaks_of_a_ticket(text: str) -> bool:
    """A full number, or "abre um chamado", "cancela o acionamento"."""
    return bool(_TICKET.search(text))


def is_it_solved(text: str) -> str | None:
    """The form to which the answer to "o problema foi mesmo resolvido?" leads; None when it is no answer."""
    if "?" in text:
        return None
    if _STILL_BROKEN.search(text):
        return "reopen_ticket_form"
    return "rate_service_form" if _SOLVED.search(text) else None


def questions(text: str) -> list[str]:
    """The questions of a message, cut where the next begins; one element when it asks one thing."""
    return [part for part in _NEXT_QUESTION.split(text, maxsplit=2) if len(part.split()) > 1]

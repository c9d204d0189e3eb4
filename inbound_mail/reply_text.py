"""What somebody wrote in a reply: without what it quotes and without the signature. Pure."""

from __future__ import annotations

import re

from mailparser_reply.constants import MAIL_LANGUAGES, QUOTED_MATCH_INCLUDE
from mailparser_reply.parser import EmailMessage

MARKER = "responda acima desta linha"  # what our own mails carry (notifications.wording)
# The library's patterns are slow on very long input; nobody answers in more than this.
LONGEST = 20_000
LONGEST_HEADER = 400

_Q = QUOTED_MATCH_INCLUDE
_WROTE = (
    rf"^({_Q}(?:Em|No dia|A|Às|Na) [^\n]{{1,200}}(?:\n{_Q}[^\n]{{1,200}}){{0,2}}?"
    r"\s?(?:escreveu|escreveram|disse):)[ ]*$"
)
_ORIGINAL = rf"^({_Q}[-_* ]{{2,}} ?(?:Mensagem original|Mensagem de e-?mail original) ?[-_* ]{{2,}})$"
_FIELD = (
    r"(?:Enviad[ao]s?(?: em)?|Data|Para|Cc|C[oó]pia|Com c[oó]pia|Assunto|Responder (?:para|a)|Prioridade)"
)
_FROM = rf"^({_Q}[* ]*De ?:[^\n]{{1,300}}(?:\n{_Q}[* ]*{_FIELD} ?:[^\n]{{0,300}}){{2,8}})"
_SIGNATURES = [
    r"Atenciosamente\b",
    r"Cordialmente\b",
    r"Respeitosamente\b",
    r"At(?:t|\.te|te)\.?,?[ ]*$",
    r"Grat[oa]s?[.,]?[ ]*$",
    r"(?:Um )?[Aa]bra[cç]os?[.,!]?[ ]*$",
    r"Sauda[cç][oõ]es\b",
    r"Desde j[aá](?:,)? (?:agrade[cç]o|grat[oa])",
]
_SENT_FROM = (
    r"(?:Enviad[ao] (?:do meu|da minha|do (?=Email|E-mail|Outlook|Yahoo|Mail)|a partir d[oe]|via"
    r"|pelo (?=Yahoo|Outlook|Gmail|Mail|Samsung|iPhone|Expresso))|(?:Obter|Baixe|Obtenha) o Outlook)"
)
PORTUGUESE = {
    "wrote_header": f"{_WROTE}|{_ORIGINAL}",
    "from_header": _FROM,
    "disclaimers": [
        r"AVISO(?: LEGAL| DE CONFIDENCIALIDADE)?:",
        r"Esta mensagem(?: e seus anexos)? [ée]? ?(?:confidencial|pode conter)",
        r"CONFIDENCIALIDADE:",
    ],
    "signatures": _SIGNATURES,
    "sent_from": _SENT_FROM,
}
MAIL_LANGUAGES.setdefault("pt", PORTUGUESE)
# An institution's notice runs to the end of the mail.
_NOTICE = re.compile(
    r"\n[-_*\" ]*(?:[\"“]?Esta mensagem do SERVI[CÇ]O FEDERAL|AVISO LEGAL|AVISO DE CONFIDENCIALIDADE"
    r"|[\"“]?Esta mensagem (?:e seus anexos |pode conter|cont[eé]m|[eé] (?:confidencial|destinada)))",
    re.IGNORECASE,
)


def reply_in(text: str) -> str:
    """The new words of a reply, "" when it has none (a file only, or nothing but a signature)."""
    lines = text[:LONGEST].replace("\r\n", "\n").split("\n")
    # A paragraph is no header; out of the way of patterns that would be slow on it, and put back afterwards.
    long = {f"\ue000{n}\ue001": line for n, line in enumerate(lines) if len(line) > LONGEST_HEADER}
    stand_ins = {line: token for token, line in long.items()}
    above, below = _around_marker("\n".join(stand_ins.get(line, line) for line in lines))
    written = _newest(above)
    if not written and below:
        # Answered under the quote, against our own advice.
        written = _not_quoted(below)
    if not written:
        written = _not_quoted(above)
    return re.sub("\ue000\\d+\ue001", lambda m: long.get(m[0], m[0]), written).strip()


def _around_marker(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if MARKER in line.casefold():
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :])
    return text, ""


def _newest(text: str) -> str:
    if not text.strip():
        return ""
    message = EmailMessage(text=text, languages=["pt", "es"], keep_hyphen_lists=True).read()
    newest = message.replies[0] if message.replies else None
    if newest is None or newest.headers:
        return ""
    body = newest.body
    if found := _NOTICE.search("\n" + body):
        body = body[: max(0, found.start())]
    return _not_quoted(body)


def _not_quoted(text: str) -> str:
    """Without lines that are quoted or that announce a quote."""
    pattern = re.compile(f"{_WROTE}|{_ORIGINAL}|^{_Q}On [^\n]{{1,200}} wrote:$", re.MULTILINE | re.IGNORECASE)
    kept = [line for line in pattern.sub("", text).split("\n") if not line.lstrip().startswith(">")]
    # A rule between the words and a signature that was cut says nothing by itself.
    joined = re.sub(r"(?:\n[-_=*\s]*)+\Z", "", "\n".join(kept))
    return re.sub(r"\n{3,}", "\n\n", joined).strip()

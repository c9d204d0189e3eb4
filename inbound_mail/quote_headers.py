"""The lines by which mail programs announce somebody else's words, and whose words they are. Pure.

Line by line, on lines of a bounded length: no pattern here sees a whole letter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

MARKER = "responda acima desta linha"  # what our own mails carry (ticket_store.mails.wording)
OUR_NAME = "central de servicos"
# No program writes a longer header line.
LONGEST = 400
# An attribution is wrapped into at most this many lines, a block has at most this many.
WRAPPED, FIELDS = 4, 14

Whose = Literal["ours", "theirs", "unknown"]


@dataclass(frozen=True)
class Header:
    """end: the first line after it. whose: who wrote what follows. kind: a sentence, or lines of fields."""

    end: int
    whose: Whose
    kind: Literal["sentence", "fields"]


_PREFIX = re.compile(r"[> ]*")
_BEGINS = re.compile(r"(?:em|no dia|às?|na|on|le|el|citando|quoting)\b|-{2,}\s*(?:em|on)\b", re.I)
_SAYS = re.compile(
    r"(?:escreveu|escreveram|disse|wrote|escribió|a écrit)(?: em [^:]{1,60}| on [^:]{1,60})?\s*(?::"
    r"|-{2,})\s*$",
    re.I,
)
_CITES = re.compile(r"(?:citando|quoting)\b[^:]{1,300}:\s*$", re.I)
_FIELD = re.compile(
    r"[*_\s]*(?P<name>de|from|enviad[ao]s?(?: em)?|sent|data|date|para|to|cc|cco|bcc|c[oó]pia|com c[oó]pia"
    r"|assunto|subject|responder (?:para|a)|reply-to|prioridade|import[aâ]nci?a?|importance|anexos?"
    r"|attachments?)"
    r"[*_\s]{0,4}:[*_\s]{0,4}(?P<value>.*)$",
    re.I,
)
_SENDER = frozenset({"de", "from"})
_WHEN = frozenset(
    {"enviada", "enviado", "enviadas", "enviados", "enviada em", "enviado em", "sent", "data", "date"}
)
_HOUR = re.compile(r"\d{1,2}\s?[:h]\s?\d{2}")
_ADDRESS = re.compile(r"[\w.+%-]{1,64}@[\w.-]{1,190}")
_FORWARD = re.compile(
    r"(?:[-=_*]{2,}\s*)?(?:forwarded message|mensagem (?:en|re)caminhada|mensaje reenviado"
    r"|begin forwarded message|in[ií]cio da mensagem (?:en|re)caminhada)\s{0,9}(?:de .{0,80}"
    r"|from .{0,80})?\s{0,9}[-=_*:]{0,90}\s{0,9}$",
    re.I,
)
_ORIGINAL = re.compile(
    r"[-=_*]{2,}\s*(?:mensagem (?:de e-?mail )?original|original (?:message|appointment)"
    r"|mensaje original)\s{0,9}[-=_*]*\s*$",
    re.I,
)
_RULE = re.compile(r"[-_=*]{5,}\s*$")


def bare(line: str) -> str:
    """The line without its marks of quotation."""
    return line[_PREFIX.match(line).end() :] if line.lstrip().startswith(">") else line.strip()  # type: ignore[union-attr]


def is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def is_marker(line: str) -> bool:
    return MARKER in line.casefold()


def is_forward(line: str) -> bool:
    return len(line) <= LONGEST and bool(_FORWARD.match(bare(line)))


def is_separator(line: str) -> bool:
    """A rule, or "Mensagem original": what stands right above a header."""
    return len(line) <= LONGEST and bool(_ORIGINAL.match(bare(line)) or _RULE.match(bare(line)))


def header_at(lines: list[str], start: int, *, mailbox: str, sender: str | None) -> Header | None:
    """The header that begins in that very line."""
    if len(lines[start]) > LONGEST:
        return None
    return _sentence(lines, start, mailbox, sender) or _fields(lines, start, mailbox, sender)


def _sentence(lines: list[str], start: int, mailbox: str, sender: str | None) -> Header | None:
    first = bare(lines[start])
    if not _BEGINS.match(first) and not _ADDRESS.search(first):
        return None
    joined = ""
    for at in range(start, min(start + WRAPPED, len(lines))):
        line = bare(lines[at])
        if not line or len(line) > LONGEST:
            return None
        joined = f"{joined} {line}".strip()
        if _CITES.match(joined) or (_SAYS.search(line) and any(c.isdigit() or c == "@" for c in joined)):
            return Header(at + 1, _whose(joined, mailbox, sender), "sentence")
    return None


def _fields(lines: list[str], start: int, mailbox: str, sender: str | None) -> Header | None:
    """Lines of "De:", "Enviada em:", "Para:", "Assunto:" in any order; a form with such lines is none."""
    found: dict[str, str] = {}
    at, end, strayed = start, start, 0
    while at < len(lines) and at - start < FIELDS:
        line = bare(lines[at])
        field = _FIELD.match(line) if len(line) <= LONGEST else None
        if field:
            found.setdefault(" ".join(field["name"].lower().split()), field["value"].strip())
            end, strayed = at + 1, 0
        elif at == start or strayed or (not line and len(found) > 2):
            break
        else:
            # An empty line between two fields, or the rest of a long list of addresses.
            strayed = 1
        at += 1
    who = next((value for name, value in found.items() if name in _SENDER), None)
    dated = any(name in _WHEN and _HOUR.search(value) for name, value in found.items())
    if who is None or len(found) < 3 or not (dated or _ADDRESS.search(who)):
        return None
    return Header(end, _whose(who, mailbox, sender), "fields")


def _whose(text: str, mailbox: str, sender: str | None) -> Whose:
    if OUR_NAME in folded(text):
        return "ours"
    local, _, domain = mailbox.lower().partition("@")
    given = [one.lower().rstrip(".") for one in _ADDRESS.findall(text)]
    for one in given:
        name, _, house = one.partition("@")
        if house == domain and name.partition("+")[0] == local:
            return "ours"
    if sender and sender.lower() in given:
        # His own earlier letter, answered to.
        return "unknown"
    return "theirs" if given else "unknown"


def folded(text: str) -> str:
    """Without accents and case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))

"""E-mail addresses and ticket numbers by pattern: exact where they stand, and never one inside the other.

Every repetition is bounded, so that no message, however long or odd, can stall the server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EMAIL = re.compile(
    r"(?<![\w.+@-])[\w+-](?:[\w.+-]{0,62}[\w+-])?@(?:[\w](?:[\w-]{0,61}\w)?\.){1,6}[a-zA-Z]{2,24}(?![\w@-])"
)

_NOT_BEFORE = r"(?<![\w@])(?<![\d][.,/:-])"
_NOT_AFTER = r"(?![\w@])(?![.,/:-]\d)"
_FULL = re.compile(rf"{_NOT_BEFORE}20\d\d(?:\s?[-‐‑‒–—−/._]\s?|\s|)\d{{3}}\s?\d{{4}}{_NOT_AFTER}")
_SHORT_OF_YEAR = re.compile(rf"{_NOT_BEFORE}20\d\d\s?[-‐‑‒–—−/_]\s?\d{{4,6}}{_NOT_AFTER}")
_PADDED = re.compile(rf"{_NOT_BEFORE}0\d{{6}}{_NOT_AFTER}")

_THING = (
    r"chamados?|xamados?|chamad|chmado|tickets?|tikets?|tiquetes?|tiqu?et[es]?|protocolos?|protocollo|ss|registros?|"
    r"acionamentos?|solicita[cç](?:[aã]o|[oõ]es)|requisi[cç](?:[aã]o|[oõ]es)|ocorr[eê]ncias?|s\.s\.?|"
    r"demandas?|incidentes?|atendimentos?"
)
_NUMBER_WORD = r"n[uú]meros?|num\.?|nro\.?|nr\.?"
_SIGN = r"n\s?[º°ª]|n\.\s?[º°o]|n\.|nº|n°|[º°]"
_FILLER = (
    rf"(?:\s{{0,3}}(?:[:,;#=(\-–\"“]|\b(?:de|do|da|o|a|é|e|eh|meu|minha|que|com|final|termina|em|este|esse|aqui|"
    rf"tipo|{_NUMBER_WORD}|{_THING})\b)){{0,5}}\s{{0,3}}"
)
_AFTER_THING = re.compile(
    rf"\b(?:{_THING}){_FILLER}"
    rf"(?P<number>20\d\d\s\d{{4,6}}|(?:(?:{_SIGN})\s{{0,2}}|no?\s)?(?<![\w.,/:-])\d{{1,7}}){_NOT_AFTER}",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(
    rf"\s{{0,2}}(?:,|\be\b|\bou\b)\s{{1,2}}(?:o\s)?(?P<number>\d{{2,7}}){_NOT_AFTER}", re.IGNORECASE
)
_AFTER_VERB = re.compile(
    r"(?:(?:\A\W{0,3}(?:e|cad[eê])|\b(?:cancel|reabr|consult|complement|encerr|acompanh|avali|sobre|status|situa[cç]|"
    rf"saber|como\s(?:est|t))\w{{0,8}})\s(?:o|do|no)|\bfinal)\s(?P<number>\d{{3,7}}){_NOT_AFTER}",
    re.IGNORECASE,
)
_AFTER_SIGN = re.compile(rf"(?<!\w)(?P<number>(?:{_SIGN})\s{{0,2}}\d{{1,7}}){_NOT_AFTER}", re.IGNORECASE)
_AFTER_NUMBER_WORD = re.compile(
    rf"\b(?:{_NUMBER_WORD})\s{{0,3}}(?:[:#]\s{{0,2}}|(?:é|eh|do|de)\s(?:o\s|chamado\s|ticket\s|protocolo\s)?)?"
    rf"(?P<number>\d{{2,7}}){_NOT_AFTER}",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\s{0,20}#?\s?(?P<number>\d{3,7})\s{0,20}[.!?]{0,3}\s{0,20}")
_UNIT = re.compile(
    r"\s{0,2}(?:%|º|ª|h\b|hs\b|hrs?\b|horas?|dias?|min\b|minutos?|mes(?:es)?\b|m[eê]s\b|anos?|semanas?|vezes|x\b|reais|"
    r"pessoas|usu[aá]rios|estrelas?|pontos?)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\b(?:tele)?(?:fone|ramal|celular|whats\w{0,5}|zap|tel)\W{0,3}(?:[eé]\W{1,2})?\Z", re.IGNORECASE
)
_TOLL_FREE = re.compile(r"0[3589]00\d{0,3}\Z")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Span:
    """text[start:end] is an entity of `kind`."""

    start: int
    end: int
    kind: str

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def find(text: str) -> list[Span]:
    """E-mail addresses and ticket numbers of `text`, in order, none overlapping another."""
    spans = [Span(match.start(), match.end(), "email") for match in EMAIL.finditer(text)]
    for pattern in (_FULL, _SHORT_OF_YEAR, _PADDED):
        for match in pattern.finditer(text):
            if not _PHONE.search(text[max(0, match.start() - 16) : match.start()]):
                _add(spans, match.start(), match.end())
    for pattern in (_AFTER_THING, _AFTER_SIGN, _AFTER_NUMBER_WORD, _AFTER_VERB):
        for match in pattern.finditer(text):
            if _is_named(match):
                _add(spans, *match.span("number"))
                _add_more(spans, text, match.end())
    if (alone := _ALONE.fullmatch(text)) and not _TOLL_FREE.match(alone["number"]):
        _add(spans, *alone.span("number"))
    return sorted(spans, key=lambda span: span.start)


def _add(spans: list[Span], start: int, end: int) -> None:
    span = Span(start, end, "ticket_number")
    if not any(span.overlaps(other) for other in spans):
        spans.append(span)


def _add_more(spans: list[Span], text: str, position: int) -> None:
    """ "chamados 1234 e 5678": the numbers that go on after the first, five at most."""
    for _ in range(5):
        match = _ONE_MORE.match(text, position)
        if match is None or _UNIT.match(text, match.end()) or _YEAR.fullmatch(match["number"]):
            return
        _add(spans, *match.span("number"))
        position = match.end()


def _is_named(match: re.Match[str]) -> bool:
    """Whether the words before a number without a year make it a ticket's.

    "chamado de 2025" names a year, "nota do atendimento é 9" a grade; "chamado 2025", "SS 9" are tickets.
    """
    digits = re.sub(r"\D", "", match["number"])
    if _UNIT.match(match.string, match.end()) or _TOLL_FREE.match(digits):
        return False
    before = match.string[max(0, match.start("number") - 12) : match.start("number")]
    if _YEAR.fullmatch(digits):
        return not re.search(r"\b(?:de|em|do|no?)\s{1,3}\Z", before + match["number"][:-4], re.IGNORECASE)
    if re.search(r",\s{0,3}(?:é|eh)\s{1,3}\Z", before, re.IGNORECASE):
        return False  # "falta a matrícula no chamado, é 20481"
    if match["number"].isdigit() and int(match["number"]) <= 10:
        return not re.search(r"(?:\b(?:é|e|eh|com|em|de|que)|[:=,])\s{0,3}\Z", before, re.IGNORECASE)
    return True

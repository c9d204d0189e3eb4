"""What stands around somebody's words: signature, "Enviado do meu iPhone", an institution's notice. Pure.

In doubt it is words: a closing ends nothing when sentences follow it.
"""

from __future__ import annotations

import re

LONGEST_LINE = 120
MOST_LINES = 12
_CLOSING = re.compile(
    r"(?:(?:muito )?atenciosamente|cordialmente|respeitosamente|at(?:t|\.te|te|enc)\.?"
    r"|(?:um )?(?:grande |forte )?abra[cç]os?|abs\.?|sauda[cç][oõ]es|(?:muito )?grat[oa]s?"
    r"|(?:muito )?obrigad[oa]"
    r"|desde j[aá],? (?:agrade[cç]o|grat[oa]|obrigad[oa])|best regards|kind regards|regards)"
    r"\s*[,.;!:-]{0,2}\s*(?P<name>[^.?!:]{0,60})$",
    re.I,
)
# Words that end a mail and answer nothing are only taken for a closing when a name comes below.
_ALONE = re.compile(r"(?:(?:muito )?obrigad[oa]|(?:muito )?grat[oa]s?)\b", re.I)
_GREETING = re.compile(
    r"(?:ol[aá]|oi|bom dia|boa tarde|boa noite|prezad[oa]s?|car[oa]s?|senhor(?:es|as?)?)\b"
    r"[^.?!:]{0,40}[.,!:]?$",
    re.I,
)
# What has three digits and more in a signature: how and where somebody is reached, or who he is there.
_REACHED = re.compile(
    r"\b9?\d{4}[ .-]\d{4}\b|\+\d{2}|\b0800\b|\d{5}-?\d{3}\b"
    r"|\b(?:ramal|r\.|tel|telefones?|fone|cel|celular|whats\w*|fax|voip|sala|bloco|andar|edif[ií]cio|ed\.|setor"
    r"|quadra|lote|cep|rua|r\b|av|avenida|siape|matr[ií]cula|mat|crea|oab|crm|crc|extens[aã]o|phone|mobile|room)\b",
    re.I,
)
_SENT_FROM = re.compile(
    r"(?:enviad[ao] (?:do|da|a partir d[oae]|via|pelo|pela|com)|sent from|get outlook"
    r"|obter o outlook|baixe o outlook"
    r"|obtenha o outlook)\b.{0,100}$",
    re.I,
)
# How a notice begins; an error text may begin so too, and says nothing of secrecy.
_LEGAL_START = re.compile(
    r"[\W_]*(?:aviso (?:legal|de confidencialidade|importante)|confidencialidade|disclaimer|confidentiality"
    r"|est[ae] (?:mensagem|e-?mail|comunica[cç][aã]o|correio)|this (?:message|e-?mail|communication)"
    r"|as? informa[cç](?:ões|[aã]o) contidas?|the information|o conte[uú]do dest[ae])\b",
    re.I,
)
_LEGAL_WORD = re.compile(
    r"confidencia|sigilo|sigilos|privilegiad|destinat[aá]rio|addressee|confidential|unauthori[sz]ed"
    r"|n[aã]o autorizad"
    r"|uso exclusivo|exclusivamente a|directed exclusively|legisla[cç][aã]o|lei federal|sanções"
    r"|empresa p[uú]blica federal"
    r"|government company|por engano|in error|divulga[cç][aã]o|pass[ií]vel|privileged",
    re.I,
)
_SMALL = frozenset(
    [
        *("a", "as", "o", "os", "e", "de", "da", "do", "das", "dos", "em", "na", "no", "para", "por"),
        *("à", "às", "ao", "aos", "com", "of", "and", "the", "|"),
    ]
)


def without(lines: list[str]) -> list[bool]:
    """For each line whether it is somebody's words; nothing of what is not is to be thrown away."""
    kept = [not _sent_from(line) for line in lines]
    notices = [(start, end) for start, end in _paragraphs(lines) if _legal(" ".join(lines[start:end]))]
    for start, end in notices:
        kept[start:end] = [False] * (end - start)
    # Beside a mere greeting and a name it was no notice: a mail about a confidential one begins so too.
    if notices and not _says_anything([line for line, keep in zip(lines, kept, strict=True) if keep]):
        start, end = notices[0]
        kept[start:end] = [True] * (end - start)
    at = _signature([line if keep else "" for line, keep in zip(lines, kept, strict=True)])
    if at is not None:
        kept[at:] = [False] * (len(kept) - at)
    _trim_rules(lines, kept)
    # Were nothing else left, it was what he wanted to say.
    if not any(keep and line.strip() for line, keep in zip(lines, kept, strict=True)):
        return [not (_sent_from(line) or is_rule(line)) for line in lines]
    return kept


def _says_anything(lines: list[str]) -> bool:
    said = [line.strip() for line in lines if line.strip()]
    return any(
        not (is_rule(one) or _GREETING.match(one) or _CLOSING.match(one) or _names(one)) for one in said
    )


def is_rule(line: str) -> bool:
    return not line.strip("-_=* \t")


def _trim_rules(lines: list[str], kept: list[bool]) -> None:
    """A rule between the words and a signature that was cut says nothing by itself."""
    for at in range(len(lines) - 1, -1, -1):
        if kept[at] and not is_rule(lines[at]):
            return
        kept[at] = False


def _sent_from(line: str) -> bool:
    return len(line) <= LONGEST_LINE + 80 and bool(_SENT_FROM.match(line.strip()))


def _paragraphs(lines: list[str]) -> list[tuple[int, int]]:
    found, start = [], None
    for at, line in enumerate([*lines, ""]):
        if line.strip() and start is None:
            start = at
        elif not line.strip() and start is not None:
            found.append((start, at))
            start = None
    return found


def _legal(paragraph: str) -> bool:
    if not _LEGAL_START.match(paragraph):
        return False
    return len({word.lower() for word in _LEGAL_WORD.findall(paragraph)}) >= 2


def _signature(lines: list[str]) -> int | None:
    """Where the signature begins: a closing or a rule that only names, places and numbers follow."""
    said = [at for at, line in enumerate(lines) if line.strip()]
    # A longer one is none, and looking no further up keeps this linear.
    for at in said[-MOST_LINES - 1 :]:
        stripped = lines[at].strip()
        if len(stripped) >= 2 and is_rule(stripped) and at:
            if _only_names(lines[at + 1 :]):
                return at
        elif len(stripped) <= LONGEST_LINE and at and (found := _CLOSING.match(stripped)):
            below = [one for one in lines[at + 1 :] if one.strip()]
            if _ALONE.match(stripped) and not below and not found["name"]:
                continue
            if _names(found["name"]) and _only_names(lines[at + 1 :]):
                return at
    return None


def _only_names(lines: list[str]) -> bool:
    said = [line.strip() for line in lines if line.strip()]
    return len(said) <= MOST_LINES and all(
        is_rule(line) or _names(line) or bool(_CLOSING.match(line)) for line in said
    )


def _names(line: str) -> bool:
    """A name, a post, a place, a number to call: no sentence."""
    words = line.split()
    if (
        len(line) > LONGEST_LINE
        or line.endswith((":", "?", "!"))
        or line[:3].lower() in ("ps:", "ps.", "p.s", "obs")
    ):
        return False
    plain = [word for word in words if word[:1].islower() and word.strip(".,;-–|") not in _SMALL]
    plain = [word for word in plain if not _REACHED.fullmatch(word.strip(".,;:-–|"))]
    plain = [word for word in plain if "@" not in word and "." not in word.strip(".") and "/" not in word]
    if len(words) >= 3 and line.endswith("."):
        return False
    if re.search(r"\d{3}", line) and "@" not in line and "/" not in line and not _REACHED.search(line):
        # "UG 170001", "Erro 504": data.
        return False
    return not plain or (len(words) <= 3 and not any(c.isdigit() for c in line) and words[0][:1].isupper())

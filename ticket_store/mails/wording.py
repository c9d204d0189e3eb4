"""Words for a reader: times in São Paulo, statuses, and user text that stays text in HTML."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from markupsafe import Markup, escape

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
_BREAKS = re.compile(r"[\n\t]+")
# inbound_mail cuts a reply at this sentence (it looks for it without regard to case).
REPLY_MARKER = "Responda acima desta linha"

STATUS = {
    "new": "Registrado",
    "in_progress": "Em atendimento",
    "waiting_on_requester": "Aguardando sua resposta",
    "resolved": "Resolvido",
    "closed": "Encerrado",
    "cancelled": "Cancelado",
}


def in_words(moment: datetime) -> str:
    """In São Paulo: "sexta-feira, 24 de julho de 2026, às 14h30". ValueError for a time without zone."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    article = "à" if moment.astimezone(SAO_PAULO).hour < 2 else "às"
    return format_datetime(
        moment, f"EEEE, d 'de' MMMM 'de' y, '{article}' H'h'mm", tzinfo=SAO_PAULO, locale="pt_BR"
    )


def told(iso: str) -> str:
    """The same, of a time that was written down."""
    return in_words(datetime.fromisoformat(iso))


def one_line(text: str, limit: int = 150) -> str:
    """For headers: no line breaks or control characters, single spaces, cut with an ellipsis."""
    joined = " ".join(_shown(text).split())
    return joined if len(joined) <= limit else joined[: limit - 1].rstrip() + "…"


def _shown(text: str) -> str:
    """Of each character what is to be seen of it; line breaks and tabs stay."""
    if _BREAKS.sub("", text).isprintable():  # nearly always: nothing in it is invisible
        return text
    return "".join(c if c in "\n\t" else _visible(c) for c in text)


def _visible(c: str) -> str:
    """Nothing for what has no shape; U+200D stays, it joins emoji."""
    category = unicodedata.category(c)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs"} and c != "\u200d" else c


def clean(text: str) -> str:
    """For bodies: one kind of line end, nothing invisible or bidirectional, no two empty lines in a row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"\n{3,}", "\n\n", _shown(lines)).strip()


def multiline(text: str) -> Markup:
    """User text for HTML: escaped, its line breaks kept."""
    return Markup("<br>\n").join(escape(line) for line in clean(text).split("\n"))


EXCERPT = 160
OMITTED = "[endereço omitido]"
_DOTS = str.maketrans({dot: "." for dot in "\u3002\uff0e\uff61\u2024\ufe52"})


def excerpt(text: str) -> str:
    """The words of somebody whose address nobody has confirmed: short, and nothing that a mail program
    would make a link of. The whole is on the page.
    """
    words = [OMITTED if _is_address(word) else word for word in one_line(text, 8000).split(" ")]
    return one_line(" ".join(words), EXCERPT)


def _is_address(word: str) -> bool:
    """Whether programs take it for one: a scheme, an @, or a name that ends in letters after a dot."""
    plain = unicodedata.normalize("NFKC", word).translate(_DOTS)
    if "://" in plain or "@" in plain:
        return True
    around = zip(plain, plain[1:], plain[2:], strict=False)
    return any(dot == "." and before.isalnum() and after.isalpha() for before, dot, after in around)


def quoted(text: str, width: int = 72) -> str:
    """User text for the plain part: indented by a bar, wrapped, long words (addresses, logs) left whole."""
    out: list[str] = []
    for line in clean(text).split("\n"):
        wrapped = textwrap.wrap(line, width - 2, break_long_words=False, break_on_hyphens=False) or [""]
        out += [f"| {piece}".rstrip() for piece in wrapped]
    return "\n".join(out)

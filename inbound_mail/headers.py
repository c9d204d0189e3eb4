"""Headers as plain pairs of text, however broken they are; and the addresses and ids in one.

What has a structure is taken apart first and decoded afterwards: a decoded name may hold anything.
"""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message

LONGEST = 10_000
Raw = tuple[tuple[str, str], ...]

_WORD = r"=\?[^?\s]{1,40}\?[bqBQ]\?[^?\s]*\?="
_TOKEN = re.compile(rf"{_WORD}|[\s\S]")
_ENCODED = re.compile(_WORD)
_ANGLED = re.compile(r"<([^<>]{1,2000})>")
_PLAIN_ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"\\])[^\s<>()\[\],;:\"\\]+@[^\s<>()\[\],;:\"\\@]+")
_CLOSES = {'"': '"', "(": ")", "<": ">"}


def raw(message: Message) -> Raw:
    """(name in lower case, value as it came on one line), the topmost first."""
    return tuple((str(name).lower(), _unfolded(str(value))) for name, value in message.raw_items())


def decoded(values: Raw) -> Raw:
    """The same for reading."""
    return tuple((name, text_of(value)) for name, value in values)


def addresses(value: str) -> list[tuple[str | None, str]]:
    """(name or None, address in lower case) of each address in a raw header; what is none is left out."""
    found = [one for part in _parts(value[:LONGEST]) for one in _read(part)]
    if not found and _ENCODED.search(value):
        # Some programs encode the whole header, the address in it.
        found = [one for part in _parts(text_of(value)) for one in _read(part)]
    return found


def ids(value: str) -> list[str]:
    """The Message-IDs in a raw header of any length; a fold or an encoded word inside one changes nothing."""
    if _ENCODED.search(value):
        value = text_of(value)
    return ["".join(found.split()) for found in _ANGLED.findall(value)]


def text_of(value: str) -> str:
    """A raw value decoded, on one line."""
    text = _plain(value[:LONGEST])
    try:
        read = str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError, UnicodeError):
        read = text
    return " ".join(_plain(read).replace("\x00", "").split())


def _parts(value: str) -> list[str]:
    """Cut at commas and semicolons, but not in quotes, comments, angles or encoded words.

    What never closes opens nothing.
    """
    tokens = _TOKEN.findall(value)
    closing: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token in ('"', ")", ">"):
            closing[token] = at
    parts, begun, end, escaped = [], 0, "", False
    for at, token in enumerate(tokens):
        if escaped:
            escaped = False
        elif token == "\\" and end in ('"', ")"):
            escaped = True
        elif end:
            end = "" if token == end else end
        elif token in _CLOSES and closing.get(_CLOSES[token], -1) > at:
            end = _CLOSES[token]
        elif token in ",;":
            parts.append("".join(tokens[begun:at]))
            begun = at + 1
    parts.append("".join(tokens[begun:]))
    return parts


def _read(part: str) -> list[tuple[str | None, str]]:
    """Usually one. Two addresses in angles are both told: nobody can say which of them is meant."""
    quoteless = without_quoted(part)
    angled = [(m.start(), m.end()) for m in _ANGLED.finditer(quoteless)]
    if angled:
        name = _name(part[: angled[0][0]])
        return [(name, one) for start, end in angled if (one := _address(part[start + 1 : end - 1]))]
    found = _PLAIN_ADDRESS.findall(_without_comments(quoteless))
    return [(None, one) for each in found[:2] if (one := _address(each))]


def _address(text: str) -> str | None:
    address = text.strip().lower().removeprefix("mailto:")
    local, _, domain = address.rpartition("@")
    broken = any(c.isspace() or c in "<>,;" for c in address) or len(address) > 254
    return address if local and domain and not broken else None


def _name(text: str) -> str | None:
    plain = text_of(text.strip().strip('"').replace('\\"', '"'))
    return plain.strip('" ')[:80] or None


def without_quoted(text: str) -> str:
    """Blanks, as many, for each quoted string; a quote that never ends quotes nothing. Linear."""
    out, begun = list(text), -1
    for found in re.finditer(r'\\.|"', text, re.DOTALL):
        if found[0] != '"':
            continue
        if begun < 0:
            begun = found.start()
        else:
            out[begun : found.end()] = " " * (found.end() - begun)
            begun = -1
    return "".join(out)


def _without_comments(text: str) -> str:
    return re.sub(r"\([^()]*\)", " ", text)


def _unfolded(value: str) -> str:
    return value.replace("\r", "").replace("\n", "")


def _plain(text: str) -> str:
    """Undeclared 8-bit text: UTF-8 if it is, else what Windows in Brazil writes."""
    raw = text.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")

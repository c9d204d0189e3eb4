"""The checks that kinds share; each says which field is wrong, and how."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from ticket_store.addresses import normalise_email
from ticket_store.errors import InvalidEmail, SettingRefused


def line(data: dict[str, Any], field: str, most: int = 120) -> str:
    text = " ".join(str(data.get(field) or "").replace("\x00", "").split())
    if not text:
        raise SettingRefused(field, "missing")
    if len(text) > most:
        raise SettingRefused(field, "too_long", most)
    return text


def block(data: dict[str, Any], field: str, most: int) -> str:
    text = str(data.get(field) or "").replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise SettingRefused(field, "missing")
    if len(text) > most:
        raise SettingRefused(field, "too_long", most)
    return text


def address(data: dict[str, Any], field: str) -> str:
    try:
        return normalise_email(str(data.get(field) or ""))
    except InvalidEmail:
        raise SettingRefused(field, "no_email") from None


def one_of(data: dict[str, Any], field: str, known: Collection[str]) -> str:
    value = str(data.get(field) or "")
    if value not in known:
        raise SettingRefused(field, "unknown")
    return value


def some_of(data: dict[str, Any], field: str, known: Collection[str]) -> list[str]:
    values = sorted(set(map(str, data.get(field) or [])))
    if not set(values) <= set(known):
        raise SettingRefused(field, "unknown")
    return values


def several(data: dict[str, Any], field: str, most: int, each: int) -> list[str]:
    """Lines, without what is empty or said twice, in their order."""
    told = (" ".join(str(one).replace("\x00", "").split()) for one in data.get(field) or [])
    values = list(dict.fromkeys(filter(None, told)))
    if len(values) > most or any(len(one) > each for one in values):
        raise SettingRefused(field, "too_long", each)
    return values


def whole(value: Any, field: str, least: int, most: int, why: str = "no_number") -> int:
    text = str(value).strip()
    if not re.fullmatch(r"\d{1,9}", text) or not least <= int(text) <= most:
        raise SettingRefused(field, why, most)
    return int(text)


def code_of(name: str, taken: Iterable[str]) -> str:
    """An identifier that nobody has: 'Folha do órgão' -> 'folha-do-orgao'."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32] or "item"
    others, code, n = set(taken), base, 2
    while code in others:
        code, n = f"{base}-{n}", n + 1
    return code

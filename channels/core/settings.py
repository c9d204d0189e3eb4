"""Values of credentials.yml whose ${VARIABLE} may be unset. Rasa stops at such a variable only where a word
begins with it, so an optional one is written behind something: `optional:${NAME}`, or after a comma."""

from __future__ import annotations

_PREFIX = "optional:"


def optional(value: object) -> str:
    """The value of `optional:${NAME}`, "" when the variable is not set; other values as they are."""
    text = str(value or "").strip()
    text = text[len(_PREFIX) :] if text.startswith(_PREFIX) else text
    return "" if "${" in text else text


def comma_list(value: object) -> list[str]:
    """The parts of "a, b" that are set, without a URL's last slash."""
    parts = value if isinstance(value, list) else str(value or "").split(",")
    return [p.strip().rstrip("/") for p in map(str, parts) if p.strip() and "${" not in p]

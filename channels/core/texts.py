"""Measures of a messenger's texts (pure)."""

from __future__ import annotations


def split(text: str, longest: int) -> list[str]:
    """`text` in parts of at most `longest` UTF-16 units, cut at a paragraph, line or word near the end."""
    parts = []
    while _units(text) > longest:
        head = text[:longest]
        while _units(head) > longest:
            head = head[:-1]
        ends = (head.rfind("\n\n"), head.rfind("\n"), head.rfind(" "))
        cut = next((at for at in ends if at > len(head) // 2), 0)
        head = head[: cut or len(head)]
        parts.append(head.rstrip())
        text = text[len(head) :].lstrip()
    return [*parts, text] if text or not parts else parts


def _units(text: str) -> int:
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)

"""The lines of a bell's digest in words, each with where at the desk it leads."""

from __future__ import annotations

from typing import Any

from ground.names import FOLLOWED, NOTICE

OF_FOLLOWED = "Novidade no que você acompanha"


def in_words(news: list[dict[str, Any]], portal_url: str) -> list[dict[str, str]]:
    """[{"about", "told", "url"}]."""
    return [
        {"about": _about(one), "told": _told(one["kinds"]), "url": f"{portal_url}/atendimento/{_path(one)}"}
        for one in news
    ]


def _about(one: dict[str, Any]) -> str:
    if not one["number"]:
        return "Conversa"
    return f"{one['number']} {one['service_name']}".strip()


def _told(kinds: list[str]) -> str:
    said = [OF_FOLLOWED if kind.startswith(FOLLOWED) else NOTICE.get(kind, "Novidade") for kind in kinds]
    return " ".join(f"{sentence}." for sentence in dict.fromkeys(said))


def _path(one: dict[str, Any]) -> str:
    return f"acionamentos/{one['number']}" if one["number"] else f"conversas/{one['handoff_id']}"

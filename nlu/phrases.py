"""Phrases of data/nlu as turns with nothing pending: what is asked or wished first means the same in every
place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ground.notation import Command, Turn
from nlu import atoms
from nlu.reading import cues
from nlu.reading.words import Said

MOST = 45
"""Phrases of one intent that are taken, spread over all of them."""
STARTS = frozenset({"list_my_tickets", "talk_to_human"})
SOCIAL = frozenset({"greet", "thank", "goodbye", "praise", "insult", "bot_challenge", "help"})
FLOWS = frozenset(
    {
        "open_ticket",
        "check_ticket_status",
        "add_ticket_information",
        "cancel_ticket",
        "reopen_ticket",
        "rate_service",
    }
)
PRIVACY = "faq_privacy"
BEYOND = frozenset({"my_data", "notices", "service_status"})
"""Flows that no intent speaks of."""
PLAIN = frozenset({"out_of_scope", "repeat", "stop", "resend_code"})


def command(intent: str) -> Command | None:
    """The command that the intent alone says; None where it depends on more than the intent."""
    name = intent.replace("/", "_")
    if name.startswith("faq_"):
        return {"command": "ask", "about": name}
    if name in STARTS:
        return {"command": "start", "flow": name}
    if name in SOCIAL:
        return {"command": "social", "kind": name}
    return {"command": name} if name in PLAIN else None


def atom(intent: str) -> str | None:
    """The atom of what an intent says; None for a yes, a no and what only a context tells."""
    said = command(intent)
    if said is not None:
        return atoms.atom(said)
    return f"start:{intent}" if intent in FLOWS else None


def _wishes(text: str, intent: str) -> bool:
    """The intents know of privacy what is asked; who wants a copy or an erasure wants it done (my_data)."""
    return intent.replace("/", "_") == PRIVACY and bool(cues.find(Said(text), "data_wish"))


def turns(examples: Iterable[tuple[str, str]]) -> list[Turn]:
    """examples: (text, intent)."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for text, intent in examples:
        if command(intent) is not None and not _wishes(text, intent):
            by_intent[intent].append(text)
    found = []
    for intent, texts in sorted(by_intent.items()):
        texts = sorted(set(texts))
        step = max(1, len(texts) // MOST)
        found += [
            Turn(text, {"pending": "none"}, [[command(intent) or {}]], "data/nlu")
            for text in texts[::step][:MOST]
        ]
    return found

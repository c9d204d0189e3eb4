"""What was said before in this conversation, as its tracker remembers it."""

from datetime import datetime, timezone
from typing import Any

from rasa_sdk import Tracker

TEAM_QUESTIONS = {"utter_news_waiting_on_requester", "utter_ticket_question"}
SILENT = ("action_listen", "action_keep_for_review")


def turns(tracker: Tracker) -> list[list[dict[str, Any]]]:
    """The conversation's events cut at each user message (our own triggers are none)."""
    cut: list[list[dict[str, Any]]] = [[]]
    for event in tracker.events:
        intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""
        if event.get("event") == "user" and not intent.startswith("EXTERNAL_"):
            cut.append([])
        cut[-1].append(event)
    return cut


def transcript(tracker: Tracker, most: int = 60) -> list[dict[str, Any]]:
    """The newest messages of both sides, the oldest first: {"from": "user"|"bot", "text", "at": ISO time}."""
    said = []
    for event in tracker.events:
        text = event.get("text") or ""
        intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""
        if event.get("event") not in ("user", "bot") or not text or intent.startswith("EXTERNAL_"):
            continue
        at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc).isoformat()
        said.append({"from": event["event"], "text": text, "at": at})
    return said[-most:]


def answered_last(tracker: Tracker) -> str | None:
    """The last of our actions in the turn before this one."""
    before = turns(tracker)[:-1]
    names = [
        e.get("name")
        for e in (before[-1] if before else [])
        if e.get("event") == "action" and e.get("name") not in SILENT
    ]
    return names[-1] if names else None


def last_answers(tracker: Tracker) -> list[dict[str, Any]]:
    """What the bot said in the newest turn in which it said anything but a repetition."""
    for events in reversed(turns(tracker)[:-1]):
        said = [e for e in events if e.get("event") == "bot" and e.get("text")]
        if said:
            return said
    return []


def team_asked(tracker: Tracker) -> bool:
    """Whether the last thing that the bot said was a question of the team about a ticket."""
    return bool(_last_responses(tracker) & TEAM_QUESTIONS)


def told_resolved(tracker: Tracker) -> bool:
    """Whether the last thing that the bot said was that a ticket is resolved."""
    return "utter_news_resolved" in _last_responses(tracker)


def _last_responses(tracker: Tracker) -> set[str | None]:
    """The names of the responses of domain.yml in the bot's last answer."""
    return {(event.get("metadata") or {}).get("utter_action") for event in last_answers(tracker)}


def last_form(tracker: Tracker) -> str | None:
    """The form that was open last, whether or not it still is."""
    forms = [e.get("name") for e in tracker.events if e.get("event") == "active_loop" and e.get("name")]
    return forms[-1] if forms else None

"""What kind of answer each pending question waits for: the models share what they learn by kind."""

from __future__ import annotations

KINDS = {
    "none": "none",
    "service": "service",
    "description": "text",
    "information": "text",
    "reason": "text",
    "comment": "text",
    "news_question": "text",
    "waiting": "text",
    "email": "value",
    "code": "value",
    "score": "value",
    "number": "ticket",
    "change": "change",
    "confirm_open": "yes_no",
    "confirm_cancel": "yes_no",
    "confirm_reopen": "yes_no",
    "similar": "yes_no",
    "incident": "yes_no",
    "draft": "yes_no",
    "news_resolved": "yes_no",
}


def kind(pending: str) -> str:
    return KINDS.get(pending, "none")

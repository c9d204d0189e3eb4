"""What the demonstration's administrator wrote by page: a mail, an answer, hours, a limit,
a role, two automations.

The automations are only for bodies that are invented: what others have in the store is not touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ticket_store import administration
from ticket_store.mails.rendering import shipped
from ticket_store.queries.desk import agents


def write_pages(session: Any, at: datetime, texts: dict[str, Any]) -> None:
    """texts: `pages` of demo_texts.yml."""
    people = agents(session)
    author = next(one for one in people if one.role == "administrator")
    supervisor = next(one for one in people if one.role == "supervisor")

    def save(kind: str, code: str | None, data: dict[str, Any]) -> None:
        administration.save(
            session, administration.KINDS[kind], code=code, data=data, agent_id=author.id, now=at
        )

    save("mail_template", "registered", shipped("registered") | {"subject": texts["registered_subject"]})
    save("assistant_text", "utter_faq_opening_hours", {"text": texts["opening_hours"]})
    save("duty", "network", {"calendar": "extended"})
    save("limits", "all", {"handoff_minutes": 8})
    save("role", None, texts["role"])
    for rule in texts["automations"]:
        told = {"notify": [str(supervisor.id)]} if rule.get("tell_supervisor") else {}
        save("automation", None, {"priority": "", "team": "", **rule, **told})

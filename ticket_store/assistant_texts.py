"""What the assistant says of the CSS and to greet: as domain.yml has it, until a page writes it.

The action server lays the page's texts over those that came with the model: no training is needed.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from ticket_store.in_force import newest

ASSISTANT_TEXT = "assistant_text"
DOMAIN = Path(__file__).resolve().parents[1] / "domain.yml"
FAQ, GREETING = "utter_faq_", ("utter_greet", "utter_goodbye")
OTHER = "---"  # a line of its own between two wordings of the same


@lru_cache(maxsize=1)
def shipped() -> dict[str, str]:
    """By response, in the order of the domain's greetings and questions."""
    responses: dict[str, Any] = yaml.load(DOMAIN.read_bytes(), Loader=yaml.CSafeLoader)["responses"]
    return {
        name: joined([str(one["text"]).strip() for one in said])
        for name, said in responses.items()
        if name.startswith((FAQ, *GREETING)) and not any("{" in str(one["text"]) for one in said)
    }


def joined(wordings: list[str]) -> str:
    return f"\n{OTHER}\n".join(wordings)


def wordings(text: str) -> list[str]:
    """A text of the page in its wordings, each without its edges."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == OTHER:
            found.append([])
        else:
            found[-1].append(line.rstrip())
    return [one for one in ("\n".join(lines).strip() for lines in found) if one]


def written(session: Session) -> dict[str, list[str]]:
    """The wordings by response, of those that a page wrote."""
    return {
        code: wordings(data["text"])
        for (_, code), data in newest(session, ASSISTANT_TEXT).items()
        if data["changed"]
    }

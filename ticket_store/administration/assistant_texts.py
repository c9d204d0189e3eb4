"""What the assistant says of the CSS and to greet. Put back to what came, it follows the next release."""

from typing import Any

from sqlalchemy.orm import Session

from ticket_store import assistant_texts
from ticket_store.administration.checking import block
from ticket_store.administration.versions import Change, Entry, Kind
from ticket_store.assistant_texts import ASSISTANT_TEXT, joined, shipped, wordings
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.in_force import newest

LONGEST = 2000
# Where one of these stands in what came, it stands in what is written by page.
KEPT = ("0800 728 2323", "css.serpro@serpro.gov.br", "LGPD", "robô")


def _listed(session: Session) -> list[Entry]:
    kept = newest(session, ASSISTANT_TEXT)
    return [
        Entry(code, data if (data := kept.get((ASSISTANT_TEXT, code))) and data["changed"] else _came(code))
        for code in shipped()
    ]


def _came(code: str) -> dict[str, Any]:
    return {"text": shipped()[code], "changed": False}


def _check(session: Session, change: Change) -> dict[str, Any]:
    """Braces would be places to fill, and there is nothing to fill them with."""
    if change.code not in shipped():
        raise SettingNotFound
    said = wordings(block(change.after, "text", LONGEST))
    if not said:
        raise SettingRefused("text", "missing")
    came = assistant_texts.wordings(shipped()[change.code])
    for wording in said:
        if "{" in wording or "}" in wording:
            raise SettingRefused("text", "braces")
        for kept in KEPT:
            if kept in came[0] and kept not in wording:
                raise SettingRefused("text", "must_keep", kept)
    return _came(change.code) if said == came else {"text": joined(said), "changed": True}


def _write(session: Session, change: Change) -> str:
    return str(change.code)  # the version itself is what is in force


TEXT = Kind(ASSISTANT_TEXT, _listed, _check, _write)

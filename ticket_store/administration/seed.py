"""catalogue.yml as it would be with all that was changed by page: for the next training, or another desk."""

from dataclasses import asdict
from typing import Any

import yaml
from sqlalchemy.orm import Session

from ticket_store import catalogue
from ticket_store.administration.catalogued import CANNED, SERVICE, TEAM
from ticket_store.in_force import known


def as_catalogue(session: Session) -> str:
    """What is out of use is not in it; the file's comments are not, either."""
    raw: dict[str, Any] = yaml.safe_load(catalogue.DEFAULT_PATH.read_text(encoding="utf-8"))
    now_known = known(session)
    for name, kind in (("teams", TEAM), ("services", SERVICE), ("canned_solutions", CANNED)):
        raw[name] = [
            {"code": one.code} | {key: value for key, value in one.data.items() if key != "active"}
            for one in kind.listed(session)
            if one.data["active"]
        ]
    raw["priorities"] = [_plain(one) for one in now_known.priorities]
    raw["calendars"] = [_plain(one) for one in now_known.calendars]
    raw["agreements"] = [_plain(one) for one in now_known.agreements]
    return yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=120)


def _plain(one: Any) -> dict[str, Any]:
    """Tuples as lists, without what says nothing."""
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(one).items()}
    return {key: value for key, value in told.items() if value not in (None, "", [], False)}

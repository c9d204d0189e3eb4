"""What is administered by page: each kind says how it is read, checked and written; the rest is one for all.

catalogue.yml is the seed: what was changed by page is not brought back to it (catalogue.sync).
"""

from ticket_store.administration import (
    accounts,
    announcements,
    assistant_texts,
    automations,
    catalogued,
    duty,
    limits,
    mail_templates,
    periods,
    priorities,
    promises,
    roles,
)
from ticket_store.administration.versions import Entry, Kind, history, put_back, save, version

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        roles.KIND,
        accounts.ACCOUNT,
        catalogued.TEAM,
        assistant_texts.TEXT,
        duty.HOURS,
        catalogued.SERVICE,
        catalogued.CANNED,
        promises.CALENDAR,
        promises.AGREEMENT,
        priorities.PRIORITY,
        announcements.ANNOUNCEMENT,
        automations.KIND,
        mail_templates.MAIL_TEMPLATE,
        limits.KIND,
        periods.PERIODS,
    )
}

__all__ = ["KINDS", "Entry", "Kind", "history", "put_back", "save", "version"]

"""What is administered, in one file: written out, and brought in again, here or in another installation.

No password, code or secret is in it: an account that is not here is made without a password, and gets the
mailed link. Nothing is taken away by a file that does not have it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import yaml

from portal.desk import setting_forms as forms
from portal.desk.access import Who
from portal.desk.refusals import worded
from ticket_store import administration, errors
from ticket_store.administration.versions import checked

# Told by address: a number is another person's in another installation. Last: they name roles and teams.
ACCOUNT = "account"

Changed = tuple[forms.Page, str, list[tuple[str, str, str]]]


class CannotBring(Exception):
    """The file, or one thing in it, is refused; str() says it to the reader."""


def written(session: Any, who: Who) -> str:
    """All that he may administer, as YAML; accounts by their address."""
    told = {}
    for page in sorted(forms.PAGES, key=_order):
        if who.may(forms.permission(page)):
            entries = administration.KINDS[page.kind].listed(session)
            told[page.path] = {_name(page, one): _without_name(page, one.data) for one in entries}
    return str(yaml.safe_dump(told, allow_unicode=True, sort_keys=False))


def brought(session: Any, text: str, who: Who, now: datetime) -> list[Changed]:
    """Written into the session, all of it; what changed. Raises CannotBring."""
    changes = []
    for page, name, told in _read(text):
        if not who.may(forms.permission(page)):
            raise CannotBring(f"{page.title}: o seu papel não as administra. Tire-as do arquivo.")
        kind = administration.KINDS[page.kind]
        code = {_name(page, one): one.code for one in kind.listed(session)}.get(name)
        data = told | {"email": name} if page.kind == ACCOUNT else told
        try:
            change = checked(session, kind, code=code, data=data, agent_id=who.id, now=now)
            difference = forms.differences(
                page, change.before or {}, change.after, forms.options(session, page)
            )
            administration.save(session, kind, code=code, data=data, agent_id=who.id, now=now)
        except errors.SettingRefused as refused:
            field = next((f.label for f in page.fields if f.name == refused.field), refused.field)
            why = forms.worded(refused)[1]
            raise CannotBring(f"{page.title}, {name}, “{field}”: {why}") from None
        except errors.SettingNotFound:
            raise CannotBring(f"{page.title}: não há “{name}”, e ali nada se acrescenta.") from None
        except errors.TicketStoreError as error:
            raise CannotBring(f"{page.title}, {name}: {worded(error)[1]}") from None
        if difference:
            changes.append((page, forms.called(change.after, page, name), difference))
    return changes


def _read(text: str) -> list[tuple[forms.Page, str, dict[str, Any]]]:
    try:
        entries = [
            (page, str(name), dict(data))
            for page, those in [
                (forms.BY_PATH[path], told) for path, told in dict(yaml.safe_load(text)).items()
            ]
            for name, data in dict(those).items()
        ]
    except (yaml.YAMLError, KeyError, TypeError, ValueError):
        raise CannotBring("Este arquivo não é o que “Exportar” dá. Confira-o e tente de novo.") from None
    return sorted(entries, key=lambda one: _order(one[0]))


def _order(page: forms.Page) -> bool:
    return page.kind == ACCOUNT


def _name(page: forms.Page, entry: administration.Entry) -> str:
    return str(entry.data["email"]) if page.kind == ACCOUNT else entry.code


def _without_name(page: forms.Page, data: dict[str, Any]) -> dict[str, Any]:
    return {key: told for key, told in data.items() if not (page.kind == ACCOUNT and key == "email")}

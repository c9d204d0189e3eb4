"""The one custom action of the baseline's form, served by rasa_sdk as it comes: is the service known, is the
e-mail one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import FormValidationAction

from ticket_store import catalogue


class ValidateOpenTicketForm(FormValidationAction):
    def name(self) -> str:
        return "validate_open_ticket_form"

    def validate_service(self, value: Any, *_: Any) -> dict[str, Any]:
        found = catalogue.load().match_service(str(value))
        return {"service": found.code if found else "outro"}

    def validate_email(self, value: Any, *_: Any) -> dict[str, Any]:
        return {"email": value if "@" in str(value) else None}

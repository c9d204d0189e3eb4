"""Two constants of Rasa 3.6.21 that no setting reaches: its five minutes of patience with an action, and a
JSON schema compiled anew for every action's answer (three quarters of a form turn)."""

from __future__ import annotations

import logging

import rasa
import rasa.core.actions.action as action_module
from jsonschema.validators import validator_for

PINNED = "3.6.21"
logger = logging.getLogger(__name__)


def install(action_timeout: float) -> None:
    """Wait at most `action_timeout` seconds for an action, and compile the answer's schema once.

    On another version than the pinned one the second is left as it comes, with a warning.
    """
    action_module.DEFAULT_REQUEST_TIMEOUT = action_timeout
    if rasa.__version__ != PINNED:
        logger.warning("The schema cache was written for Rasa %s; left out on %s", PINNED, rasa.__version__)
        return
    remote = action_module.RemoteAction
    stock = getattr(remote._validate_action_result, "stock", remote._validate_action_result)
    schema = remote.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate_action_result(self: action_module.RemoteAction, result: dict) -> bool:
        # The stock method words the refusal, so a bad answer takes its slow way.
        return True if validator.is_valid(result) else stock(self, result)

    validate_action_result.stock = stock  # type: ignore[attr-defined]
    remote._validate_action_result = validate_action_result

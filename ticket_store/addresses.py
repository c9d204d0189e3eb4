"""E-mail addresses: checked and written in one way, so that the same person is the same row."""

from email_validator import EmailNotValidError, validate_email

from ticket_store.errors import InvalidEmail


def normalise_email(text: str) -> str:
    """Lower case, ASCII domain. Raises InvalidEmail.

    Asks no DNS: a new domain or a slow resolver must not refuse anybody.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise InvalidEmail from None
    return (found.ascii_email or found.normalized).lower()

"""Where the public pages are that an answer names, and where mail comes from."""

_portal_url = ""
_sender = ""


def configure(portal_url: str, sender: str = "") -> None:
    """`portal_url`: as everybody reaches it, without a trailing slash. sender: the address that mails leave
    from."""
    global _portal_url, _sender
    _portal_url, _sender = portal_url, sender


def sender() -> str:
    """ "css@example", or "" where none is known."""
    return _sender


def address() -> str:
    """ "https://css.example", or "" where none is known."""
    return _portal_url

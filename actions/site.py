"""Where the public pages are that an answer names."""

_portal_url = ""


def configure(portal_url: str) -> None:
    """`portal_url`: as everybody reaches it, without a trailing slash."""
    global _portal_url
    _portal_url = portal_url


def address() -> str:
    """ "https://css.example", or "" where none is known."""
    return _portal_url

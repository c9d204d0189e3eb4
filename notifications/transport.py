"""What every transport raises when a delivery fails."""

from __future__ import annotations


class TransportError(Exception):
    """`permanent`: trying again cannot help, so the row is parked.

    `reason` is shown on the desk and logged: no personal data in it.
    """

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class RecipientGone(TransportError):
    """There is nobody to tell any more, nobody's fault: the row is dropped, not shown on the desk."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, permanent=True)

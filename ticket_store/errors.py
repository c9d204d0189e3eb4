"""Everything that can go wrong in the store, as data: each door (chat, page, desk, API) words it for its
reader.
"""

from datetime import datetime


class TicketStoreError(Exception):
    """Root of the store's errors.

    keeps_changes: when True, `transaction` commits before letting the error through,
    because the failed attempt itself must be remembered (a wrong code, a wrong password).
    """

    keeps_changes = False


class IncompleteTicket(TicketStoreError):
    """fields: which of "email", "service", "description", "name", "submission_key" are missing, too short
    or too long.
    """

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class InvalidEmail(TicketStoreError):
    """The address is not one. The text itself is not kept: it may be personal."""


class UnknownService(TicketStoreError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownPriority(TicketStoreError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SnoozeRefused(TicketStoreError):
    """Until a time that is past, or too far ahead to be meant."""


class SpeechMissing(TicketStoreError):
    """A text of which nobody said what it is: an answer, a note, a question, a solution."""


class NotOnShelf(TicketStoreError):
    """No view, macro or text of that number is there for this attendant."""


class NotHisToChange(TicketStoreError):
    """It is his team's or everybody's, and he may only use it."""


class SameAgent(TicketStoreError):
    """It is with him already."""


class TooManyReports(TicketStoreError):
    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class SettingNotFound(TicketStoreError):
    """Nothing of that kind has that code, or no such version."""


class SettingRefused(TicketStoreError):
    """field: which is wrong. why: missing, too_long, taken ... about: the limit, or the name meant."""

    def __init__(self, field: str, why: str, about: object = None) -> None:
        super().__init__(f"{field}: {why}")
        self.field, self.why, self.about = field, why, about


class NameMissing(TicketStoreError):
    """limit: letters that a name may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class UnknownVariable(TicketStoreError):
    """A text that names what no ticket has. name: as it was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotUndoable(TicketStoreError):
    """Something came after it, or somebody outside the desk knows of it."""


class UnknownTeam(TicketStoreError):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SameTeam(TicketStoreError):
    """Forwarding to the team that already has it."""


class OpeningLimitReached(TicketStoreError):
    """retry_at: aware UTC, when the next ticket may be opened."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at.isoformat())
        self.retry_at = retry_at


class LinkRevoked(TicketStoreError):
    """A ticket's link whose key is not (or no longer) that ticket's."""


class TicketNotFound(TicketStoreError):
    """Absent, or someone else's: deliberately the same."""


class InvalidTicketNumber(TicketStoreError):
    """What was typed cannot be read as a registration number."""


class TransitionRefused(TicketStoreError):
    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"{current} -> {wanted}")
        self.current = current
        self.wanted = wanted


class EmptyText(TicketStoreError):
    """A comment, question, solution or reason without any text."""


class RequesterNotFound(TicketStoreError):
    """There is none, or he was forgotten."""


class TooManyNotes(TicketStoreError):
    """Of one person."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class NoteChanged(TicketStoreError):
    """A colleague put it right meanwhile. text, version: as it is now."""

    def __init__(self, text: str, version: int) -> None:
        super().__init__(str(version))
        self.text = text
        self.version = version


class TextTooLong(TicketStoreError):
    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class TagTooLong(TextTooLong):
    """One of the tags of a ticket."""


class TicketFinished(TicketStoreError):
    """The ticket is closed or cancelled and takes nothing more."""

    def __init__(self, number: str, status: str) -> None:
        super().__init__(f"{number} {status}")
        self.number = number
        self.status = status


class NotRateable(TicketStoreError):
    """Only a resolved ticket can be rated; a rating may be revised until it closes."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class InvalidScore(TicketStoreError):
    """A score is a whole number from 1 to 5."""


class SameTicket(TicketStoreError):
    """A ticket cannot be a duplicate of itself, nor of one that is itself a duplicate of it."""


class OtherRequester(TicketStoreError):
    """Tickets of two people are not merged: each of them must be answered in his own."""


class CodeLimitReached(TicketStoreError):
    """retry_at: aware UTC, when another code may be sent."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at.isoformat())
        self.retry_at = retry_at


class WrongCode(TicketStoreError):
    """tries_left: 0 means that this code is dead and a new one is needed."""

    keeps_changes = True

    def __init__(self, tries_left: int) -> None:
        super().__init__(str(tries_left))
        self.tries_left = tries_left


class CodeExpired(TicketStoreError):
    pass


class NoCodePending(TicketStoreError):
    pass


class LinkInvalid(TicketStoreError):
    pass


class LinkExpired(TicketStoreError):
    pass


class LinkSpent(TicketStoreError):
    """The survey was answered or the ticket reopened since the link was sent."""


class AddressNotProven(TicketStoreError):
    """The conversation has entered no code of that address, or too long ago."""


class AttachmentTooLarge(TicketStoreError):
    """limit: bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class AttachmentTypeRefused(TicketStoreError):
    """found: the type seen in the content, None when it could not be recognised."""

    def __init__(self, found: str | None) -> None:
        super().__init__(found or "unknown")
        self.found = found


class AttachmentEmpty(AttachmentTypeRefused):
    """A file without a byte has no type at all."""

    def __init__(self) -> None:
        super().__init__(None)


class TooManyAttachments(TicketStoreError):
    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class AttachmentNotFound(TicketStoreError):
    pass


class AgentNotFound(TicketStoreError):
    pass


class AgentExists(TicketStoreError):
    pass


class WeakPassword(TicketStoreError):
    def __init__(self, minimum: int) -> None:
        super().__init__(str(minimum))
        self.minimum = minimum


class BadCredentials(TicketStoreError):
    """Unknown address or wrong password: deliberately the same, in the same time."""

    keeps_changes = True


class AccountLocked(TicketStoreError):
    """For this asker. until: aware UTC."""

    keeps_changes = True

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class TooManyAtOnce(TicketStoreError):
    """More ask for this at the same moment than are served; it is worth trying again."""


class ResetLimitReached(TicketStoreError):
    """retry_at: aware UTC, when this asker may ask for another link."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at.isoformat())
        self.retry_at = retry_at


class EmailNotVerified(TicketStoreError):
    """The provider does not say that this address is this person's."""


class NotAdmitted(TicketStoreError):
    """Known to the provider, but not to the desk: no role, disabled, or another person's account.

    What he still had open has ended.
    """

    keeps_changes = True


class StateSpent(TicketStoreError):
    """This way to the provider and back has opened its session already."""


class CannotUnseal(TicketStoreError):
    """A kept secret that this installation's key does not open."""


class WrongSecondFactor(TicketStoreError):
    """Not the code of this moment, one that was used, or no recovery code of his."""

    keeps_changes = True


class SecondFactorNotPending(TicketStoreError):
    """The second step is not in the state that this needs: begun, on, or off."""


class SessionEnded(TicketStoreError):
    pass


class InvalidToken(TicketStoreError):
    pass


class ScopeMissing(TicketStoreError):
    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope


class IdempotencyMismatch(TicketStoreError):
    """The key was used before with another request."""


class WebhookNotFound(TicketStoreError):
    pass


class WebhookRefused(TicketStoreError):
    """The address is not an https URL of a public host, or an event name is unknown."""


class WebhookLimitReached(TicketStoreError):
    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.limit = limit


class PushSubscriptionNotFound(TicketStoreError):
    pass


class PushSubscriptionRefused(TicketStoreError):
    """Not an https address of a public push service, or its keys are not what a browser makes."""


class RequesterOutOfReach(TicketStoreError):
    """The token is for other e-mail domains."""


class ProposalNotFound(TicketStoreError):
    """No such proposal, or it was decided already."""


class IncidentNotFound(TicketStoreError):
    pass


class ArticleNotFound(TicketStoreError):
    pass


class ArticleChanged(TicketStoreError):
    """Somebody has written a version since. current: its number."""

    def __init__(self, current: int) -> None:
        super().__init__(str(current))
        self.current = current


class IncompleteArticle(TicketStoreError):
    """fields: which are missing, too long or not what they should be."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


class HandoffNotFound(TicketStoreError):
    pass


class HandoffRefused(TicketStoreError):
    """The live conversation is not in a state that allows this (taken by someone else, over ...)."""

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(f"{current} -> {wanted}")
        self.current = current
        self.wanted = wanted


class OutboxRowNotFound(TicketStoreError):
    pass


class LeaseLost(TicketStoreError):
    """Another worker has taken the row since: its word counts."""


class ReviewItemNotFound(TicketStoreError):
    pass


class LabelRefused(TicketStoreError):
    """A line that says nothing that the understanding knows. line: from 1. reason: unknown | name | value |
    missing | elsewhere | order; part: which word of it.
    """

    def __init__(self, line: int, reason: str, part: str) -> None:
        super().__init__(f"line {line}: {reason} {part}")
        self.line, self.reason, self.part = line, reason, part


class TrainingUnderWay(TicketStoreError):
    """One at a time."""


class TrainingRunNotFound(TicketStoreError):
    """Or one that has no candidate."""


class NoModelBefore(TicketStoreError):
    """There is nothing to go back to."""


class ConversationTestNotFound(TicketStoreError):
    pass


class LetterNotFound(TicketStoreError):
    pass


class DraftGone(TicketStoreError):
    """Expired, registered, taken up elsewhere, or its address is not proven here: the same for all."""

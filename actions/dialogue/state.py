"""What a conversation remembers between two messages: a stack of frames, kept as JSON in one slot of Rasa."""

from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1
# What the reading may know of the flow under way (the contract of turns).
KNOWN = (
    "service",
    "service_name",
    "description",
    "email",
    "urgency",
    "ticket_number",
    "reason",
    "score",
    "information",
    "comment",
    "which",
    "description_denied",
    "email_denied",
    "untold",
)
# And of what was done before: an erasure that is due.
ALONG = ("erasing",)
RATED = "rate_service"  # what is told right after a grade may be more of its comment


@dataclass
class Frame:
    """One wish under way. `pending`: the question it waits for an answer to, `slot`: what the answer fills.

    `confirmed`: the summary was said and answered with a sure yes, and nothing changed since.
    `suspended`: it waits below another one. `asked`: the slots that were asked, in order.
    """

    flow: str
    values: dict[str, Any] = field(default_factory=dict)
    pending: str | None = None
    slot: str | None = None
    failures: int = 0
    confirmed: bool = False
    suspended: bool = False
    asked: list[str] = field(default_factory=list)


@dataclass
class State:
    """frames: the stack, the last is the one under way. queue: wishes that wait, each a list of raw commands.

    pending: what was asked outside of a frame (the news, a person who is awaited). closed: the frame
    that ended
    last, for what is said of it afterwards. parked: one that was left unfinished. told: how often a
    response was
    said, so that its wording varies.
    """

    frames: list[Frame] = field(default_factory=list)
    queue: list[list[dict[str, Any]]] = field(default_factory=list)
    pending: str = "none"
    listed: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, Any] | None = None
    closed: Frame | None = None
    parked: Frame | None = None
    email: str | None = None
    handoff: str | None = None
    told: dict[str, int] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    @property
    def asked(self) -> str:
        """The question under way, by its name in the contract of turns."""
        if self.top and self.top.pending:
            return self.top.pending
        return self.pending

    @property
    def address(self) -> str | None:
        """The person's: the proved one, or the one given last in this conversation, but for somebody else's,
        and for what was told unasked to what was given up."""
        left = self.closed if self.closed and {"email", "code"} & set(self.closed.asked) else None
        frames = [f.values for f in (*reversed(self.frames), left, self.parked) if f]
        given = [v.get("email") for v in frames if not (v.get("email_wrong") or v.get("called"))]
        return self.email or next((address for address in given if address), None)

    def as_json(self) -> dict[str, Any]:
        known = {k: v for k in KNOWN if self.top and (v := self.top.values.get(k)) not in (None, "")}
        if (
            self.top
            and self.asked == "email"
            and (given := self.address or self.top.values.get("email_denied"))
        ):
            known["address"] = given  # "o mesmo", where it is asked
        if self.top and self.asked == "email" and (doubted := self.top.values.get("email_doubted")):
            known["email_denied"] = doubted  # "é .com mesmo" puts it right
        known.update({k: v for k in ALONG if (v := self.notes.get(k))})
        if not self.top and self.closed and self.closed.flow == RATED:
            known["rated"] = self.closed.values.get("score")
            known["rated_comment"] = self.closed.values.get("comment")
        own = asdict(self)
        return {**own, "version": VERSION, "pending": self.asked, "outside": self.pending, "known": known}

    @classmethod
    def of(cls, raw: Any) -> "State":
        """A fresh one for what is absent or of another version: such a conversation is greeted anew."""
        if not isinstance(raw, dict) or raw.get("version") != VERSION:
            return cls()
        return cls(
            frames=[Frame(**frame) for frame in raw["frames"]],
            queue=raw["queue"],
            pending=raw["outside"],
            listed=raw["listed"],
            last=raw["last"],
            closed=_frame(raw["closed"]),
            parked=_frame(raw["parked"]),
            email=raw["email"],
            handoff=raw["handoff"],
            told=raw["told"],
            notes=raw["notes"],
        )


def _frame(raw: dict[str, Any] | None) -> Frame | None:
    return Frame(**raw) if raw else None

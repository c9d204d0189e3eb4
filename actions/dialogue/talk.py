"""One turn: the message, what is remembered, and the ways to answer. Topics are given it and nothing else."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from actions.dialogue.commands import Command
from actions.dialogue.flow import Flow, Flows
from actions.dialogue.state import Frame, State
from actions.dialogue.text import joined
from actions.dialogue.voice import Voice
from ground.understood import Understood

# The third time that an answer cannot be used, the phone and the e-mail of the CSS are offered
# instead of the question.
PATIENCE = 3
WHOLE = 4  # words of a question that says of what it is asked
NOES = ([{"command": "deny"}], [{"command": "stop"}])


class Step(Enum):
    """How a topic's function left its step."""

    DONE = "done"
    ASKED = "asked"
    ENDED = "ended"


@dataclass(frozen=True)
class Message(Understood):
    """What came in, and what is understood of it. `events`: of Rasa's tracker, for what was said before. at:
    aware UTC. unanswered: the messages before it, by their ids, that no turn came to the end of."""

    text: str
    conversation_id: str
    channel: str
    at: datetime
    intent: str = ""
    message_id: str | None = None
    ranking: list[tuple[str, float]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    # Whom the store's limits on guessing count it for; "": the conversation.
    asker: str = ""

    @property
    def asking(self) -> str:
        """The question alone, where it says of what it is asked ("Como recupera?" does not); else all."""
        asked = " ".join(one["text"] for one in self.questions)
        return asked if len(asked.split()) >= WHOLE else self.asked_with.replace("\n", " ")

    @property
    def asked_with(self) -> str:
        """The question, behind what is told beside it of why it is asked."""
        told = [str(c["value"]) for c in self.beside if c.get("slot") == "description" and c.get("value")]
        return joined(*told, *(one["text"] for one in self.questions)) or self.text.strip()

    @property
    def is_likely_a_no(self) -> bool:
        """The likeliest reading, though in doubt, is a plain refusal."""
        return bool(self.alternatives) and _is_a_no(self.alternatives[0])

    @property
    def is_only_a_no(self) -> bool:
        """Both likely readings are a plain refusal."""
        return len(self.alternatives) > 1 and all(map(_is_a_no, self.alternatives))

    @property
    def likely(self) -> list[dict[str, Any]]:
        """All commands of the likely readings of what is in doubt."""
        return [command for reading in self.alternatives for command in reading]

    def key(self, what: str) -> str | None:
        """Of one change that this message makes: played again it makes none, and what became of it is found
        by it."""
        digest = hashlib.sha256(what.encode()).hexdigest()[:16]
        return f"{self.message_id}/{digest}" if self.message_id else None


def _is_a_no(reading: list[dict[str, Any]]) -> bool:
    return [c for c in reading if c.get("command") != "social"] in NOES


Taker = Callable[["Talk", Frame, str, Command], Awaitable[bool]]


@dataclass
class Talk:
    """`topics`: name -> module with its functions; `takers`: type of a slot -> how a value of it is taken.

    quiet: the question under way is not said (again) at the end of the turn. greets: whether it does.
    wished: the flows that it asks for. goes_on: the frame that it calls back, or interrupts only to look at
    something; it is not asked whether it shall go on. offered_for: the message whose reading was offered, and
    is now taken up. question_kept: what is asked stands in the text that is kept for the team. article: the
    one that answers it, to be shown before a ticket is registered.
    """

    message: Message
    state: State
    voice: Voice
    flows: Flows
    topics: Mapping[str, Any]
    takers: Mapping[str, Taker]
    quiet: bool = False
    greets: bool = False
    wished: frozenset[str] = frozenset()
    misread: bool = False
    goes_on: Frame | None = None
    offered_for: str = ""
    several: bool = False
    more: bool = False
    question_kept: bool = False
    article: Any = None

    def flow(self, frame: Frame) -> Flow:
        return self.flows[frame.flow]

    def say(self, response: str, **values: Any) -> None:
        """The response's places are filled by `values`, then by those of the frame under way."""
        known = {k: v for k, v in (self.state.top.values if self.state.top else {}).items() if v is not None}
        self.voice.say(response, **({"email": self.state.email} | known | values))

    def question(self, response: str, **values: Any) -> None:
        """Says something that already asks."""
        self.say(response, **values)
        self.quiet = True

    def ask(self, frame: Frame, pending: str, slot: str, response: str | None, **values: Any) -> Step:
        """The frame now waits for an answer; `response` is said unless this turn has asked already."""
        frame.pending, frame.slot = pending, slot
        if not frame.asked or frame.asked[-1] != slot:
            frame.asked.append(slot)
        if response and not self.quiet:
            self.question(response, **values)
        return Step.ASKED

    def retry(self, frame: Frame, response: str, **values: Any) -> None:
        """An answer that cannot be used: says why, with an example; the third time the flow is given up."""
        self.misread = True
        frame.failures += 1
        if frame.failures < PATIENCE:
            self.question(response, **values)
            return
        flow = self.flow(frame)
        self.say(flow.gave_up)
        self.close(frame, parked=flow.kept_when_left)

    def close(self, frame: Frame, parked: bool = False) -> None:
        """The frame is over; the engine goes on with what waits below it."""
        if frame in self.state.frames:
            self.state.frames.remove(frame)
        frame.pending = frame.slot = None
        frame.failures = 0
        if parked:
            self.state.parked = frame
        else:
            self.state.closed = frame

    def take(self, frame: Frame, slot: str, command: Command) -> Awaitable[bool]:
        """Takes the command's value for `slot`; False when it cannot be used (and that was said)."""
        declared = self.flows.slots[slot]
        return self.takers[declared.type](self, frame, slot, command)

    def home(self, frame: Frame, function: str) -> str | None:
        """The topic among those of the frame's steps that has the function; None when none has."""
        names = dict.fromkeys([frame.flow, *(step.topic for step in self.flow(frame).steps)])
        return next((name for name in names if self.has(name, function)), None)

    async def call(self, topic: str, function: str, *arguments: Any) -> Any:
        """A topic's function; AttributeError when the topic has none of that name."""
        return await getattr(self.topics[topic], function)(self, *arguments)

    def has(self, topic: str, function: str) -> bool:
        return hasattr(self.topics.get(topic), function)

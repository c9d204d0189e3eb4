"""One turn of a conversation: what was said, is known, is answered. Forms and actions work on it."""

import re
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

REQUESTED = "requested_slot"
# Rasa's name of a channel -> the store's. Whatever else comes through Rasa is limited like the page.
CHANNELS = {
    "telegram": "telegram",
    "whatsapp": "whatsapp",
    "phone": "voice",
    "cmdline": "shell",
    "mail": "mail",
}
# The third time that an answer cannot be used, the phone and the e-mail of the CSS are offered instead of the
# question.
PATIENCE = 3
PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Said:
    """The latest user message.

    `confidence` is 1.0 for a button's payload; `unsure`: another intent was nearly as likely.
    """

    text: str
    intent: str
    confidence: float
    entities: tuple[tuple[str, str], ...]
    message_id: str | None
    ranking: tuple[tuple[str, float], ...] = ()
    unsure: bool = False

    @classmethod
    def of(cls, tracker: Tracker) -> "Said":
        message = tracker.latest_message or {}
        text = message.get("text") or ""
        intent = message.get("intent") or {}
        payload = text.startswith(("/", "EXTERNAL"))
        surfaces = []
        # Entities of a payload are what somebody typed as JSON: they claim, and are not believed.
        for entity in [] if payload else message.get("entities") or []:
            start, end = entity.get("start"), entity.get("end")
            surface = (
                text[start:end]
                if isinstance(start, int) and isinstance(end, int)
                else str(entity.get("value") or "")
            )
            surfaces.append((entity.get("entity") or "", surface))
        return cls(
            text="" if payload else text,
            intent=intent.get("name") or "",
            confidence=float(intent.get("confidence") or 0.0),
            entities=tuple(surfaces),
            message_id=message.get("message_id"),
            ranking=tuple(
                (r.get("name") or "", float(r.get("confidence") or 0))
                for r in message.get("intent_ranking") or []
            ),
            unsure=bool(message.get("unsure")),
        )

    def surfaces(self, entity: str) -> list[str]:
        return [surface for name, surface in self.entities if name == entity]

    @property
    def words(self) -> int:
        return len(self.text.split())


class Turn:
    """Collects what one call of the action server answers: responses, changed slots, how a form goes on."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
        self.said = Said.of(tracker)
        self.tracker = tracker
        self.conversation_id: str = tracker.sender_id
        self.channel: str = CHANNELS.get(tracker.get_latest_input_channel() or "", "web")
        self.requested: str | None = tracker.get_slot(REQUESTED)
        self.gave_up = "utter_form_gave_up"
        self.ended = False
        self.failed = False
        self.answered = False
        self._dispatcher = dispatcher
        self._domain = domain
        self._slots = dict(tracker.slots)
        self._changed: dict[str, Any] = {}
        self._followup: str | None = None

    def get(self, slot: str) -> Any:
        return self._slots.get(slot)

    def set(self, slot: str, value: Any) -> None:
        if self._slots.get(slot) != value:
            self._changed[slot] = value
        self._slots[slot] = value

    def changed(self, *slots: str) -> bool:
        """Whether this turn gave one of them another value."""
        return any(slot in self._changed for slot in slots)

    def forget(self, *slots: str) -> None:
        for slot in slots:
            self.set(slot, None)

    def say(self, response: str, **values: Any) -> None:
        """Utters a response of domain.yml, its {places} filled by `values`, then by the slots as they are
        now.

        Left to Rasa, they would be filled by the slots as they were before this turn.
        """
        texts = [variation.get("text") or "" for variation in self._domain["responses"][response]]
        places = {place for text in texts for place in PLACE.findall(text)}
        self._dispatcher.utter_message(
            response=response, **({p: self._slots.get(p) for p in places} | values)
        )

    def wording(self, response: str, **values: Any) -> str:
        """The text of a response, filled: for labels and lines that go inside another response. KeyError when
        absent."""
        return str(self._domain["responses"][response][0]["text"]).format(**values)

    def say_text(self, text: str, buttons: list[dict[str, str]] | None = None) -> None:
        """Says again what was said before (repeat), as it was."""
        self._dispatcher.utter_message(text=text, buttons=buttons)

    def question(self, response: str, **values: Any) -> None:
        """Says something that already asks, so that the pending question is not repeated after it."""
        self.say(response, **values)
        self.answered = True

    def progress(self) -> None:
        self.set("form_failures", 0)

    def fail(self, response: str, **values: Any) -> None:
        """An answer that cannot be used: says why with an example, the third time ends the form with the
        CSS's contacts."""
        self.failed = True
        failures = int(self.get("form_failures") or 0) + 1
        if failures >= PATIENCE:
            self.say(self.gave_up)
            self.end("gave_up")
            return
        self.set("form_failures", failures)
        self.question(response, **values)

    def end(self, outcome: str, followup: str | None = None) -> None:
        """Ends the form; its submit action reads `form_outcome` and works only on "done"."""
        self.ended = True
        self.set("form_failures", 0)
        self.set("form_outcome", outcome)
        self._followup = followup

    def unfinished(self, *needed: str) -> bool:
        """For a form's submit action: True when the form did not end "done" with all that is needed.

        Rasa runs it also when the form was given up, and when validating failed: only the latter owes an
        apology.
        """
        outcome = self.get("form_outcome")
        complete = outcome == "done" and all(self.get(slot) for slot in needed)
        if not complete and outcome in (None, "done"):
            self.say("utter_technical_problem")
        if not complete:
            self.set("form_outcome", None)
        return not complete

    def events(self) -> list[EventType]:
        """Changed slots only."""
        return [SlotSet(slot, value) for slot, value in self._changed.items()]

    def form_events(self, asked: str | None) -> list[EventType]:
        """Events of a form's turn. One slot besides requested_slot is always set, or Rasa would call the form
        rejected."""
        events = self.events() or [SlotSet("form_failures", self.get("form_failures") or 0)]
        events.append(SlotSet(REQUESTED, None if self.ended else asked))
        if self.ended:
            events.append(ActiveLoop(None))
        if self._followup:
            events.append(FollowupAction(self._followup))
        return events

"""The assistant for inbound_mail: one letter in, what the bot says to it out; nothing is pushed to anybody.

Callers repeat a letter until it is answered, so the same message id gets the same words and is played once.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from channels.core import log_privacy, measures, rasa_patches
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations
from channels.core.output import BotMessage, CountingOutput, buttons_from
from channels.core.text_gate import TextRefused, admit
from channels.core.turns import message_id
from ground import log_lines

logger = logging.getLogger(__name__)
PREFIX = "mail-"
EMAIL_SLOT = "email"


class MailInput(InputChannel):
    """`channels.mail.MailInput` in credentials.yml. Its callers have read the letter and know its sender."""

    @classmethod
    def name(cls) -> str:
        return "mail"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MailInput:
        given = credentials or {}
        return cls(
            channel_token=str(given.get("channel_token") or ""),
            payloads=frozenset(given.get("payloads") or ()),
            characters=int(given.get("max_characters", 8000)),
            action_timeout=float(given.get("action_timeout_seconds", 10)),
        )

    def __init__(
        self, *, channel_token: str, payloads: frozenset[str], characters: int, action_timeout: float
    ) -> None:
        log_privacy.install()
        rasa_patches.install(action_timeout)
        keep_sessions_of_letters()
        self._token = channel_token
        self._payloads = payloads
        self._characters = characters
        self._queue = ConversationQueue()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """POST message {conversation_id, text, message_id, email?}.

        Answers {messages: [{text, buttons: [title]}], heard_at}.

        POST understand {text} -> {intent, confidence}. GET health.
        401 without the token, 400 for a body of another shape, 422 for a text that the gate refuses,
        503 when the assistant cannot answer now (then nothing was played: send it again).
        """
        blueprint = _MailBlueprint()
        conversations = Conversations(lambda: getattr(blueprint.ctx.app.ctx, "agent", None))

        @blueprint.get("/health")
        async def health(_: Request) -> HTTPResponse:
            ready = await conversations.ready()
            return json({"ready": ready}, 200 if ready else 503)

        @blueprint.post("/understand")
        async def understand(request: Request) -> HTTPResponse:
            if (no := await self._refused(request, conversations, "text")) is not None:
                return no
            try:
                text = admit(request.json["text"], limit=self._characters, payloads=frozenset())
            except TextRefused as error:
                return json({"error": error.reason}, 422)
            with log_privacy.private(text):
                intent = (await conversations.agent.parse_message(text)).get("intent") or {}
            return json({"intent": intent.get("name"), "confidence": intent.get("confidence", 0.0)})

        @blueprint.post("/message")
        async def message(request: Request) -> HTTPResponse:
            if (
                no := await self._refused(request, conversations, "conversation_id", "text", "message_id")
            ) is not None:
                return no
            body = request.json
            conversation_id, email = body["conversation_id"], body.get("email")
            if not conversation_id.startswith(PREFIX) or not isinstance(email, (str, type(None))):
                return json({"error": "body"}, 400)
            try:
                text = admit(body["text"], limit=self._characters, payloads=frozenset())
            except TextRefused as error:
                return json({"error": error.reason}, 422)
            key = message_id(conversation_id, body["message_id"])

            async def turn() -> dict[str, Any]:
                tracker = await conversations.agent.tracker_store.retrieve(conversation_id)
                heard_at = heard(tracker, key)
                if heard_at is not None:
                    said = answers_to(tracker, key)
                else:
                    heard_at = datetime.now(timezone.utc)
                    await _know(conversations, conversation_id, email)
                    chosen = chosen_payload(tracker, text, self._payloads)
                    output = _Collected()
                    message = UserMessage(
                        chosen,
                        output,
                        conversation_id,
                        input_channel=self.name(),
                        message_id=key,
                        metadata={},
                    )
                    with log_lines.about(conversation_id), measures.turn(self.name()):
                        await on_new_message(message)
                    said = output.messages
                return {"messages": [_shown(m) for m in said], "heard_at": heard_at.isoformat()}

            with log_privacy.private(text, conversation_id, *([email] if email else [])):
                try:
                    return json(await self._queue.run(conversation_id, turn))
                except Exception:
                    logger.exception("A letter's turn failed")
                    return json({"error": "unavailable"}, 503)

        return blueprint

    async def _refused(
        self, request: Request, conversations: Conversations, *names: str
    ) -> HTTPResponse | None:
        given = request.headers.get("X-Channel-Token", "")
        if not self._token or not hmac.compare_digest(given.encode(), self._token.encode()):
            return json({"error": "token"}, 401)
        try:
            body: Any = request.json
        except Exception:
            body = None
        if not isinstance(body, dict) or not all(
            isinstance(body.get(n), str) and body[n].strip() for n in names
        ):
            return json({"error": "body"}, 400)
        if not await conversations.ready():
            return json({"error": "unavailable"}, 503)
        return None


class _MailBlueprint(Blueprint):
    def __init__(self) -> None:
        super().__init__("mail")

    def register(self, app: Any, options: dict[str, Any]) -> None:
        self.ctx.app = app
        super().register(app, options)


class _Collected(CountingOutput):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[BotMessage] = []

    @classmethod
    def name(cls) -> str:
        return "mail"

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        self.messages.append(message)


def heard(tracker: DialogueStateTracker | None, key: str) -> datetime | None:
    """When the message of that id was heard; None when it never was."""
    for event in tracker.events if tracker else ():
        if isinstance(event, UserUttered) and event.message_id == key:
            return datetime.fromtimestamp(event.timestamp, timezone.utc)
    return None


def answers_to(tracker: DialogueStateTracker, key: str) -> list[BotMessage]:
    """What the bot said to the message of that id, up to the next one."""
    listening, said = False, []
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if listening:
                break
            listening = event.message_id == key
        elif listening and isinstance(event, BotUttered) and event.text:
            at = datetime.fromtimestamp(event.timestamp, timezone.utc)
            said.append(BotMessage(event.text.strip(), at, buttons_from((event.data or {}).get("buttons"))))
    return said


def chosen_payload(tracker: DialogueStateTracker | None, text: str, payloads: frozenset[str]) -> str:
    """The payload of the last offered button whose title was written back; else the text itself."""
    wanted = text.strip(" .!\n").casefold()
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, BotUttered):
            for button in buttons_from((event.data or {}).get("buttons")):
                if button.title.casefold() == wanted and (
                    button.payload in payloads or button.payload[:1] != "/"
                ):
                    return button.payload
        elif isinstance(event, UserUttered):
            break
    return text


async def _know(conversations: Conversations, conversation_id: str, email: str | None) -> None:
    """The sender's address, so that nobody is asked for it in reply to his own mail. It proves nothing."""
    if email is None:
        return
    agent = conversations.agent
    async with agent.lock_store.lock(conversation_id):
        tracker = await agent.processor.fetch_tracker_and_update_session(conversation_id, _Collected())
        if tracker.get_slot(EMAIL_SLOT) is None and EMAIL_SLOT in tracker.slots:
            tracker.update(SlotSet(EMAIL_SLOT, email), agent.domain)
            await agent.tracker_store.save(tracker)


def _shown(message: BotMessage) -> dict[str, Any]:
    return {"text": message.text, "buttons": [b.title for b in message.buttons]}


def keep_sessions_of_letters() -> None:
    """A letter is answered days later: only its own thread reaches its conversation, so it may stay open."""
    stock = MessageProcessor._has_session_expired
    if getattr(stock, "keeps_letters", False):
        return

    def has_session_expired(self: MessageProcessor, tracker: DialogueStateTracker) -> bool:
        return not tracker.sender_id.startswith(PREFIX) and stock(self, tracker)

    has_session_expired.keeps_letters = True  # type: ignore[attr-defined]
    MessageProcessor._has_session_expired = has_session_expired

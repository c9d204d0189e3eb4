"""Calls by Twilio: speech or keys in, TwiML out. Rasa's own connector takes requests from anybody, knows a
caller by a number that can be forged, hears no keys and speaks English to Brazilians."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qsl

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.channels.twilio_voice import TwilioVoiceInput
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, text
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import Gather, VoiceResponse

from channels.core import log_privacy, rasa_patches, sentences
from channels.core.conversation_queue import ConversationQueue
from channels.core.conversations import Conversations
from channels.core.output import BotMessage, CountingOutput
from channels.core.settings import optional
from channels.core.text_gate import TextRefused, admit
from channels.core.texts import split
from channels.core.turns import Turns, message_id
from channels.phone.hearing import last_answer, options, typed, understood
from channels.phone.speech import spoken

logger = logging.getLogger(__name__)
PREFIX = "tel-"
LANGUAGE = "pt-BR"
PATH = "/webhooks/phone/webhook"
LONGEST = 3000  # characters of one <Say>
SILENCES = 3
_CALL = re.compile(r"CA[0-9a-f]{32}")


class PhoneInput(TwilioVoiceInput):
    """`channels.phone.PhoneInput` in credentials.yml. Without `auth_token` and `public_url` it does nothing.

    Each call is a conversation of its own ("tel-" + Twilio's id of it): a caller's number proves nothing.
    """

    @classmethod
    def name(cls) -> str:
        return "phone"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        given = credentials or {}
        channel = cls(
            given.get("initial_prompt", "/greet"),
            sentences.NOT_HEARD,
            given.get("assistant_voice", "Polly.Camila-Neural"),
            str(given.get("speech_timeout", "3")),
            given.get("speech_model", "default"),
            str(given.get("enhanced", "false")),
        )
        channel.configure(
            auth_token=optional(given.get("auth_token")),
            public_url=optional(given.get("public_url")).rstrip("/"),
            hints=str(given.get("hints") or ""),
            payloads=frozenset(given.get("payloads") or ()),
            characters=int(given.get("max_characters", 1000)),
            action_timeout=float(given.get("action_timeout_seconds", 10)),
        )
        return channel

    def configure(
        self,
        *,
        auth_token: str,
        public_url: str,
        hints: str,
        payloads: frozenset[str],
        characters: int,
        action_timeout: float,
    ) -> None:
        """What the stock channel does not know of; `public_url` is the https address that Twilio calls."""
        log_privacy.install()
        rasa_patches.install(action_timeout)
        self._enabled = bool(auth_token and public_url)
        if bool(auth_token) != bool(public_url):
            logger.error("The phone stays off: it needs both auth_token and public_url")
        self._validator = RequestValidator(auth_token)
        self._public_url = public_url
        self._hints = hints
        self._payloads = payloads
        self._characters = characters

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """POST webhook for Twilio, answered with TwiML (403 without its signature); GET health."""
        blueprint = _AppBlueprint("phone")
        if not self._enabled:
            return blueprint
        conversations = Conversations(lambda: getattr(blueprint.ctx.app.ctx, "agent", None))
        turns = Turns(on_new_message, conversations, lambda: datetime.now(timezone.utc))
        queue = ConversationQueue()

        @blueprint.get("/health")
        async def health(_: Request) -> HTTPResponse:
            ready = await conversations.ready()
            return json({"ready": ready}, 200 if ready else 503)

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            # Sanic's own form drops empty fields, which are signed too.
            form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
            url = f"{self._public_url}{PATH}" + (f"?{request.query_string}" if request.query_string else "")
            if not self._validator.validate(url, form, request.headers.get("X-Twilio-Signature", "")):
                return text("", 403)
            if not _CALL.fullmatch(form.get("CallSid", "")):
                return text("", 400)
            conversation_id = PREFIX + form["CallSid"]
            silences = request.args.get("silences")  # none: the call begins

            async def turn() -> VoiceResponse:
                tracker = await _tracker(conversations, conversation_id)
                heard = self._heard(form, tracker, first=silences is None)
                if not heard:
                    return self._after_silence(tracker, int(silences) + 1 if silences in {"1", "2"} else 1)
                output = _Spoken()
                try:
                    words = admit(heard, limit=self._characters, payloads=self._payloads)
                except TextRefused:
                    return self._build_twilio_voice_response([{"text": sentences.NOT_HEARD}])
                key = message_id(conversation_id, f"{len(tracker.events) if tracker else 0}\n{words}")
                await turns.play(conversation_id, words, output, channel=self.name(), message_id=key)
                return self._build_twilio_voice_response(output.messages)

            with log_privacy.private(conversation_id, *form.values()):
                answer = await queue.run(conversation_id, turn)
            return text(str(answer), content_type="text/xml; charset=utf-8")

        return blueprint

    def _heard(self, form: dict[str, str], tracker: DialogueStateTracker | None, *, first: bool) -> str:
        if form.get("Digits"):
            return typed(form["Digits"], options(tracker.events) if tracker else ())
        if form.get("SpeechResult"):
            return understood(form["SpeechResult"])
        return self.initial_prompt if first else ""

    def _after_silence(self, tracker: DialogueStateTracker | None, silences: int) -> VoiceResponse:
        if silences >= SILENCES:
            response = VoiceResponse()
            self._say(response, sentences.NOBODY_THERE)
            response.hangup()
            return response
        said = last_answer(tracker.events) if tracker else []
        buttons = options(tracker.events) if tracker else ()
        texts = [sentences.NOT_HEARD, *said]
        messages = [{"text": words, "buttons": ()} for words in texts]
        messages[-1]["buttons"] = buttons
        return self._build_twilio_voice_response(messages, silences)

    def _build_twilio_voice_response(
        self, messages: list[dict[str, Any]], silences: int = 0
    ) -> VoiceResponse:
        """All inside <Gather>: a caller who knows the way need not wait for the end of a sentence."""
        response = VoiceResponse()
        gather = Gather(
            input="dtmf speech",
            action=f"{PATH}?silences={silences}",
            method="POST",
            language=LANGUAGE,
            timeout=6,
            finish_on_key="#",
            action_on_empty_result=True,
            speech_timeout=self.speech_timeout,
            speech_model=self.speech_model,
            enhanced=self.enhanced,
            profanity_filter=False,
            **({"hints": self._hints} if self._hints else {}),
        )
        read_out: dict[str, str] = {}
        for message in messages:
            self._say(gather, message["text"])
            read_out.update((b.payload, b.title) for b in message.get("buttons") or ())
        for key, title in enumerate(list(read_out.values())[:9], start=1):
            if title != str(key):
                self._say(gather, sentences.PRESS.format(key=key, title=title))
        response.append(gather)
        return response

    def _say(self, into: VoiceResponse | Gather, words: str) -> None:
        for part in split(spoken(words), LONGEST):
            if part:
                into.say(part, voice=self.assistant_voice, language=LANGUAGE)


class _Spoken(CountingOutput):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "phone"

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        self.messages.append({"text": message.text, "buttons": message.buttons})


async def _tracker(conversations: Conversations, conversation_id: str) -> DialogueStateTracker | None:
    if not await conversations.ready():
        return None  # Turns.play says so
    return await conversations.agent.tracker_store.retrieve(conversation_id)


class _AppBlueprint(Blueprint):
    def register(self, app: Sanic, options: dict[str, Any]) -> None:
        self.ctx.app = app
        super().register(app, options)

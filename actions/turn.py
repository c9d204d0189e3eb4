"""The one action that Rasa calls for a turn: the message's commands, executed over what is remembered."""

import logging
import traceback
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import measures, memory, one_answer, review, said, store, topics
from actions.dialogue import flow
from actions.dialogue.commands import Command, names_a_ticket
from actions.dialogue.execute import execute
from actions.dialogue.state import State
from actions.dialogue.talk import Message, Talk
from actions.dialogue.text import joined
from actions.dialogue.voice import Voice
from actions.dialogue.walk import TEXTS, advance
from actions.topics import draft, news, small_talk, talk_to_human
from actions.values import TAKERS
from ground import log_lines
from ground.understood import Understood

logger = logging.getLogger("actions")
SENDER = "email"
"""The address of whoever writes by mail, which that channel fills. It proves nothing."""
FAILED = "utter_technical_problem"
# Rasa's name of a channel -> the store's. Whatever else comes through Rasa is limited like the page.
CHANNELS = {
    "telegram": "telegram",
    "whatsapp": "whatsapp",
    "rocketchat": "rocketchat",
    "teams": "teams",
    "phone": "voice",
    "cmdline": "shell",
    "mail": "mail",
}
TRIGGER, FAQ = "EXTERNAL_", "faq_"
HEARD = "heard"  # the note of the last message that was answered
MOST_UNANSWERED = 5
TOLD = "utter_heard_"  # begins the names of what was said and asks nothing
FEW = 4  # words that name one of the readings offered, and tell nothing more
# A button's payload -> what it says. The flows' own intents are added to these.
PAYLOADS: dict[str, list[dict[str, Any]]] = {
    "affirm": [{"command": "affirm"}],
    "deny": [{"command": "deny"}],
    "stop": [{"command": "stop"}],
    "repeat": [{"command": "repeat"}],
    "resend_code": [{"command": "resend_code"}],
    "greet": [{"command": "social", "kind": "greet"}],
    "help": [{"command": "social", "kind": "help"}],
}
TOPICS: Mapping[str, Any] = {
    found.name: import_module(f"{topics.__name__}.{found.name}") for found in iter_modules(topics.__path__)
}


class ActionTurn(Action):
    def name(self) -> str:
        return "action_turn"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        try:
            with log_lines.about(tracker.sender_id), measures.turn(), store.turn():
                return await _turn(dispatcher, tracker, domain)
        except Exception as error:
            # The store is away, or a mistake of ours: said, and the conversation stays where it was. What the
            # error says may quote a person, so only its kind and place are logged.
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("turn failed: %s at %s:%s", type(error).__name__, place.name, place.lineno)
            dispatcher.messages.clear()
            text = domain["responses"][FAILED][0]["text"]
            dispatcher.utter_message(text=text, buttons=[], utter_action=FAILED)
            return []


async def _turn(
    dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
) -> list[EventType]:
    talk = opened(tracker, {**domain, "responses": await said.over(domain["responses"])})
    asked, before = talk.state.asked, review.place(tracker.get_slot(memory.SLOT))
    if talk.message.intent.startswith(TRIGGER):
        if await news.tell(talk) and talk.state.top:
            await advance(talk)  # what was asked comes again, so that it is the last
    elif not await talk_to_human.taken(talk):
        await _answer(talk, commands(talk), asked, before)
    if talk.message.message_id and not talk.message.intent.startswith(TRIGGER):
        talk.state.notes[HEARD] = talk.message.message_id
    for one in one_answer.composed(talk):
        more = {"json_message": {"card": one.card}} if one.card else {}
        dispatcher.utter_message(text=one.text, buttons=one.buttons, utter_action=one.response, **more)
    return [SlotSet(memory.SLOT, talk.state.as_json())]


async def _answer(talk: Talk, raw: list[dict[str, Any]], asked: str, before: dict[str, Any] | None) -> None:
    if not any(c.get("kind") == "greet" for c in raw):
        await small_talk.introduce(talk)
    awaited = talk.state.handoff is not None and asked != talk_to_human.WAITING
    await execute(talk, raw)
    small_talk.forget_text(talk)
    if awaited:
        await talk_to_human.hear(talk)
    for frame in talk.state.frames:
        if frame.flow == "open_ticket":
            await draft.keep(talk, frame)
    if not talk.state.frames and talk.state.handoff and talk.state.pending == "none":
        talk.state.pending = talk_to_human.WAITING
    measures.read(talk, raw)
    if talk.misread or talk.message.unsure:
        await review.keep(talk, asked, before, raw)


def _chosen(
    talk: Talk, read: list[dict[str, Any]], offered: dict[str, list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    """One of the readings that were offered, said instead of pressed: with all that was told in it, but for
    a ticket that is named now. A yes is the first of them, "a segunda" the second."""
    if not offered:
        return read
    started = [c.get("flow") for c in read if c["command"] == "start"]
    if len(talk.message.text.split()) > FEW:
        return _told_on(read, offered.get(str(started[0]), [])) if len(started) == 1 else read
    first = talk.state.notes.pop("offered_for", "")
    if not started and (meant := _meant(talk, read, list(offered))):
        talk.offered_for = first
        return offered[meant]
    if len(started) != 1 or started[0] not in offered:
        return read
    named = [c for c in read if _names_ticket(c)]
    talk.offered_for = "" if named else first
    told = [c for c in offered[started[0]] if not (named and _names_ticket(c))]
    return [*told, *named]


def _told_on(read: list[dict[str, Any]], offered: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One of the readings offered, wanted with more told of it: what was told first is not lost. With a
    system of its own, or behind a no, it is told anew."""
    if any(c["command"] == "deny" for c in read):
        return read
    texts = {c["slot"]: c for c in read if c["command"] == "set" and c.get("slot") in TEXTS}
    if not offered or offered[0]["command"] != "start" or any(c.get("slot") == "service" for c in read):
        return read
    named = any(map(_names_ticket, read))
    before = [c for c in offered if not (named and _names_ticket(c))]
    both = {
        c["slot"]: joined(str(c["value"]), str(texts[c["slot"]]["value"]))
        for c in before
        if c["command"] == "set" and c["slot"] in texts
    }
    told = [{**c, "value": both[c["slot"]]} if c.get("slot") in both else c for c in before]
    return [*told, *(c for c in read if c["command"] != "start" and c.get("slot") not in both)]


def _meant(talk: Talk, read: list[dict[str, Any]], offered: list[str]) -> str | None:
    """Which of the flows that were offered is meant by a yes or by its place; None where none is."""
    told = (memory.last_response(talk.message.events) or "").startswith(TOLD)  # which asks nothing
    command = read[0] if len(read) == 1 and not talk.state.top and not told else {}
    place = str(command.get("value")) if command.get("by") == "ordinal" else ""
    at = 1 if command.get("command") == "affirm" else int(place) if place.isdigit() else 0
    return offered[at - 1] if 0 < at <= len(offered) else None


def _names_ticket(raw: dict[str, Any]) -> bool:
    command = Command.of(raw)
    return command is not None and names_a_ticket([command])


def opened(tracker: Tracker, domain: dict[str, Any]) -> Talk:
    """The turn as the engine sees it."""
    state = State.of(tracker.get_slot(memory.SLOT))
    state.email = state.email or tracker.get_slot(SENDER)
    latest = tracker.latest_message or {}
    text, intent = latest.get("text") or "", latest.get("intent") or {}
    payload = text.startswith(("/", TRIGGER))
    message = Message(
        text="" if payload else text,
        conversation_id=tracker.sender_id,
        channel=CHANNELS.get(tracker.get_latest_input_channel() or "", "web"),
        at=store.now(),
        intent=intent.get("name") or "",
        message_id=latest.get("message_id"),
        ranking=[
            (r.get("name") or "", float(r.get("confidence") or 0)) for r in latest.get("intent_ranking") or []
        ],
        events=tracker.events,
        unanswered=_unanswered(tracker, state),
        asker=str((latest.get("metadata") or {}).get("asker") or ""),
        **vars(Understood.of(latest)),
    )
    voice = Voice(domain["responses"], state.told)
    return Talk(message, state, voice, flow.shipped(), TOPICS, TAKERS)


def _unanswered(tracker: Tracker, state: State) -> list[str]:
    """Of the messages before this one, the newest that no turn came to the end of."""
    here = (tracker.latest_message or {}).get("message_id")
    fresh = tracker.get_slot(memory.SLOT) is None
    if not fresh and HEARD not in state.notes:  # an older version remembered this conversation
        return []
    ids = [
        e.get("message_id") or (e.get("parse_data") or {}).get("message_id")
        for e in tracker.events
        if e.get("event") == "user"
    ]
    heard = state.notes.get(HEARD)
    if heard and heard in ids:
        ids = ids[len(ids) - ids[::-1].index(heard) :]
    elif not fresh:  # it is so long ago that the tracker has folded it away
        return []
    return [str(one) for one in ids if one and one != here][-MOST_UNANSWERED:]


def commands(talk: Talk) -> list[dict[str, Any]]:
    """What was read of the message; a button says one thing, or which reading of the last message was
    meant. What a payload claims besides is not believed."""
    offered = talk.state.notes.pop("offered", {})
    payload = memory.pressed(talk.message.events, talk.message.text) if talk.message.text else None
    if talk.message.text and payload is None:
        return _chosen(talk, list(talk.message.commands), offered)
    intent = payload.lstrip("/") if payload else talk.message.intent
    if known := PAYLOADS.get(intent):
        return known
    if intent.startswith(FAQ):
        return [{"command": "ask", "about": intent}]
    started = talk.flows.by_intent(intent)
    if started is None:
        return []
    if read := offered.get(started.name):
        talk.offered_for = talk.state.notes.pop("offered_for", "")
        return list(read)  # the button says which of the readings was meant
    of_the_last = talk.state.last and "ticket" in started.takes and not started.reads
    start = [{"command": "start", "flow": started.name}]
    return [*start, {"command": "choose", "by": "that"}] if of_the_last else start

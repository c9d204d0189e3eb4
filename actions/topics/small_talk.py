"""What is said outside of any task: courtesy, questions, a yes in the air, what was not understood."""

from typing import Any

from actions import memory, review, site, tickets
from actions.dialogue.commands import Command
from actions.dialogue.flow import Flow
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.text import edited
from actions.dialogue.walk import TEXTS, begin
from actions.topics import after_a_ticket, knowledge, my_data, offer_ticket, subject
from actions.values import valid
from ticket_store import catalogue, lifecycle

NOT_UNDERSTOOD = (
    "utter_not_understood",
    "utter_do_you_mean",
    "utter_cancel_or_pass_on",
    "utter_heard_",
    "utter_out_of_scope",
)
"""How what was said begins where a message was not understood."""
NOBODY = "utter_nobody_on_duty"
WORTH_KEEPING = 3  # words: a text that was told before its button was pressed
UNREAD_LASTS = 2  # messages
OPENED_BY_A_GREETING = ("web", "voice")
"""Channels whose first words are the assistant's."""
MENU, PERSON, COMPLEMENT = "open_ticket", "talk_to_human", "add_ticket_information"
"""What is offered beside the only likely reading."""
OF_THE_TICKET = {
    "faq_resolution_deadline": "deadline",
    "faq_registration_number": "number",
    "faq_opening_hours": "hours",
}
"""What is asked in general, and can be told of the ticket that is spoken of."""
ADDING = "faq_how_to_add_information"
# Questions about the CSS that an article may answer more exactly ("precisa do meu CPF?").
MORE_EXACTLY = ("faq_privacy", ADDING)
# The address asked about is the desk's own, and no system.
OF_THE_DESK = ("faq_email_address",)
BESIDE = (
    12  # words of a message whose wish is the answer to what it asks: "esqueci de dizer que …, ainda dá?"
)
FEW = 8  # words of a question that may be of what was just asked
OF_ONE = ("add_ticket_information", "rate_service")
ADDED_TO = ("add_ticket_information", "reopen_ticket")


async def yes_or_no(talk: Talk, yes: bool) -> None:
    """Nothing was asked."""
    closed = talk.state.closed
    if yes and closed and closed.flow == "open_ticket" and (number := closed.values.get("ticket_number")):
        talk.say("utter_ticket_already_opened", ticket_number=number)
    elif yes or not talk.more:
        talk.say("utter_what_next" if yes else "utter_anything_else")


async def nothing_to_stop(talk: Talk) -> None:
    """ "Desisto", said right after an erasure was asked for, is of that."""
    talk.state.queue.clear()
    closed = talk.state.closed
    if closed and closed.flow == "my_data" and talk.state.notes.get(my_data.DUE):
        await begin(talk, [Command("start", flow=closed.flow, which=my_data.KEEP)])
        return
    if not talk.more and not await after_a_ticket.polite(talk, "stop"):
        talk.say("utter_nothing_to_stop")


async def repeat(talk: Talk) -> None:
    """Says the last answer again, as it was."""
    said = memory.last_answers(talk.message.events)
    if not said:
        talk.say("utter_nothing_to_repeat")
    for event in said:
        response = (event.get("metadata") or {}).get("utter_action") or ""
        talk.voice.say_again(
            event.get("text") or "", (event.get("data") or {}).get("buttons") or [], response
        )


async def restart(talk: Talk) -> None:
    talk.state.queue.clear()
    talk.state.parked = None
    talk.say("utter_start_over")


async def no_code(talk: Talk) -> None:
    """A code is only sent on the way to a ticket; after registering it is the mail that did not come."""
    last = talk.state.last
    if last:
        talk.say("utter_mail_missing", ticket_number=last["number"])
    else:
        talk.say("utter_no_code_pending")


async def missing(talk: Talk, frame: Frame) -> None:
    """ "O que falta?": the questions that are still open, by their names."""
    steps = [
        s.name for s in talk.flow(frame).steps if s.kind == "collect" and frame.values.get(s.name) is None
    ]
    names = [talk.voice.wording(f"utter_label_slot_{name}") for name in steps]
    confirms = any(step.kind == "confirm" for step in talk.flow(frame).steps)
    if names:
        talk.say("utter_missing" if confirms else "utter_missing_here", names=", ".join(names))
    else:
        talk.say("utter_missing_nothing")


async def question(talk: Talk, command: Command) -> None:
    """A question about the CSS, or one that nobody here has the answer to."""
    about = command.about or ""
    if command.which and talk.state.last:
        offer_ticket.leave(talk)
        await talk.call("check_ticket_status", "question", command)
        return
    if about == "other" and (problem := _given_up(talk)):
        told = await knowledge.answer(talk, of_a_place=False)
        if told or await knowledge.answer(talk, instead=problem):
            return
        talk.say("utter_question_aside")
        return
    if about in MORE_EXACTLY and await knowledge.answer(talk, sure=True):
        return
    if _how_to(talk, about):
        if await knowledge.answer(talk) or await _asked_of_it(talk):
            return
        await knowledge.note_gap(talk)
    left = offer_ticket.leave(talk)
    last = talk.state.last or {}
    is_open = last.get("status") in lifecycle.OPEN
    if is_open and (field := OF_THE_TICKET.get(about)):
        await talk.call("check_ticket_status", "question", Command("ask", about="ticket", field=field))
        return
    if is_open and about == ADDING and talk.state.top is None:
        talk.say("utter_more_told_here", ticket_number=last["number"])
        return
    if talk.voice.knows(f"utter_{about}"):
        talk.say(f"utter_{about}")
        if about == "faq_email_address" and site.sender():
            talk.say("utter_mail_sender", sender=site.sender())
        return
    if about == "price":
        talk.say("utter_price")
    elif about == "why":
        if not await knowledge.perhaps(talk):
            talk.say("utter_faq_privacy")
    elif about == "pending":
        talk.say("utter_nothing_pending")
    elif talk.state.top is None and (named := _system_asked(talk)):
        await _for_the_team(talk, named)
    else:
        told = len(talk.message.text.split()) <= BESIDE and bool(set(OF_ONE) & set(talk.wished))
        if told:
            return
        refused = any(c["command"] == "deny" for c in (*talk.message.commands, *talk.message.beside))
        if left is not None and left.flow == "knowledge" and not refused:
            talk.state.frames.append(left)  # whether the article helped is asked once more
        new = talk.state.top is None and not talk.wished
        new = new and talk.state.last is None and talk.state.closed is None
        if talk.state.top is None:
            subject.remember_question(talk)
        if talk.question_kept:
            talk.say("utter_question_in_text")
        elif new or not await knowledge.perhaps(talk):
            talk.say("utter_question_without_answer" if new else "utter_question_aside")
        talk.misread = True


def _given_up(talk: Talk) -> str:
    """ "Não quero abrir, só queria saber como faz": the problem of what was given up just now; "" where
    nothing was."""
    closed, said = talk.state.closed, [c["command"] for c in talk.message.commands]
    left = closed is not None and closed.flow == MENU and "ticket_number" not in closed.values
    return str(closed.values.get("description") or "") if closed and left and "stop" in said else ""


async def _asked_of_it(talk: Talk) -> bool:
    """A few words that do not say of what they are asked ("o meu ou o dela?"): of the system whose steps were
    shown, of what was just asked, or of the ticket spoken of."""
    top = talk.state.top
    if (system := _system_shown(talk)) and await knowledge.answer(talk, about=system, of_a_place=False):
        return True
    asked = top.slot if top and top.flow not in offer_ticket.OFFERS else None
    label = f"utter_label_slot_{asked}" if asked else "utter_label_ticket"
    known = talk.voice.knows(label) and (asked or talk.state.last)
    short = len(talk.message.text.split()) <= FEW
    return bool(known and short) and await knowledge.answer(talk, about=talk.voice.wording(label))


def _system_shown(talk: Talk) -> str:
    """The name of the system whose steps were just shown, where it is asked whether they helped; else ""."""
    top = talk.state.top
    values = top.values if top and (top.flow == "knowledge" or top.slot == "article") else {}
    shown = values.get("about") or values.get("service")
    found = catalogue.load().service(str(shown))
    return found.name if found and len(talk.message.asking.split()) <= FEW else ""


def _how_to(talk: Talk, about: str) -> bool:
    """Also what was taken for a question about the CSS and itself names a system ("como assino no SEI?")."""
    question = " ".join(one["text"] for one in talk.message.questions) or talk.message.text
    general = about.startswith("faq_") and about not in OF_THE_DESK
    return about == "other" or (general and bool(catalogue.load().match_services(question)))


def _system_asked(talk: Talk) -> str | None:
    """Whose use is asked about ("como estorno no SIAFI?"): its code; a computer or an e-mail is none, nor
    what is only like a name."""
    named = catalogue.load().match_services(talk.message.asking, lambda word: False)
    return named[0].code if named and not named[0].everyday else None


async def _for_the_team(talk: Talk, service: str) -> None:
    """How a system is used: the team explains it, if that is wanted; who wanted no ticket is not asked
    again."""
    if talk.message.wants_none or talk.state.notes.get("question_offered"):
        talk.say("utter_question_without_answer")
        return
    talk.state.notes["question_offered"] = True
    number, told = _registered(talk, service), talk.message.asked_with
    await offer_ticket.offer(talk, "utter_question_offer", ticket=number, service=service, description=told)


def _registered(talk: Talk, service: str) -> str | None:
    """The ticket that was registered just before, or with this very message, whose question it is. What is
    asked afterwards of another system is not of it."""
    last, closed = talk.state.last or {}, talk.state.closed
    if closed is None or closed.flow != MENU or closed.values.get("ticket_number") != last.get("number"):
        return None
    now = closed.values.get("registered_at") == talk.message.at.isoformat()
    return str(last["number"]) if now or last.get("service") == service else None


async def social(talk: Talk, command: Command) -> None:
    """Courtesy and temper: one warm sentence, then on."""
    kind = command.kind or "remark"
    busy = talk.state.top is not None or bool(talk.wished)
    if kind == "greet":
        first = not talk.state.notes.get("greeted") and talk.state.closed is None
        talk.state.notes["greeted"] = True
        if first and talk.state.top is None:
            talk.say("utter_greet_first_aside" if talk.more else "utter_greet")
        elif all(c["command"] == "social" for c in talk.message.commands):
            talk.say("utter_greet_aside" if busy else "utter_greet_again")
        return
    if PERSON in talk.wished and talk.voice.knows(f"utter_{kind}_person"):
        talk.say(f"utter_{kind}_person")  # who asks for a person is not told how to
        return
    if not busy and not talk.more and await after_a_ticket.polite(talk, kind):
        return
    aside = f"utter_{kind}_aside"
    talk.say(aside if busy and talk.voice.knows(aside) else f"utter_{kind}")


async def introduce(talk: Talk) -> None:
    """Who begins without a greeting hears all the same who answers and what becomes of what is told."""
    if not talk.state.notes.get("greeted") and talk.message.channel not in OPENED_BY_A_GREETING:
        talk.state.notes["greeted"] = True
        talk.say("utter_greet_first_aside")


async def out_of_scope(talk: Talk) -> None:
    if await knowledge.answer(talk):
        return
    again = (memory.last_response(talk.message.events) or "").startswith(NOT_UNDERSTOOD)
    talk.misread = True
    keep_text(talk)
    talk.say("utter_out_of_scope_again" if again else "utter_out_of_scope")


async def not_understood(talk: Talk) -> None:
    """Asks back with the likeliest readings; the second time in a row offers a person, phone and e-mail.

    What an article answers is answered, whatever else it may have meant.
    """
    if await knowledge.answer(talk):
        return
    if talk.message.is_likely_a_no:
        await yes_or_no(talk, False)
        return
    keep_text(talk)
    if memory.last_response(talk.message.events) == NOBODY and not _tells(talk):
        talk.say(NOBODY)  # "mas eu queria aqui mesmo": in other words, with what can be done instead
        return
    again = (memory.last_response(talk.message.events) or "").startswith(NOT_UNDERSTOOD)
    likely = _likely(talk)
    if not again and await after_a_ticket.heard(talk, likely):
        return
    if likely and not again:
        _offer_readings(talk, likely)
    else:
        talk.say("utter_not_understood_again" if again else "utter_not_understood")


def _tells(talk: Talk) -> bool:
    """Whether what may be wanted comes with a text for a ticket."""
    return any(c.get("slot") in TEXTS for wish in _likely(talk).values() for c in wish)


def _offer_readings(talk: Talk, likely: dict[str, list[dict[str, Any]]]) -> None:
    one, other = [talk.flows[name] for name in dict.fromkeys([*likely, MENU, PERSON])][:2]
    bare = {flow.name: [{"command": "start", "flow": flow.name}] for flow in (one, other)}
    talk.state.notes.update(offered={**bare, **likely}, offered_for=talk.message.text)
    talk.say("utter_do_you_mean", **_offer(talk, "first", one), **_offer(talk, "second", other))


async def told_beside(talk: Talk, text: str) -> None:
    """A text told where only a ticket to look at was asked: more for the one spoken of, or a new problem."""
    keep_text(talk)
    if not await after_a_ticket.heard(talk, {}, text):
        _offer_readings(talk, _either(talk, text))


def _either(talk: Talk, text: str) -> dict[str, list[dict[str, Any]]]:
    """What is told, as more of the ticket spoken of and as a new problem."""
    over = (talk.state.last or {}).get("status") in lifecycle.FINISHED
    return after_a_ticket.wishes(talk, text, *(() if over else (COMPLEMENT,)), MENU)


async def offer_aside(talk: Talk, frame: Frame) -> bool:
    """Where an answer is not understood and may ask for something else: that, as a button, once, before what
    was asked comes again. False where it may not."""
    likely = _likely(talk)
    flow = talk.flows[next(iter(likely))] if likely else None
    if flow is None or frame.failures:
        return False
    tells = any(c.get("slot") == flow.text for c in likely[flow.name])
    if flow.name == frame.flow and not tells:  # the same wish with nothing told is the one under way
        return False
    talk.state.notes.update(offered={flow.name: likely[flow.name]}, offered_for=talk.message.text)
    talk.say("utter_do_you_mean_aside", **_offer(talk, "first", flow))
    talk.misread = True
    frame.failures += 1
    return True


def _likely(talk: Talk) -> dict[str, list[dict[str, Any]]]:
    """The flows that the message may ask for, the likeliest first, each with what was read for it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for commands in talk.message.alternatives:
        start = next((c for c in commands if c["command"] == "start"), None)
        flow = talk.flows.flows.get(start["flow"]) if start else None
        if flow and flow.intent and flow.title:
            found.setdefault(flow.name, [_whole(talk, c) for c in commands])
    return found


def _whole(talk: Talk, raw: dict[str, Any]) -> dict[str, Any]:
    """The text of a reading in doubt that holds less than half of the message is the whole message."""
    told, whole = str(raw.get("value") or ""), talk.message.text.strip()
    cut = raw.get("slot") in TEXTS and 2 * len(told.split()) < len(whole.split())
    return {**raw, "value": whole} if cut else raw


def _offer(talk: Talk, place: str, flow: Flow) -> dict[str, Any]:
    """The places of a sentence and of its button."""
    title = talk.voice.wording(str(flow.title))
    return {place: title, f"{place}_button": title[0].upper() + title[1:], f"{place}_intent": flow.intent}


def keep_text(talk: Talk) -> None:
    """A text that was told before "Abrir um acionamento" is pressed is not asked again."""
    text = talk.message.text.strip()
    if len(text.split()) >= WORTH_KEEPING:
        talk.state.notes.update(unread=text, unread_age=0)


async def put_aside(talk: Talk, text: str) -> None:
    """A text that the wish it came with has no place for."""
    talk.state.notes.update(unread=text, unread_age=0)
    talk.say("utter_text_put_aside")


def forget_text(talk: Talk) -> None:
    """What was told a few messages ago is no longer what the button is pressed for, nor the ticket spoken of
    then what a word of thanks is for."""
    talk.state.notes[tickets.AGE] = talk.state.notes.get(tickets.AGE, 0) + 1
    age = talk.state.notes.get("unread_age", 0) + 1
    talk.state.notes["unread_age"] = age
    if age > UNREAD_LASTS:
        talk.state.notes.pop("unread", None)


async def note(talk: Talk, command: Command) -> None:
    """A value that nothing under way takes: of the ticket that was told last, or for what comes."""
    last, closed = talk.state.last, talk.state.closed
    if command.slot == "email":
        await _address(talk, command, last)
    elif command.slot == "service" and command.command == "set":
        found = catalogue.load().service(str(command.value))
        if found:
            subject.remember(talk, found.code, word=talk.message.text.strip())
            talk.say("utter_service_named", service_name=found.name)
        else:
            talk.say("utter_not_understood")
    elif command.slot == "score" and closed and closed.flow == "rate_service":
        values = (Command("set", slot="ticket", value=closed.values["ticket_number"]), command)
        await begin(talk, [Command("start", flow="rate_service"), *values])
    elif command.slot == "comment" and closed and closed.flow == "rate_service":
        await _comment_given(talk, closed, command)
    elif command.slot == "ticket" and last:
        await after_a_ticket.another_meant(talk, last["number"], command.value)
    elif last and command.how == "remove" and await talk.call(COMPLEMENT, "disregard", last, command):
        return
    elif last and talk.message.text.strip():
        await _correct_told(talk, last, _told_right(talk, command))
    else:
        if command.text:
            talk.state.notes.update(unread=command.text, unread_age=0)
        talk.say("utter_nothing_to_correct")


def _told_right(talk: Talk, command: Command) -> str:
    """What the team is told of a change: what is added, what a few words put in the place of what, or all
    that was said."""
    whole = talk.message.text.strip()
    if command.command == "edit" and command.how == "add" and command.text:
        return command.text
    exchanges = command.how == "replace" and command.old and command.text
    if exchanges and len(whole.split()) <= FEW and talk.voice.knows("utter_correction"):
        return talk.voice.wording("utter_correction", old=command.old, text=command.text)
    return whole


async def _comment_given(talk: Talk, closed: Frame, command: Command) -> None:
    """The comment of the grade that was just given, put right: it is given with it once more."""
    before = str(closed.values.get("comment") or "")
    if command.command == "edit" and command.old:
        after = edited(before, command.how, command.text, command.old)
        if after is None:
            talk.say("utter_edit_not_found", text=before)
            return
        said = "utter_text_removed_last" if command.how == "remove" else "utter_text_replaced_last"
        talk.say(said, old=command.old, text=command.text)
        how, text = ("replace", after) if after else ("remove", None)
        command = Command("edit", slot="comment", how=how, text=text)
    ticket = Command("set", slot="ticket", value=closed.values["ticket_number"])
    await begin(talk, [Command("start", flow="rate_service"), ticket, command])


async def _address(talk: Talk, command: Command, last: dict[str, str] | None) -> None:
    address = valid(str(command.value)) if command.value else None
    opened = talk.state.closed if talk.state.closed and talk.state.closed.flow == "open_ticket" else None
    another = opened is not None and address is not None and address != opened.values.get("email")
    if last and address and "@" in _added(talk):  # the address in what was just told to the team
        await _correct_told(talk, last, talk.message.text.strip())
    elif last and ((command.command == "correct" and (address or opened)) or another):
        frame = await begin(talk, [Command("start", flow="change_address")])
        if frame:
            frame.values.update(
                {"ticket_number": last["number"], "email_wrong": True}
                | ({"email": address} if address else {})
            )
            talk.say("utter_address_to_change", ticket_number=last["number"])
    elif address is None:
        await _other_address(talk)
    elif await _goes_on(talk, command):
        return
    else:
        talk.state.email = address
        talk.say("utter_email_noted", email=address)


def _added(talk: Talk) -> str:
    """The text that was just put to a ticket; "" where none was."""
    closed = talk.state.closed
    flow = talk.flows[closed.flow] if closed else None
    adds = closed is not None and flow is not None and flow.name in ADDED_TO
    return str(closed.values.get(flow.text or "") or "") if adds and closed and flow else ""


async def _correct_told(talk: Talk, last: dict[str, str], text: str | None) -> None:
    talk.say("utter_correction_to_ticket", ticket_number=last["number"])
    values = (Command("choose", by="that"), Command("set", slot="information", value=text))
    await begin(talk, [Command("start", flow=COMPLEMENT), *values])


async def _goes_on(talk: Talk, command: Command) -> bool:
    """The address that what was left over it was waiting for."""
    parked = talk.state.parked
    if parked is None or command.slot not in talk.flow(parked).takes or parked.values.get("email"):
        return False
    await begin(talk, [Command("start", flow=parked.flow), Command("set", slot="email", value=command.value)])
    return True


async def _other_address(talk: Talk) -> None:
    """ "Usar outro e-mail", as it is taught where nothing was found: the topic again, with another proof."""
    closed = talk.state.closed
    again = closed.flow if closed and "ticket" in talk.flows[closed.flow].takes else "list_my_tickets"
    frame = await begin(talk, [Command("start", flow=again)])
    if frame:
        frame.values["email_wrong"] = True
    await review.keep(talk)

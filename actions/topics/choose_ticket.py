"""Which ticket: the one that was named, the only one that fits, or one chosen from the list."""

from datetime import datetime
from typing import Any

from actions import store, ticket_answers, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import first_words, fold
from actions.dialogue.walk import walk
from actions.topics.offer_ticket import ADDS, LOOKS
from ticket_store import catalogue, errors, identity
from ticket_store.views import TicketView

NUMBER = "ticket_number"
LISTED = ("status", "number")  # what the list of all says of each
BOTH = 2  # tickets that "nos dois" means
TELLING = 2  # words of a description that tell which ticket is meant, whatever was pointed at


def fits(talk: Talk, frame: Frame, ticket: TicketView) -> bool:
    topic = talk.topics[frame.flow]
    now: datetime = talk.message.at
    return bool(topic.fits(ticket, now)) if hasattr(topic, "fits") else True


async def check_ticket(talk: Talk, frame: Frame) -> Step:
    if (reference := frame.values.get("ticket")) and not frame.values.get(NUMBER):
        left = await _resolve(talk, frame, reference)
        if left is not None:
            return left
    if number := frame.values.get(NUMBER):
        return await _known(talk, frame, str(number))
    mine = await _mine(talk, frame)
    if left := await _of_another(talk, frame, mine):
        return left
    if len(mine) > 1 and (told := _as_asked(talk, frame, mine)):
        return await _known(talk, frame, told.number)
    return await _choose(talk, frame, [t for t in mine if fits(talk, frame, t)])


async def _mine(talk: Talk, frame: Frame) -> list[TicketView]:
    """Those that may be read; of the address that is told, where they are only looked at."""
    mine = [t for t in await tickets.readable(talk) if t.number != frame.values.get("moved_from")]
    return tickets.of_address(mine, frame.values.get("email")) if talk.flow(frame).reads else mine


def _as_asked(talk: Talk, frame: Frame, mine: list[TicketView]) -> TicketView | None:
    """The one that the answer to which ticket ("o do scanner, era só um cabo"), or the wish, told of by its
    words. The words of a text for a ticket tell nothing of which."""
    asks = any(c["command"] == "ask" for c in talk.message.commands)
    if frame.slot == NUMBER and not asks and len(told := tickets.told_by(talk.message.text, mine)) == 1:
        talk.quiet = False  # it is shown before anything is done with it
        return told[0]
    words = " ".join(str(frame.values.get(one) or "") for one in ("asked_as", "told_beside_it"))
    everyday = "@" not in words and not frame.values.get("told_beside_it")  # the mail beside an address
    fit = [t for t in mine if fits(talk, frame, t)]  # what does not is meant where nothing does
    named = [t for t in tickets.of_system(words, mine, everyday) if t in fit or not fit]
    told = tickets.told_by(words, mine) or named
    writes = bool(frame.values.get(talk.flow(frame).text or ""))
    writes = writes and not frame.values.get("moved_from")
    return told[0] if len(told) == 1 and not (writes or frame.values.get("missed")) else None


def _told_plainly(talk: Talk, frame: Frame, mine: list[TicketView]) -> TicketView | None:
    """ "A assinatura sem logo eu mesmo consertei, pode encerrar esse": words of one ticket's description, and
    none of the one spoken of before."""
    if len(mine) < 2 or frame.values.get(talk.flow(frame).text or ""):
        return None
    asked, last = str(frame.values.get("asked_as") or ""), talk.state.last or {}
    return tickets.told_apart(asked, mine, last.get("number"), least=TELLING)


async def _of_another(talk: Talk, frame: Frame, mine: list[TicketView]) -> Step | None:
    """ "Leva o recado: o técnico pode trocar o monitor na quinta", after the ticket of the wifi: the text has
    words of another ticket and none of the one spoken of. Its system named and two of its words are enough;
    else which one is meant is asked. None: nothing tells of another."""
    text, last = str(frame.values.get(talk.flow(frame).text or "") or ""), talk.state.last or {}
    open_ = [t for t in mine if fits(talk, frame, t)]
    spoken_of = next((t for t in open_ if t.number == last.get("number")), None)
    if not text or spoken_of is None or frame.values.get("moved_from") or frame.asked:
        return None
    told = tickets.told_apart(text, open_, spoken_of.number)
    named = {service.code for service in catalogue.load().match_services(text)}
    if told is None or spoken_of.service_code in named:
        return None
    by_system = told.service_code in named
    several = tickets.told_apart(text, open_, spoken_of.number, least=TELLING) is not None
    if by_system and several:
        frame.values.pop("ticket", None)
        return await _known(talk, frame, told.number)
    if not (by_system or several or told.service_code is None):
        return None
    frame.values.pop("ticket", None)
    if not talk.quiet:
        tickets.show(talk, [spoken_of, told])
    return talk.ask(frame, "number", NUMBER, "utter_request_ticket_choice")


async def _known(talk: Talk, frame: Frame, number: str) -> Step:
    try:
        ticket = await tickets.find(talk, number)
    except errors.TicketNotFound:
        frame.values.pop(NUMBER, None)
        frame.values.pop("ticket", None)
        # What was meant for that number goes to no other ticket unasked.
        frame.values["missed"] = True
        talk.quiet = False
        talk.retry(frame, "utter_ticket_not_found", ticket_number=number)
        return _asked(talk, frame)
    if not fits(talk, frame, ticket):
        if talk.has(frame.flow, "instead") and await talk.call(frame.flow, "instead", frame, ticket):
            return Step.ENDED
        if await _just_done(talk, frame, ticket):
            return Step.ENDED
        why = f"utter_{frame.flow}_does_not_fit"
        of_status = f"{why}_{ticket.status}"
        status = tickets.status_name(talk, ticket.status)
        response = of_status if talk.voice.knows(of_status) else why
        talk.say(response, ticket_number=ticket.number, status_name=status)
        frame.values["refused"] = True
        tickets.remember(talk, ticket)
        return Step.ENDED
    about = first_words(ticket.description)
    frame.values.update(ticket_number=ticket.number, service_name=ticket.service_name, about=about)
    tickets.remember(talk, ticket)
    return Step.DONE if await _may_change(talk, frame, ticket) else await walk(talk, frame)


async def _just_done(talk: Talk, frame: Frame, ticket: TicketView) -> bool:
    """ "Tem problema cancelar?", right after it was cancelled: it is, and that is no refusal."""
    closed = talk.state.closed
    same = closed is not None and closed.flow == frame.flow and closed.values.get(NUMBER) == ticket.number
    return same and await ticket_answers.tell(talk, ticket, "done")


async def _may_change(talk: Talk, frame: Frame, ticket: TicketView) -> bool:
    """What was opened in this conversation is read here; what is changed on somebody's proof is his. Else his
    address is asked to be proved, whatever other one was."""
    if talk.flow(frame).proof != "always":
        return True
    proven = await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id)
    if ticket.email.casefold() in {p.casefold() for p in proven}:
        return True
    frame.values["email"] = ticket.email
    frame.values.pop("email_wrong", None)
    talk.quiet = False
    return False


def _asked(talk: Talk, frame: Frame) -> Step:
    """Waits for a number, unless the flow was given up over it."""
    return talk.ask(frame, "number", NUMBER, None) if frame in talk.state.frames else Step.ENDED


async def _resolve(talk: Talk, frame: Frame, reference: dict[str, Any]) -> Step | None:
    """The ticket that was named. None: it is known now, or one has to be chosen."""
    mine = await _mine(talk, frame)
    shown = {t["number"] for t in talk.state.listed}
    listed = [tickets.brief(t) for t in mine if t.number in shown] if shown else []
    listed.sort(key=lambda t: [x["number"] for x in talk.state.listed].index(t["number"]))
    everyone = [tickets.brief(t) for t in mine]
    by = reference.get("by")
    if by == "ordinal" and not listed:
        everyone.reverse()  # nothing was shown: the first is the one that was opened first
    numbers = tickets.meant(reference, listed or everyone, talk.state.last) or (
        tickets.meant(reference, everyone, talk.state.last) if by != "ordinal" else []
    )
    if by == "that" and (told := _told_plainly(talk, frame, mine)):
        numbers = [told.number]
    hinted = by == "service" and not numbers and not _is_named(talk, frame, str(reference.get("value")))
    if hinted and len(own := tickets.told_by(str(frame.values.get("asked_as") or ""), mine)) == 1:
        numbers = [own[0].number]
    if by == "that" and (left := await _of_another(talk, frame, mine)):
        return left
    fitting = [t for t in mine if t.number in numbers and fits(talk, frame, t)]
    typed = str(reference.get("value"))
    if by == "number" and not numbers and _is_of_the_text(talk, frame, reference):
        frame.values.pop("ticket")
        return None
    if by == "number":
        frame.values[NUMBER] = numbers[0] if numbers else tickets.normalised(typed, talk.message.at)
        if frame.values[NUMBER] is None:
            frame.values.pop("ticket")
            talk.retry(frame, "utter_ticket_number_invalid")
            return _asked(talk, frame)
        _then_the_others(talk, frame)
        return None
    frame.values.pop("ticket")
    if by == "all" and len(fitting) == BOTH and frame.flow == ADDS:  # each gets it, one after the other
        frame.values.update(all_of=[t.number for t in fitting], ticket_number=fitting[0].number)
        _then_the_others(talk, frame)
        return None
    if by == "all" and len(fitting) > 1:
        if frame.flow in LOOKS and frame.values.get("asked_of_it") in (None, *LISTED):
            tickets.show(talk, fitting)
            return Step.ENDED
        frame.values["all_of"] = [t.number for t in fitting]
        talk.say("utter_one_at_a_time")
        return await _choose(talk, frame, fitting)
    if len(fitting) == 1 or (by == "that" and numbers):
        frame.values[NUMBER] = fitting[0].number if fitting else numbers[0]
        _then_the_others(talk, frame)
        return None
    if fitting:
        told = _as_asked(talk, frame, fitting)
        return await _choose(talk, frame, [told] if told else fitting)
    if not numbers and _as_asked(talk, frame, mine):
        return None  # "aquele do empenho em branco": not of that system, or no status, but told by its words
    if len(numbers) == 1:  # it is known which, and the topic says why it does not fit
        frame.values[NUMBER] = numbers[0]
        return None
    if by == "that":
        return None  # nothing was pointed at that could be missed: which one is asked
    frame.values["missed"] = True
    if mine:  # where there is none at all, that is said
        _say_none(talk, None if hinted else by, reference.get("value"))
    return None


def _is_named(talk: Talk, frame: Frame, code: str) -> bool:
    """Whether the system's own name was said, and no word that only hints at it ("contracheque")."""
    service = catalogue.load().service(code)
    said = fold(f"{frame.values.get('asked_as') or ''} {talk.message.text}")
    return code in said or (service is not None and fold(service.name) in said)


def _is_of_the_text(talk: Talk, frame: Frame, reference: dict[str, Any]) -> bool:
    """ "O erro é o 809": a number that was only assumed to be a ticket's, and stands in what is told."""
    text = str(frame.values.get(talk.flow(frame).text or "") or "")
    return reference.get("sure") is False and str(reference.get("value")) in text


def _say_none(talk: Talk, by: Any, value: Any) -> None:
    if by == "service":
        service = catalogue.load().service(str(value))
        talk.say("utter_no_ticket_of_service", service_name=service.name if service else str(value))
    elif by == "status":
        talk.say("utter_no_ticket_of_status", status_name=tickets.status_name(talk, str(value)))
    elif by == "other":
        talk.say("utter_no_other_ticket")
    else:
        talk.say("utter_no_such_ticket")


def _then_the_others(talk: Talk, frame: Frame) -> None:
    """ "Os dois": what was asked for one is asked for the others afterwards."""
    others = [n for n in frame.values.pop("all_of", None) or [] if n != frame.values[NUMBER]]
    slots = (talk.flow(frame).text, "urgency")
    along = [{"command": "set", "slot": s, "value": v} for s in slots if s and (v := frame.values.get(s))]
    for number in others:
        of_it = {"command": "set", "slot": "ticket", "value": number}
        talk.state.queue.append([{"command": "start", "flow": frame.flow}, of_it, *along])


async def _choose(talk: Talk, frame: Frame, fitting: list[TicketView]) -> Step:
    """Takes the ticket when only one fits; else lists those that do and asks which."""
    if not fitting:
        done, number = talk.state.closed, (talk.state.last or {}).get("number")
        bare = not frame.values.get("missed") and talk.has(frame.flow, "instead")
        if number and done and bare and done.values.get(NUMBER) == number:
            return await _known(talk, frame, str(number))  # a bare wish, of what was just done with
        talk.say(f"utter_{frame.flow}_none", email=frame.values.get("email") or talk.state.email or "")
        return Step.ENDED
    if frame.values.get("missed") and (refused := frame.values.get("refused_one")):
        fitting = [t for t in fitting if t.number != refused]
        if not fitting and (stopped := talk.flow(frame).stopped):  # it was that one or none
            talk.say(stopped)
            return Step.ENDED
    if len(fitting) == 1 and not frame.values.get("missed"):
        return await _known(talk, frame, fitting[0].number)
    if number := _spoken_of(talk, frame, fitting):
        return await _known(talk, frame, number)
    if not talk.quiet:
        tickets.show(talk, fitting)
    return talk.ask(frame, "number", NUMBER, "utter_request_ticket_choice")


def _spoken_of(talk: Talk, frame: Frame, fitting: list[TicketView]) -> str | None:
    """The ticket that the wish before this one was about, where a text is told and no ticket named ("põe lá
    que …"), or its state is asked after it was changed ("e quando respondem?"). Any other bare wish asks
    which."""
    flow, last, closed = talk.flow(frame), talk.state.last, talk.state.closed
    if not (last and closed) or frame.values.get("missed"):
        return None
    changed = not talk.flow(closed).reads
    if not (flow.reads and changed) and not (flow.text and frame.values.get(flow.text)):
        return None
    number = str(last["number"])
    same = closed.values.get(NUMBER) == number and any(t.number == number for t in fitting)
    return number if same else None


async def answer_ticket_number(talk: Talk, frame: Frame, yes: bool) -> None:
    """ "Esse mesmo", where one was shown; a no leaves it."""
    if not yes:
        talk.say(talk.flow(frame).stopped)
        talk.close(frame)
    elif len(talk.state.listed) == 1:
        frame.values[NUMBER] = talk.state.listed[0]["number"]
    else:
        talk.retry(frame, "utter_request_ticket_choice")


async def skip_ticket_number(talk: Talk, frame: Frame) -> None:
    """Who does not know the number is shown his tickets again."""
    frame.values.pop("ticket", None)

"""Where one ticket stands, and what else can be asked of it: answered from the store."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from actions import ticket_answers, tickets
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.walk import begin
from actions.topics import draft, knowledge
from ticket_store import catalogue, errors, lifecycle
from ticket_store.mails.wording import in_words
from ticket_store.views import TicketView

OF_THE_MOVE, FEW = ("status", "history"), 4  # what is asked in a few words, right after a change
RAISED = ("high", "critical")
UNDO = ("cancel_ticket", "reopen_ticket")
ALSO, HURRY = "also", "hurry"
TOLD_WHY = 3  # words of the wish for haste, and of the reason told beside it
OTHERS = 3  # numbers told beside the one that is asked for


async def do_tell(talk: Talk, frame: Frame) -> None:
    ticket = await tickets.find(talk, str(frame.values["ticket_number"]))
    await _answer(talk, ticket, frame.values.get("asked_of_it"))
    await draft.offer(talk)


async def question(talk: Talk, command: Command) -> None:
    """ "Quem está mexendo nele?", in the middle of anything: of the ticket under way, or the one told
    last."""
    top, asked = talk.state.top, _asked(talk, command)
    shown = talk.state.listed if talk.state.last and command.by not in (None, "number") else []
    if shown and not tickets.meant(vars(command), shown, talk.state.last):
        # all are shown and none is like that: the word says something else of the one that is spoken of
        command = replace(command, by=None, value=None)
    if top and top.flow == "check_ticket_status" and not command.by:
        top.values["asked_of_it"] = asked
        return
    number = (top.values.get("ticket_number") if top else None) or (talk.state.last or {}).get("number")
    if number and not command.by:
        number = await _told_by(talk, number)
        general = command.field == "number" and command.which is None
        if general and await knowledge.answer(talk, sure=True, of_a_place=False):
            return  # "devo guardar o número?"
        field = "mail" if asked in OF_THE_MOVE and _moved(talk, number) else asked
        try:
            await _answer(talk, await tickets.find(talk, number), field)
            return
        except errors.TicketNotFound:
            pass  # it was shown once, and its proof has ended: it is asked for again
    by, value = command.by, command.value
    if command.field == "question" and not by:
        talk.say("utter_question_answered_here")
        by, value = "status", lifecycle.WAITING  # the one of which something was asked
    which = [Command("choose", by=by, value=value)] if by else []
    frame = await begin(talk, [Command("start", flow="check_ticket_status"), *which])
    if frame:
        frame.values["asked_of_it"] = asked


def _asked(talk: Talk, command: Command) -> str | None:
    """ "Foi reaberto?", where nothing of that kind was just done: how it stands, and no yes."""
    undone = talk.state.closed is not None and talk.state.closed.flow in UNDO
    state = command.which == "done" and command.field == "status" and not undone
    return "state" if state else command.which or command.field


def _moved(talk: Talk, number: str) -> bool:
    """ "Ficou certo agora?", right after its address was changed, is of that."""
    closed = talk.state.closed
    moved = closed is not None and closed.flow == "change_address"
    of_it = moved and closed is not None and closed.values.get("ticket_number") == number
    return of_it and len(talk.message.text.split()) <= FEW


async def _told_by(talk: Talk, number: str) -> str:
    """ "Quando fica pronto o do ponto?": the one whose words are said, or whose system, where none of the
    words is of the one spoken of."""
    text, mine = talk.message.text, await tickets.readable(talk)
    of_system = [t.number for t in tickets.of_system(text, mine, everyday=False)]
    if told := tickets.told_apart(text, mine, number):
        return told.number
    return of_system[0] if len(of_system) == 1 and not tickets.told_by(text, mine) else number


async def _answer(talk: Talk, ticket: TicketView, asked: str | None) -> None:
    tickets.remember(talk, ticket)
    if asked == ALSO and await talk.call("add_ticket_information", "as_well", ticket):
        return
    text, offer = talk.message.text.strip(), "utter_hurry_offer"
    parts = [part for part in text.replace(",", ".").split(".") if len(part.split()) >= TOLD_WHY]
    why = len(parts) > 1 and not (talk.message.beside or talk.wished)  # told apart, it goes alone
    if asked == HURRY and why and ticket.status in lifecycle.OPEN and talk.voice.knows(offer):
        await talk.call("after_a_ticket", "offer", offer, ticket, text)
        return
    if asked and await ticket_answers.tell(talk, ticket, asked):
        return
    answers: dict[str, Callable[[Talk, TicketView], Awaitable[bool]]] = {
        "number": _number,
        "right_one": _right_one,
        "deadline": _deadline,
        "solution": _solution,
        "history": _history,
        "question": _question,
        "mail": _mail,
        "team": _team,
        "priority": _priority,
        "texts": partial(tickets.tell_kept, what="texts"),
        "as_it_is": _whole,
        "grade": partial(tickets.tell_kept, what="score"),
        "all_of_them": _all_of_them,
        "done": _as_it_is,
        "state": _state,
    }
    told = answers.get(asked or "")
    if told is None or not await told(talk, ticket):
        await tickets.tell(talk, ticket)


async def _number(talk: Talk, ticket: TicketView) -> bool:
    """Of one, and of the others that it may be taken for."""
    talk.say("utter_ticket_number_is", ticket_number=ticket.number, service_name=ticket.service_name)
    others = [t for t in await tickets.readable(talk) if t.number != ticket.number]
    if others:
        named = ", ".join(f"{t.number} ({t.service_name})" for t in others[:OTHERS])
        talk.say("utter_ticket_numbers_too", numbers=named)
    return True


async def _right_one(talk: Talk, ticket: TicketView) -> bool:
    """ "E o certo, ficou com que número?": the newest that is not cancelled."""
    stand = (t for t in await tickets.readable(talk) if t.status != lifecycle.CANCELLED)
    newest = next(stand, ticket)
    tickets.remember(talk, newest)
    return await _number(talk, newest)


async def _all_of_them(talk: Talk, ticket: TicketView) -> bool:
    """ "Mostra como ficou tudo": each that was registered here, the newest first."""
    for one in (await tickets.readable(talk))[:OTHERS]:
        await tickets.tell(talk, one)
    return True


async def _deadline(talk: Talk, ticket: TicketView) -> bool:
    if ticket.due_at and ticket.due_at < talk.message.at:
        talk.say("utter_ticket_overdue", ticket_number=ticket.number, due=in_words(ticket.due_at))
    elif ticket.due_at:
        talk.say("utter_ticket_due", ticket_number=ticket.number, due=in_words(ticket.due_at))
    elif ticket.status in ("resolved", "closed", "cancelled"):
        return False
    else:
        status = tickets.status_name(talk, ticket.status)
        talk.say("utter_ticket_no_due", ticket_number=ticket.number, status_name=status)
    return True


async def _solution(talk: Talk, ticket: TicketView) -> bool:
    if not ticket.solution:
        return await _history(talk, ticket)
    talk.say("utter_ticket_solution_of", ticket_number=ticket.number, solution=ticket.solution)
    return True


async def _history(talk: Talk, ticket: TicketView) -> bool:
    """Where it stands, which team has it, and what it said last where he may read it."""
    if talk.message.kept and await tickets.tell_kept(talk, ticket, talk.message.kept):
        return True
    await tickets.tell_standing(talk, ticket)
    if ticket.status in lifecycle.OPEN:
        talk.say("utter_ticket_team", ticket_number=ticket.number, team_name=ticket.team_name)
    newest = await tickets.tell_answer(talk, ticket)
    if newest is None:
        talk.say("utter_ticket_no_answer", ticket_number=ticket.number)
        return True
    await tickets.tell_question(talk, ticket) if newest.kind != lifecycle.WAITING else None
    if ticket.status == newest.kind == lifecycle.WAITING and not talk.state.frames:
        talk.state.pending = "news_question"
    return True


async def _question(talk: Talk, ticket: TicketView) -> bool:
    if await tickets.tell_question(talk, ticket):
        return True
    status = tickets.status_name(talk, ticket.status)
    talk.say("utter_ticket_no_question", ticket_number=ticket.number, status_name=status)
    await tickets.tell_answer(talk, ticket)
    return True


async def _mail(talk: Talk, ticket: TicketView) -> bool:
    talk.say("utter_ticket_mail", ticket_number=ticket.number, email=ticket.email)
    return True


async def _whole(talk: Talk, ticket: TicketView) -> bool:
    """ "Como ficou o chamado?", where nothing was just done: how it stands, and all that he wrote."""
    await tickets.tell(talk, ticket)
    return await tickets.tell_kept(talk, ticket, "texts")


async def _as_it_is(talk: Talk, ticket: TicketView) -> bool:
    """ "Anotou?", where nothing was just done: no yes, but how it stands and what is kept."""
    await tickets.tell_standing(talk, ticket)
    return await tickets.tell_kept(talk, ticket, "texts")


async def _state(talk: Talk, ticket: TicketView) -> bool:
    await tickets.tell_standing(talk, ticket)
    return True


async def _team(talk: Talk, ticket: TicketView) -> bool:
    """Of a ticket that is over no team has it: where it stands is told."""
    if ticket.status not in lifecycle.OPEN:
        return False
    talk.say("utter_ticket_team", ticket_number=ticket.number, team_name=ticket.team_name)
    return True


async def _priority(talk: Talk, ticket: TicketView) -> bool:
    """As the store holds it; where it is not raised, who raises it."""
    name = catalogue.load().priority_for(ticket.priority).name
    talk.say("utter_ticket_priority", ticket_number=ticket.number, priority_name=name)
    if ticket.status in lifecycle.OPEN and ticket.priority not in RAISED:
        talk.say("utter_ticket_priority_raised")
    return True

"""A grade for what was resolved, in the store before the comment is asked; what still fails may be
reopened."""

from datetime import datetime
from typing import Any

from actions import store, tickets
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import ANEW, begin
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import RESOLVED
from ticket_store.views import TicketView

SCORE = "score"


def fits(ticket: TicketView, now: datetime) -> bool:
    return ticket.status == RESOLVED


async def check_given(talk: Talk, frame: Frame) -> Step:
    """ "Põe no comentário que demorou", told after the grade, or beside another: the grade stays where none
    is told, and the comment grows unless it is written anew. It stays, too, where the comment is wrong."""
    told, wrong = frame.values.get("comment"), frame.values.get("comment_wrong")
    without = frame.values.get("comment_left_out")
    if not (told or wrong or without) or frame.values.get("given"):
        return Step.DONE
    ticket = await tickets.find(talk, frame.values["ticket_number"])
    if ticket.score is not None and SCORE not in frame.asked:
        frame.values.setdefault("score", ticket.score)
        if told and not (frame.values.get(ANEW) or wrong):
            frame.values["comment"] = joined(await tickets.comment_given(ticket), told)
        elif wrong and not told and frame.values["score"] == ticket.score:
            frame.values["recorded"] = [ticket.score, None]
    if without:
        frame.values["comment"] = ""
    frame.values["given"] = True
    return Step.DONE


async def ask_comment(talk: Talk, frame: Frame) -> str:
    return "utter_write_comment" if frame.values.get("comment_wrong") else "utter_request_ticket_comment"


async def check_recorded(talk: Talk, frame: Frame) -> Step:
    """Whatever becomes of the conversation, the grade is kept."""
    try:
        await _record(talk, frame)
    except errors.NotRateable:
        talk.say("utter_rate_service_none")
        return Step.ENDED
    return Step.DONE


async def check_broken(talk: Talk, frame: Frame) -> Step:
    if not frame.values.get("reason") or frame.values.get("broken"):
        return Step.DONE
    return talk.ask(
        frame,
        "confirm_reopen",
        "broken",
        "utter_request_ticket_reopen",
        score=frame.values["score"],
        ticket_number=frame.values["ticket_number"],
    )


async def answer_broken(talk: Talk, frame: Frame, yes: bool) -> None:
    frame.values["broken"] = "yes" if yes else "no"
    frame.values.setdefault("comment", frame.values["reason"])


async def answer_comment(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        talk.question("utter_write_comment")
    else:
        frame.values["comment"] = ""


async def stop(talk: Talk, frame: Frame) -> None:
    """The grade was given: who gives up now only leaves the comment, or the reopening, out."""
    if frame.slot == "comment":
        frame.values["comment"] = ""
    elif frame.slot == "broken":
        await answer_broken(talk, frame, False)
    else:
        talk.say("utter_stopped")
        talk.close(frame)


async def answer_score(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        talk.retry(frame, "utter_score_invalid")
    else:
        talk.say("utter_nothing_changed")
        talk.close(frame)


async def unclear_score(talk: Talk, frame: Frame) -> bool:
    """ "Que nota? Caiu de novo": whether it is to be reopened is asked instead. False of anything else."""
    again = next(iter(talk.message.alternatives), [])
    if not again or again[0].get("flow") != "reopen_ticket":
        return False
    wish = [one for c in again if (one := Command.of(c))]
    if not any(c.command == "choose" or c.slot == "ticket" for c in wish):
        wish.append(Command("set", slot="ticket", value=frame.values["ticket_number"]))
    if not any(c.slot == "reason" for c in wish):
        wish.append(Command("set", slot="reason", value=talk.message.text.strip()))
    talk.close(frame)
    await begin(talk, wish)
    return True


async def do_rate(talk: Talk, frame: Frame) -> Step | None:
    number = frame.values["ticket_number"]
    await _record(talk, frame)
    talk.say("utter_rated", score=frame.values["score"], ticket_number=number)
    await tickets.tell_comment(talk, number)
    if frame.values.get("broken") == "yes":
        talk.close(frame)
        values = (
            Command("set", slot="ticket", value=number),
            Command("set", slot="reason", value=frame.values["reason"]),
        )
        await begin(talk, [Command("start", flow="reopen_ticket"), *values])
    return None


async def _record(talk: Talk, frame: Frame) -> None:
    """The same grade twice is written once. Raises NotRateable."""
    number, score = frame.values["ticket_number"], frame.values["score"]
    comment = frame.values.get("comment") or None
    without = bool(frame.values.get("comment_left_out")) and comment is None
    if frame.values.get("recorded") == [score, comment] and not without:
        return

    def work(session: Any, now: datetime) -> None:
        operations.rate(
            session,
            ticket_number=number,
            score=score,
            comment=comment,
            without_comment=without,
            channel=talk.message.channel,
            author=Author.requester(),
            dedupe_key=talk.message.key(f"{score} {comment} {without}"),
            now=now,
        )

    await store.call(work)
    frame.values["recorded"] = [score, comment]

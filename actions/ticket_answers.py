"""The short answers about one ticket: `which` names the question, the domain has the sentence.

The same question is answered in other words after what was just done with the ticket, or by its status:
`utter_asked_<which>_<flow that was just done>`, then `utter_asked_<which>_<status>`, then
`utter_asked_<which>`.
"""

from typing import Any

from actions import store, tickets
from actions.dialogue.commands import Command
from actions.dialogue.talk import Talk
from actions.dialogue.text import first_words
from actions.dialogue.walk import begin
from actions.words import moment
from ticket_store import lifecycle, limits
from ticket_store.masking import mask
from ticket_store.views import TicketView

SCORE = "grade_change"
COMMENT = "grade_comment"
MISTAKE, ADDS = "told_by_mistake", "add_ticket_information"
CALL, BY_MAIL = "call", "contacted"  # the second where a phone was told: none is asked for
HOLDS = {"cancel_ticket": (lifecycle.CANCELLED,), "reopen_ticket": lifecycle.OPEN}  # else it was refused
NO_PLACE = "-"  # where nothing of that kind is known of the ticket


async def tell(talk: Talk, ticket: TicketView, which: str) -> bool:
    """Answers it; False where there is no sentence for it."""
    if which == MISTAKE and (added := talk.state.notes.get("added")):  # another may be looked at since
        ticket = next((t for t in await tickets.readable(talk) if t.number == added["number"]), ticket)
        tickets.remember(talk, ticket)
    told = f"{ticket.description} {_added(talk, ticket)}"
    if which == CALL and ticket.status in lifecycle.OPEN and mask(told) != told:
        which = BY_MAIL
    response = _response(talk, ticket, which)
    if response is None:
        return False
    days, setting = None, limits.CLOSE_AFTER_DAYS
    if which == "closing":
        days = await store.read(lambda session, now: limits.of(session, setting, store.days()))
    talk.say(response, days=days, **facts(talk, ticket))
    if ticket.status == lifecycle.RESOLVED and all(talk.flow(one).reads for one in talk.state.frames):
        await _rate(talk, ticket, which)
    return True


def facts(talk: Talk, ticket: TicketView) -> dict[str, Any]:
    """What a sentence of a ticket may name."""
    return {
        "ticket_number": ticket.number,
        "service_name": ticket.service_name,
        "status_name": tickets.status_name(talk, ticket.status),
        "team_name": ticket.team_name,
        "email": ticket.email,
        "opened": moment(ticket.opened_at),
        "updated": moment(ticket.updated_at),
        "about": first_words(ticket.description),
        "due": tickets.due(talk, ticket),
        "until": moment(ticket.reopen_until) if ticket.reopen_until else NO_PLACE,
        "score": ticket.score or NO_PLACE,
        "solution": ticket.solution or NO_PLACE,
    }


def _added(talk: Talk, ticket: TicketView) -> str:
    """What was told of it a moment ago."""
    added = talk.state.notes.get("added") or {}
    return str(added["text"]) if added.get("number") == ticket.number else ""


def _response(talk: Talk, ticket: TicketView, which: str) -> str | None:
    closed = talk.state.closed
    of_it = closed is not None and closed.values.get("ticket_number") == ticket.number
    stands = closed is not None and ticket.status in HOLDS.get(closed.flow, lifecycle.ALL)
    stands = stands and closed is not None and not closed.values.get("refused")
    done = [closed.flow] if closed is not None and of_it and stands else []
    if which == MISTAKE or done == [ADDS]:  # told by what was added, whatever was done since
        done = [ADDS] if _added(talk, ticket) else []
    names = [f"utter_asked_{which}{end}" for end in (*(f"_{one}" for one in (*done, ticket.status)), "")]
    return next((name for name in names if talk.voice.knows(name)), None)


async def _rate(talk: Talk, ticket: TicketView, which: str) -> None:
    """A grade, or a comment for the one that was given, is asked for at once where that is read."""
    changes = which == SCORE and any(c.get("which") == SCORE for c in talk.message.commands)
    if not changes and (which != COMMENT or ticket.score is None):
        return
    of_it = Command("set", slot="ticket", value=ticket.number)
    given = [Command("set", slot="score", value=str(ticket.score))] if which == COMMENT else []
    await begin(talk, [Command("start", flow="rate_service"), of_it, *given])

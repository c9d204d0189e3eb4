"""The short answers about one ticket: `which` names the question, the domain has the sentence.

The same question is answered in other words after what was just done with the ticket, or by its status:
`utter_asked_<which>_<flow that was just done>`, then `utter_asked_<which>_<status>`, then
`utter_asked_<which>`.
"""

from actions import tickets
from actions.dialogue.commands import Command
from actions.dialogue.talk import Talk
from actions.dialogue.walk import begin
from actions.words import moment
from ticket_store import lifecycle
from ticket_store.views import TicketView

SCORE = "grade_change"
COMMENT = "grade_comment"
MISTAKE, ADDS = "told_by_mistake", "add_ticket_information"
NO_PLACE = "-"  # where nothing of that kind is known of the ticket


async def tell(talk: Talk, ticket: TicketView, which: str) -> bool:
    """Answers it; False where there is no sentence for it."""
    response = _response(talk, ticket, which)
    if response is None:
        return False
    talk.say(
        response,
        ticket_number=ticket.number,
        service_name=ticket.service_name,
        status_name=tickets.status_name(talk, ticket.status),
        team_name=ticket.team_name,
        email=ticket.email,
        opened=moment(ticket.opened_at),
        updated=moment(ticket.updated_at),
        about=tickets.first_words(ticket.description),
        due=tickets.due(talk, ticket),
        until=moment(ticket.reopen_until) if ticket.reopen_until else NO_PLACE,
        score=ticket.score or NO_PLACE,
        solution=ticket.solution or NO_PLACE,
    )
    if ticket.status == lifecycle.RESOLVED and ticket.score is not None and not talk.state.frames:
        await _rate(talk, ticket, which)
    return True


def _response(talk: Talk, ticket: TicketView, which: str) -> str | None:
    closed = talk.state.closed
    of_it = closed is not None and closed.values.get("ticket_number") == ticket.number
    done = [closed.flow] if closed is not None and of_it else []
    if which == MISTAKE:  # told by what was added, whatever was done since
        added = talk.state.notes.get("added") or {}
        done = [ADDS] if added.get("number") == ticket.number else []
    names = [f"utter_asked_{which}{end}" for end in (*(f"_{one}" for one in (*done, ticket.status)), "")]
    return next((name for name in names if talk.voice.knows(name)), None)


async def _rate(talk: Talk, ticket: TicketView, which: str) -> None:
    """Another grade, or a comment for the one that was given, is asked for at once."""
    if which not in (SCORE, COMMENT):
        return
    of_it = Command("set", slot="ticket", value=ticket.number)
    given = [Command("set", slot="score", value=str(ticket.score))] if which == COMMENT else []
    await begin(talk, [Command("start", flow="rate_service"), of_it, *given])

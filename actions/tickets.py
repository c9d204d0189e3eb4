"""What a conversation may read of the store, which ticket is meant, and how tickets are shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from actions import cards, memory, store
from actions.dialogue.talk import Talk
from actions.dialogue.text import first_words
from actions.words import moment, short_day
from ticket_store import catalogue, errors, identity, lifecycle, numbers, operations, queries
from ticket_store.mails.wording import in_words
from ticket_store.search.stems import terms
from ticket_store.views import TicketView

SHOWN = 10
PUBLIC_ANSWERS = ("answered", "comment", "waiting_on_requester", "resolved")


async def find(talk: Talk, number: str) -> TicketView:
    """The ticket, if this conversation may read it. Raises TicketNotFound, the same for absent and someone
    else's."""
    return await store.read(_found, number=number, conversation=talk.message.conversation_id)


def _found(session: Any, now: datetime, number: str, conversation: str) -> TicketView:
    emails = identity.proven_emails(session, conversation_id=conversation, now=now)
    return queries.find_ticket(session, ticket_number=number, conversation_id=conversation, emails=emails)


async def settled(talk: Talk, number: str) -> TicketView | None:
    """As `find`, once whoever is just changing it has ended; None when this conversation may not read it."""

    def work(session: Any, now: datetime) -> TicketView:
        operations.locked(session, number)
        return _found(session, now, number, talk.message.conversation_id)

    try:
        return await store.call(work)
    except errors.TicketNotFound:
        return None


async def readable(talk: Talk) -> list[TicketView]:
    """Every ticket that this conversation may read, the newest first."""
    conversation = talk.message.conversation_id

    def work(session: Any, now: datetime) -> list[TicketView]:
        emails = identity.proven_emails(session, conversation_id=conversation, now=now)
        return list(queries.list_tickets(session, emails=emails, conversation_id=conversation))

    return await store.read(work)


def of_address(mine: Sequence[TicketView], email: str | None) -> list[TicketView]:
    """Those opened with that address; all where none is told."""
    return [t for t in mine if not email or t.email.casefold() == email.casefold()]


def brief(ticket: TicketView) -> dict[str, Any]:
    """What is remembered of a ticket that was spoken of (the contract of turns)."""
    return {
        "number": ticket.number,
        "service": ticket.service_code or "outro",
        "service_name": ticket.service_name,
        "status": ticket.status,
        "opened": short_day(ticket.opened_at, iso=True),
        "description": first_words(ticket.description, 160),
    }


CARDS = ("utter_ticket_status", "utter_ticket_status_open")
AGE = "last_age"  # the note of how many messages ago a ticket was spoken of
FRESH = 3  # messages in which a ticket that was shown is not shown whole again
OWN = 300  # characters of what the requester wrote, told back


def remember(talk: Talk, ticket: TicketView) -> None:
    talk.state.last = brief(ticket)
    talk.state.notes[AGE] = 0


def show(talk: Talk, tickets: Sequence[TicketView]) -> None:
    """Lists tickets and remembers them, so that "o segundo" can be understood."""
    shown = list(tickets[:SHOWN])
    lines = "\n".join(
        talk.voice.wording(
            "utter_label_ticket_line",
            ticket_number=t.number,
            service_name=t.service_name,
            status_name=status_name(talk, t.status),
            opened=short_day(t.opened_at),
            words=first_words(t.description),
        )
        for t in shown
    )
    more = len(tickets) > SHOWN
    pending = sum(t.status in lifecycle.OPEN for t in tickets)
    label = "utter_label_open_some" if pending else "utter_label_open_none"
    talk.say(
        "utter_ticket_list_more" if more else "utter_ticket_list",
        lines=lines,
        shown=len(shown),
        total=len(tickets),
        open=talk.voice.wording(label, open_count=pending),
    )
    talk.state.listed = [brief(t) for t in shown]
    if len(tickets) == 1:
        remember(talk, tickets[0])


def spoken_of(talk: Talk) -> list[dict[str, Any]]:
    """The tickets listed last, and the one spoken of."""
    return [*talk.state.listed, *([talk.state.last] if talk.state.last else [])]


def status_name(talk: Talk, status: str) -> str:
    return talk.voice.wording(f"utter_label_status_{status}")


async def tell(talk: Talk, ticket: TicketView) -> None:
    """Where a ticket stands, with whom and until when, in short where it was just shown; what the team asks
    waits for an answer."""
    values = {
        "ticket_number": ticket.number,
        "service_name": ticket.service_name,
        "status_name": status_name(talk, ticket.status),
        "opened": moment(ticket.opened_at),
        "updated": moment(ticket.updated_at),
        "priority_name": catalogue.load().priority_for(ticket.priority).name,
        "card": cards.ticket_card(ticket, talk.message.channel, talk.message.at),
    }
    response = CARDS[0]
    if ticket.status in lifecycle.OPEN:
        response = CARDS[1]
        values |= {"team_name": ticket.team_name, "due": due(talk, ticket)}
    as_before = memory.was_said(
        talk.message.events, talk.voice.wording(response, **values), (response,), FRESH
    )
    if as_before:
        still = "utter_ticket_stands_still" if ticket.status in lifecycle.OPEN else "utter_ticket_stands"
        response, values["card"], values["email"] = still, None, ticket.email
    talk.say(response, **values)
    if ticket.solution and ticket.status in ("resolved", "closed"):
        talk.say("utter_ticket_solution", solution=ticket.solution)
    remember(talk, ticket)
    if await tell_question(talk, ticket) or ticket.status != "in_progress":
        return
    await tell_answer(talk, ticket)


def due(talk: Talk, ticket: TicketView) -> str:
    """Until when, in words; also where there is no deadline."""
    if ticket.due_at is None:
        paused = ticket.status == lifecycle.WAITING
        return talk.voice.wording("utter_label_due_paused" if paused else "utter_label_due_none")
    late = ticket.due_at < talk.message.at
    return talk.voice.wording(
        "utter_label_overdue" if late else "utter_label_in_time", due=in_words(ticket.due_at)
    )


async def tell_question(talk: Talk, ticket: TicketView) -> bool:
    """What the team waits to be told. False when it waits for nothing."""
    if ticket.status != lifecycle.WAITING or not (asked := await question_of(ticket)):
        return False
    talk.say("utter_ticket_question", question=asked)
    if not talk.state.frames or (talk.state.top and talk.flow(talk.state.top).reads):
        talk.state.pending = "news_question"
    return True


async def question_of(ticket: TicketView) -> str | None:
    """What the team asked last; None where it asked nothing."""
    asked = [e.text for e in await history(ticket.number) if e.kind == lifecycle.WAITING and e.text]
    return str(asked[-1]) if asked else None


async def tell_answer(talk: Talk, ticket: TicketView) -> Any | None:
    """Says what the team wrote last for the requester to read, and hands it back; None while it has written
    nothing. A question that was answered is told as one, and so is what it wrote before a reopening."""
    lines = await history(ticket.number)
    said = [e for e in lines if e.author_kind != "requester" and e.text]
    answer = next((e for e in reversed(said) if e.kind in PUBLIC_ANSWERS), None)
    if answer is None:
        return None
    since = [e for e in lines if e.id > answer.id and e.author_kind == "requester" and e.kind == "comment"]
    if answer.kind == lifecycle.WAITING and ticket.status != lifecycle.WAITING and since:
        talk.say(
            "utter_ticket_question_answered",
            ticket_number=ticket.number,
            question=answer.text,
            at=moment(since[-1].at),
            answer=first_words(since[-1].text, OWN),
        )
    else:
        reopened = any(e.id > answer.id and e.kind == "reopened" for e in lines)
        said_when = "utter_ticket_answer_before" if reopened else "utter_ticket_answer"
        talk.say(said_when, ticket_number=ticket.number, at=moment(answer.at), text=answer.text)
    return answer


async def tell_standing(talk: Talk, ticket: TicketView) -> None:
    """Where it stands now, first of all: its status, and why it was cancelled."""
    talk.say(
        "utter_ticket_stands",
        ticket_number=ticket.number,
        service_name=ticket.service_name,
        status_name=status_name(talk, ticket.status),
    )
    if ticket.status == lifecycle.CANCELLED:
        _tell_reason(talk, await history(ticket.number))


async def tell_kept(talk: Talk, ticket: TicketView, what: str) -> bool:
    """Its grade ("score"), all "texts" of the requester, or the "reason" it was cancelled or reopened for.
    False: there is none that could be told."""
    lines = await history(ticket.number)
    if what == "texts":
        return _tell_texts(talk, ticket, lines)
    if what == "score":
        return _tell_grade(talk, ticket, lines)
    if _tell_reason(talk, lines):
        return True
    if ticket.status != lifecycle.CANCELLED:
        return False
    talk.say("utter_ticket_no_reason", ticket_number=ticket.number)
    return True


def _tell_texts(talk: Talk, ticket: TicketView, lines: Sequence[Any]) -> bool:
    own = [(e.at, e.text) for e in lines if e.author_kind == "requester" and e.kind == "comment" and e.text]
    told = [(at, text) for at, text in [(ticket.opened_at, ticket.description), *own] if text]
    texts = "\n".join(f"• {moment(at)}: “{text}”" for at, text in told)
    talk.say("utter_ticket_own_texts", ticket_number=ticket.number, texts=texts)
    if ticket.score is not None:
        _tell_grade(talk, ticket, lines)
    return True


def _tell_reason(talk: Talk, lines: Sequence[Any]) -> bool:
    ended = [e for e in lines if e.kind in ("cancelled", "reopened", "resolved")]
    if not ended or ended[-1].kind == "resolved" or not ended[-1].text:
        return False
    talk.say(f"utter_ticket_{ended[-1].kind}_reason", ticket_reason=ended[-1].text)
    return True


def _tell_grade(talk: Talk, ticket: TicketView, lines: Sequence[Any]) -> bool:
    if ticket.score is None:
        talk.say("utter_ticket_ungraded") if ticket.status == lifecycle.RESOLVED else None
        return ticket.status == lifecycle.RESOLVED
    if comment := _comment(ticket, lines):
        talk.say("utter_ticket_graded_with", score=ticket.score, comment=comment)
    else:
        talk.say("utter_ticket_graded", score=ticket.score)
    return True


async def tell_comment(talk: Talk, number: str) -> None:
    """What was told with the grade, so that it is seen that it is there."""
    ticket = await find(talk, number)
    if comment := await comment_given(ticket):
        talk.say("utter_ticket_graded_with", score=ticket.score, comment=comment)


async def comment_given(ticket: TicketView) -> str | None:
    """With the grade of the newest resolution."""
    return _comment(ticket, await history(ticket.number))


def _comment(ticket: TicketView, lines: Sequence[Any]) -> str | None:
    graded = [e for e in lines if e.kind == "rated" and e.data.get("resolution") == ticket.resolution_count]
    last = next((e for e in reversed(graded) if e.text or e.data.get("without_comment")), None)
    return str(last.text) if last and last.text else None


async def history(number: str) -> list[Any]:
    """The lines that the requester may see, the oldest first."""
    return list(await store.read(lambda session, now: queries.history(session, ticket_number=number)))


def meant(
    reference: Mapping[str, Any], tickets: Sequence[Mapping[str, Any]], last: Mapping[str, Any] | None
) -> list[str]:
    """The numbers of those of `tickets` (as `brief`, in the order shown) that a reference means."""
    by, value = reference.get("by"), reference.get("value")
    listed = [t["number"] for t in tickets]
    if by == "number":
        return _by_number(str(value), listed)
    if by == "ordinal":
        place = int(str(value)) if str(value).lstrip("-").isdigit() else 0
        return listed[place - 1 : place] if place > 0 else listed[place:][:1] if place else []
    if by in ("status", "service"):
        return [t["number"] for t in tickets if t[by] == value]
    if by in ("newest", "oldest"):
        ordered = sorted(tickets, key=lambda t: (t["opened"], t["number"]))
        return [ordered[-1 if by == "newest" else 0]["number"]] if ordered else []
    if by == "other":
        return [n for n in listed if not last or n != last["number"]]
    if by == "that":
        return [last["number"]] if last else listed if len(listed) == 1 else []
    return listed if by == "all" else []


def told_by(text: str, tickets: Sequence[TicketView], least: int = 1) -> list[TicketView]:
    """Those whose description shares most words, `least` of them or more, with how one was asked for: "aquele
    do empenho"."""
    asked = terms(text)
    shared = {t.number: _shared(asked, terms(t.description)) for t in tickets}
    most = max(shared.values(), default=0)
    return [t for t in tickets if most >= least and shared[t.number] == most]


def of_system(text: str, tickets: Sequence[TicketView], everyday: bool = True) -> list[TicketView]:
    """Those of a system that is named. everyday: also by an ordinary word ("e-mail", "internet")."""
    services = catalogue.load().match_services(text)
    named = {service.code for service in services if everyday or not service.everyday}
    return [t for t in tickets if t.service_code in named]


def told_apart(
    text: str, tickets: Sequence[TicketView], number: str | None, least: int = 1
) -> TicketView | None:
    """The one whose words are said, `least` of them or more, and none of the words of ticket `number`."""
    told = told_by(text, tickets, least)
    other = told_by(text, [t for t in tickets if t.number == number])
    return told[0] if len(told) == 1 and not other else None


def shares_a_word(text: str, other: str) -> bool:
    """Whether a word of matter stands in both."""
    return _shared(terms(text), terms(other)) > 0


def _shared(asked: Sequence[frozenset[str]], told: Sequence[frozenset[str]]) -> int:
    return sum(any(word & other for other in told) for word in dict.fromkeys(asked))


def _by_number(typed: str, listed: Sequence[str]) -> list[str]:
    """A whole number, its last digits, or a place in the list, in this order."""
    digits = "".join(c for c in typed if c.isdigit())
    if not digits:
        return []
    ending = [n for n in listed if int(n.rpartition("-")[2]) == int(digits)]
    tail = [n for n in listed if n.replace("-", "").endswith(digits)] if len(digits) > 1 else []
    place = [listed[int(digits) - 1]] if len(digits) < 3 and 0 < int(digits) <= len(listed) else []
    return ending or tail or place


def normalised(typed: str, now: datetime) -> str | None:
    """A number as it is in the store; None when it cannot be one."""
    try:
        return numbers.normalise(typed, numbers.year_of(now))
    except errors.InvalidTicketNumber:
        return None

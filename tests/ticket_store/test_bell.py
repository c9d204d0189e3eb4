"""Who at the desk is told of what happened, and when it is news no longer."""

from ticket_store import bell, operations
from ticket_store.authors import Author
from ticket_store.model import Agent
from ticket_store.queries import bell as bells
from ticket_store.queries.activity import activity

ANA = Author.requester("Ana")


def member(store, name: str, *teams: str) -> Author:
    author = store.agent(name)
    store.do(lambda session, now: setattr(session.get(Agent, author.agent_id), "team_codes", list(teams)))
    return author


def news(store, who: Author) -> list[tuple[str, ...]]:
    return [one.kinds for one in store.ask(bells.bell, agent_id=who.agent_id) if one.unread]


def count(store, who: Author) -> int:
    return store.ask(bells.unread_count, agent_id=who.agent_id)


def test_a_ticket_given_away_is_told_to_both_and_not_to_who_did_it(store) -> None:
    bruno, denise, silvia = (store.agent(name) for name in ("Bruno", "Denise", "Silvia"))
    number = store.open().number
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    assert news(store, bruno) == []
    store.do(operations.assign, ticket_number=number, agent_id=denise.agent_id, author=silvia)
    assert news(store, denise) == [("assigned",)]
    assert news(store, bruno) == [("taken_over",)]
    assert news(store, silvia) == []


def test_what_nobody_has_is_told_to_its_team_and_then_only_to_who_has_it(store) -> None:
    bruno, denise, silvia = (
        member(store, "Bruno", "network"),
        member(store, "Denise", "finance"),
        store.agent("Silvia"),
    )
    number = store.open("bruno@serpro.gov.br").number
    store.do(operations.comment, ticket_number=number, text="Alguém?", author=ANA)
    assert (news(store, bruno), news(store, denise), news(store, silvia)) == ([], [("comment",)], [])
    store.do(operations.forward, ticket_number=number, team_code="network", note=None, author=denise)
    assert news(store, bruno) == [("forwarded",)]
    store.do(operations.take, ticket_number=number, agent_id=silvia.agent_id)
    store.later(minutes=96)
    store.do(operations.watch_deadlines)
    assert news(store, silvia) == [("deadline_warning",)]
    assert (news(store, bruno), news(store, denise)) == ([], [])  # somebody has it: it calls for them no more
    store.do(operations.comment, ticket_number=number, text="Pronto", author=denise)
    assert news(store, silvia) == []
    # A team without people is looked after by those who look after all.
    store.do(
        operations.comment, ticket_number=store.open(service_code="siape").number, text="Oi?", author=ANA
    )
    assert count(store, silvia) == 1


def test_a_note_rings_for_whom_it_names(store) -> None:
    bruno, denise, other = store.agent("Bruno"), store.agent("Denise"), store.agent("Ana")
    note = {"ticket_number": store.open().number, "internal": True, "author": bruno}
    store.do(operations.comment, text="@denise, viu? (bruno@ana.gov.br)", **note)
    assert news(store, denise) == [("note",)]
    assert (news(store, bruno), news(store, other)) == ([], [])


def test_looking_at_it_is_reading_it_and_a_ticket_counts_once(store) -> None:
    bruno = store.agent("Bruno")
    number = store.open().number
    store.do(operations.take, ticket_number=number, agent_id=bruno.agent_id)
    for text in ("Oi?", "Alguém?"):
        store.do(operations.comment, ticket_number=number, text=text, author=ANA)
    assert count(store, bruno) == 1
    store.do(bell.read_ticket, ticket_number=number, agent_id=bruno.agent_id)
    assert (count(store, bruno), news(store, bruno)) == (0, [])
    store.do(operations.comment, ticket_number=number, text="E agora?", author=ANA)
    assert count(store, bruno) == 1
    store.do(bell.read_all, agent_id=bruno.agent_id)
    assert count(store, bruno) == 0


def test_a_person_in_the_chat_rings_until_looked_at_and_when_leaving(store) -> None:
    bruno, denise = store.agent("Bruno"), store.agent("Denise")
    asked = {"conversation_id": "web-1", "channel": "web", "transcript": [], "wait_minutes": 5}
    handoff = store.do(operations.request_handoff, **asked).id
    assert (count(store, bruno), count(store, denise)) == (1, 1)
    store.do(operations.take_handoff, handoff_id=handoff, agent_id=bruno.agent_id)
    assert (count(store, bruno), count(store, denise)) == (0, 0)
    for uid in ("a", "b"):
        store.do(operations.hear_live, conversation_id="web-1", text="oi", uid=uid)
    assert news(store, bruno) == [("live_message",)]
    store.do(bell.read_live, handoff_id=handoff, agent_id=bruno.agent_id)
    store.do(operations.withdraw_handoff, conversation_id="web-1")
    assert news(store, bruno) == [("live_left",)]
    assert count(store, denise) == 0


def test_a_row_counts_the_requesters_messages_that_nobody_answered_or_read(store) -> None:
    bruno, denise = store.agent("Bruno"), store.agent("Denise")
    number = store.open().number

    def unread(who: Author) -> int:
        tickets = [store.view(number)]
        return store.ask(activity, tickets=tickets, agent_id=who.agent_id)[number].unread

    assert unread(bruno) == 0
    store.do(operations.comment, ticket_number=number, text="Alguém?", author=ANA)
    store.later(minutes=1)
    store.do(operations.comment, ticket_number=number, text="Oi?", author=ANA)
    store.do(operations.comment, ticket_number=number, text="Vejo", author=bruno, internal=True)
    assert (unread(bruno), unread(denise)) == (2, 2)
    store.do(bell.read_ticket, ticket_number=number, agent_id=denise.agent_id)
    assert (unread(bruno), unread(denise)) == (2, 0)
    store.do(operations.comment, ticket_number=number, text="Pronto", author=denise)
    assert unread(bruno) == 0
    [last] = store.ask(activity, tickets=[store.view(number)], agent_id=bruno.agent_id).values()
    assert (last.kind, last.author_name) == ("answered", "Denise")

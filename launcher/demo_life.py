"""How the demonstration's people behave: who asks what, how long the desk takes, who comes back."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from ticket_store import operations
from ticket_store.authors import Author
from ticket_store.catalogue import Catalogue
from ticket_store.queries.exporting import DEMO_PREFIX

Step = Callable[[Any, datetime], None]
Later = Callable[[datetime, Step], None]

CHANNELS = ["web"] * 10 + ["phone"] * 5 + ["mail"] * 3 + ["telegram"] * 2 + ["portal"]
PREFIXES = {"web": "web-", "telegram": "tg-"}


class Life:
    """Draws everything from one seeded `random`; `later` puts a step on the month's calendar."""

    def __init__(
        self,
        chance: random.Random,
        texts: dict[str, Any],
        known: Catalogue,
        staff: list[Any],
        later: Later,
        now: datetime,
    ) -> None:
        self.random, self.texts, self.known, self.staff = chance, texts, known, staff
        self.later, self.now = later, now
        self.opened = 0
        self.numbers: set[str] = set()  # of the tickets opened here
        self.people = [self._person() for _ in range(90)]

    def arrival(self) -> Step:
        """Somebody opens a ticket, and its whole life is planned."""
        return self._open

    def plan_month(self, start: datetime, now: datetime) -> None:
        """What happens beside the tickets: incidents, conversations and what was not understood."""
        past, current = self.texts["past_incident"], self.texts["incident"]
        self.later(start + timedelta(days=9, hours=13), self._incident(past, ended_after=timedelta(hours=2)))
        self.later(now - timedelta(hours=3), self._incident(current))
        for _ in range(260):
            at = start + (now - start) * self.random.random()
            self.later(at, self._conversation)
        for n, live in enumerate(self.texts["live"]):
            self.later(now - timedelta(minutes=4 - n), self._live(live))

    # --- one ticket

    def _open(self, session: Any, at: datetime) -> None:
        chance = self.random
        self.opened += 1
        name, email = chance.choice(self.people)
        channel = chance.choice(CHANNELS)
        code = chance.choice(list(self.texts["problems"]))
        other = chance.random() < 0.04
        ticket = operations.open_ticket(
            session,
            email=email,
            name=name if chance.random() < 0.7 else None,
            service_code=None if other else code,
            service_text=chance.choice(self.texts["other_services"]) if other else None,
            description=chance.choice(self.texts["problems"][code]),
            urgency=chance.choice(self.texts["urgencies"]),
            channel=channel,
            conversation_id=f"{PREFIXES[channel]}{DEMO_PREFIX}{self.opened}" if channel in PREFIXES else None,
            submission_key=f"{DEMO_PREFIX}{self.opened}",
            now=at,
        )
        self.numbers.add(ticket.number)
        self._plan(ticket, name, at)

    def _plan(self, ticket: Any, name: str, at: datetime) -> None:
        """The desk works towards its promises and mostly keeps them."""
        chance, number, team = self.random, ticket.number, ticket.team_code
        first = (ticket.first_response_minutes or 240) / 60
        whole = (ticket.resolution_minutes or 2880) / 60
        agent = self._agent_of(team)
        if chance.random() < 0.03:
            reason = chance.choice(self.texts["cancel_reasons"])
            self.later(at + self._hours(1.5), self._cancel(number, name, reason))
            return
        taken = at + self._hours(first * 0.2)
        self.later(
            taken, lambda s, t: _ignore(operations.take(s, ticket_number=number, agent_id=agent.id, now=t))
        )
        # Not drawn: so that what else is drawn stays as it was.
        if ticket.id % 4 == 0:
            self.later(taken + timedelta(minutes=20), self._put_right(number, agent, ticket.id))
        if chance.random() < 0.75:
            self.later(taken + self._hours(first * 0.2), self._say(number, agent, "answers"))
        if chance.random() < 0.25:
            self.later(taken + self._hours(0.8), self._say(number, agent, "notes", internal=True))
        if chance.random() < 0.15:
            team = chance.choice([t.code for t in self.known.teams if t.code != team])
            self.later(taken + self._hours(1), self._forward(number, team, agent))
            agent = self._agent_of(team)
        solved = taken + self._hours(whole * 0.4)
        if chance.random() < 0.2:
            asked = taken + self._hours(1.2)
            answered = asked + self._hours(9)
            self.later(asked, self._ask(number, agent))
            if chance.random() < 0.8 or at < self.now - timedelta(days=4):
                self.later(answered, self._reply(number, name))
                solved = answered + self._hours(whole * 0.2)
        # Nothing lies about for weeks; of the last days' some are still open.
        if at < self.now - timedelta(days=2) or chance.random() < 0.8:
            self._plan_end(number, agent, name, solved)

    def _plan_end(self, number: str, agent: Any, name: str, solved: datetime) -> None:
        chance = self.random
        self.later(solved, self._resolve(number, agent))
        if chance.random() < 0.07:
            back = solved + self._hours(12)
            self.later(back, self._reopen(number, name))
            solved = back + self._hours(8)
            self.later(solved, self._resolve(number, agent))
        if chance.random() < 0.42:
            score = chance.choices([1, 2, 3, 4, 5], [4, 5, 11, 32, 48])[0]
            comment = chance.choice(self.texts["rating_comments"]) if chance.random() < 0.35 else None
            self.later(solved + self._hours(10), self._rate(number, score, comment))

    def _say(self, number: str, agent: Any, what: str, internal: bool = False) -> Step:
        text = self.random.choice(self.texts[what])
        return lambda s, t: _ignore(
            operations.comment(
                s, ticket_number=number, text=text, author=Author.agent(agent), internal=internal, now=t
            )
        )

    def _reply(self, number: str, name: str) -> Step:
        text = self.random.choice(self.texts["replies"])
        return lambda s, t: _ignore(
            operations.comment(s, ticket_number=number, text=text, author=Author.requester(name), now=t)
        )

    def _put_right(self, number: str, agent: Any, nth: int) -> Step:
        tags = self.texts["tags"]
        given: dict[str, Any] = {"ticket_number": number, "author": Author.agent(agent)}

        def step(session: Any, at: datetime) -> None:
            operations.tag(session, tags=[tags[nth // 4 % len(tags)]], now=at, **given)
            if nth % 12 == 0:
                operations.change_priority(session, priority="high", now=at, **given)
            if at > self.now - timedelta(days=1):
                operations.snooze(session, until=self.now + timedelta(hours=nth), now=at, **given)

        return step

    def _ask(self, number: str, agent: Any) -> Step:
        text = self.random.choice(self.texts["questions"])
        return lambda s, t: _ignore(
            operations.ask_requester(s, ticket_number=number, text=text, author=Author.agent(agent), now=t)
        )

    def _forward(self, number: str, team: str, agent: Any) -> Step:
        return lambda s, t: _ignore(
            operations.forward(
                s, ticket_number=number, team_code=team, note=None, author=Author.agent(agent), now=t
            )
        )

    def _resolve(self, number: str, agent: Any) -> Step:
        text = self.random.choice(self.texts["solutions"])
        return lambda s, t: _ignore(
            operations.resolve(s, ticket_number=number, solution=text, author=Author.agent(agent), now=t)
        )

    def _reopen(self, number: str, name: str) -> Step:
        reason = self.random.choice(self.texts["reopen_reasons"])
        return lambda s, t: _ignore(
            operations.reopen(s, ticket_number=number, reason=reason, author=Author.requester(name), now=t)
        )

    def _cancel(self, number: str, name: str, reason: str) -> Step:
        return lambda s, t: _ignore(
            operations.cancel(s, ticket_number=number, reason=reason, author=Author.requester(name), now=t)
        )

    def _rate(self, number: str, score: int, comment: str | None) -> Step:
        return lambda s, t: _ignore(
            operations.rate(s, ticket_number=number, score=score, comment=comment, channel="portal", now=t)
        )

    # --- beside the tickets

    def _incident(self, about: dict[str, str], ended_after: timedelta | None = None) -> Step:
        agent = self.staff[0]

        def step(session: Any, at: datetime) -> None:
            incident = operations.announce_incident(
                session,
                service_code=about["service"],
                title=about["title"],
                text=about["text"],
                agent_id=agent.id,
                now=at,
            )
            if ended_after is not None:
                self.later(
                    at + ended_after,
                    lambda s, t: _ignore(
                        operations.end_incident(
                            s, incident_id=incident.id, text=about["over"], agent_id=agent.id, now=t
                        )
                    ),
                )

        return step

    def _conversation(self, session: Any, at: datetime) -> None:
        chance = self.random
        conversation = f"web-{DEMO_PREFIX}chat-{chance.getrandbits(48):x}"
        operations.touch_conversation(session, conversation_id=conversation, channel="web", now=at)
        for _ in range(chance.choices([0, 1, 2], [72, 18, 10])[0]):
            said = chance.choices(
                self.texts["misunderstood"], range(len(self.texts["misunderstood"]), 0, -1)
            )[0]
            operations.record_misunderstood(
                session, conversation_id=conversation, channel="web", now=at, **said
            )
        if chance.random() < 0.1:
            told = self.texts["live"][_lot_of(conversation) % len(self.texts["live"])]
            said = [{**line, "at": at.isoformat()} for line in told["transcript"]]
            handoff = operations.request_handoff(
                session, conversation_id=conversation, transcript=said, wait_minutes=5, now=at
            )
            agent = chance.choice(self.staff)
            operations.take_handoff(session, handoff_id=handoff.id, agent_id=agent.id, now=at)
            for n, text in enumerate(told["said"]):
                operations.hear_live(
                    session, conversation_id=conversation, text=text, uid=f"{conversation}-{n}", now=at
                )
            operations.give_back_handoff(session, handoff_id=handoff.id, agent_id=agent.id, now=at)
        elif _lot_of(conversation) % 5 == 0:
            score = 5 if _lot_of(conversation) % 2 else 4
            operations.grade_chat(session, conversation_id=conversation, score=score, now=at)

    def _live(self, told: dict[str, Any]) -> Step:
        """Still waiting when the desk is opened: long enough to be looked at."""
        _, email = self.random.choice(self.people)
        conversation = f"web-{DEMO_PREFIX}live-{self.random.getrandbits(48):x}"

        def step(session: Any, at: datetime) -> None:
            transcript = [{**line, "at": at.isoformat()} for line in told["transcript"]]
            operations.request_handoff(
                session,
                conversation_id=conversation,
                channel="web",
                transcript=transcript,
                email=email,
                wait_minutes=24 * 60,
                now=at,
            )
            for n, text in enumerate(told["said"]):
                operations.hear_live(
                    session, conversation_id=conversation, text=text, uid=f"{conversation}-{n}", now=at
                )

        return step

    def _person(self) -> tuple[str, str]:
        first = self.random.choice(self.texts["first_names"])
        last = self.random.choice(self.texts["last_names"])
        plain = unicodedata.normalize("NFKD", f"{first}.{last}".lower()).encode("ascii", "ignore").decode()
        return f"{first} {last}", f"{plain}@{self.random.choice(self.texts['domains'])}"

    def _agent_of(self, team: str) -> Any:
        return next((agent for agent in self.staff if team in agent.team_codes), self.staff[0])

    def _hours(self, usual: float) -> timedelta:
        """Log-normal: mostly about as usual, now and then very long."""
        return timedelta(hours=usual * self.random.lognormvariate(0, 0.7))


def _lot_of(conversation: str) -> int:
    """Not drawn: so that what else is drawn stays as it was."""
    return int(conversation[-6:], 16)


def _ignore(_: object) -> None:
    return None

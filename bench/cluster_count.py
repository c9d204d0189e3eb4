"""What the databases and the mailbox hold after people have talked, beside what they said and were told."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from email import policy
from email.parser import BytesParser
from email.utils import parseaddr
from functools import lru_cache
from statistics import median
from typing import Any

from sqlalchemy import Engine, create_engine, text

from bench.cluster_person import NUMBER, Person
from launcher.cluster import Cluster

WORDS = {
    "calm": "Sem perturbar",
    "kill": "Mortos sob carga",
    "kills": "Mortos sob carga, tantos",
    "roll": "Trocados sob carga, um a um",
}
_SAID = "SELECT type, data FROM conversation_events WHERE conversation_id = :id ORDER BY number"
# What the assistant says when a turn of its own came to nothing (channels/core/sentences.py).
APOLOGIES = ("Desculpe, não consegui responder", "fora do ar")


@dataclass(frozen=True)
class Count:
    """A line of the table each; `problems` is empty when nothing was lost, doubled or out of order."""

    rows: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]

    def beside(self, rows: list[tuple[str, str]]) -> Count:
        """The same with more lines."""
        return replace(self, rows=(*self.rows, *rows))

    def table(self) -> str:
        return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in self.rows)])


@lru_cache(maxsize=2)
def _engine(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"), pool_size=10)


def _rows(url: str, query: str, **values: Any) -> list[Any]:
    with _engine(url).connect() as connection:
        return list(connection.execute(text(query), values))


def _turns(up: Cluster, conversation_id: str) -> list[tuple[str, list[str]]]:
    """(text, answers) of each message of the conversation, in the order in which they were played."""
    turns: list[tuple[str, list[str]]] = []
    for kind, data in _rows(up.stores.tracker_database_url, _SAID, id=conversation_id):
        event = json.loads(data)
        if kind == "user" and event.get("text"):
            turns.append((event["text"], []))
        elif kind == "bot" and turns:
            turns[-1][1].append(event.get("text") or "")
    return turns


def answered(up: Cluster, conversation_id: str, messages: int) -> bool:
    """Whether so many messages have their answers."""
    turns = _turns(up, conversation_id)
    return len(turns) >= messages and all(answers for _, answers in turns)


def unheard(up: Cluster, person: Person) -> list[str]:
    """What was answered to him and has not reached his page."""
    answers = (said for _, answers in _turns(up, person.conversation_id) for said in answers)
    return [said for said in answers if said and said not in person.heard.values()]


def sent_in(up: Cluster) -> int:
    """Mails about new tickets that the workers know as sent."""
    query = "SELECT count(*) FROM outbox WHERE kind = 'registered' AND state = 'sent'"
    return int(_rows(up.stores.database_url, query)[0][0])


def _mails(up: Cluster) -> list[tuple[str, str, str]]:
    """(to, number, Message-ID) of each that arrived about a new ticket."""
    found = []
    for path in sorted(up.inbox_dir.glob("*.eml")):
        mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        if number := NUMBER.search(str(mail["Subject"])):
            found.append((parseaddr(str(mail["To"]))[1], number[0], str(mail["Message-ID"])))
    return found


def counted(
    up: Cluster,
    persons: list[Person],
    *,
    seconds: list[float],
    visits: list[int],
    disturbance: tuple[str, list[str]],
    taken: float,
) -> Count:
    problems: list[str] = []
    messages = apologies = 0
    for person in persons:
        turns = _turns(up, person.conversation_id)
        wanted = [line for _, line in person.said]
        played = [line for line, _ in turns]
        messages += len(wanted)
        if [_bare(line) for line in played] != [_bare(line) for line in wanted]:
            problems.append(f"{person.email} disse {wanted} e foi lido {played}")
        apologies += sum(any(word in said for word in APOLOGIES) for _, answers in turns for said in answers)
        if lost := unheard(up, person):
            problems.append(f"{person.email} não viu {lost}")
    query = "SELECT conversation_id, number FROM tickets"
    tickets: dict[str, list[str]] = {}
    for conversation_id, number in _rows(up.stores.database_url, query):
        tickets.setdefault(conversation_id, []).append(number)
    hers = {person.email for person in persons}
    mails = [mail for mail in _mails(up) if mail[0] in hers]
    by_number = Counter(number for _, number, _ in mails)
    doubled = sum(times - 1 for times in by_number.values())
    told = 0
    for person in persons:
        opened = tickets.pop(person.conversation_id, [])
        told += len(person.told())
        if len(opened) != person.opens() or person.told() != set(opened):
            problems.append(f"{person.email}: abertos {opened}, ditos {sorted(person.told())}")
        if missing := [number for number in opened if not by_number[number]]:
            problems.append(f"{person.email}: sem e-mail de {missing}")
    disturbed, whom = disturbance
    # A worker that dies between a mail and its record sends it again, under the same Message-ID.
    doubled_ids = len(mails) - len({message_id for _, _, message_id in mails})
    if doubled and (disturbed not in ("kill", "kills") or doubled != doubled_ids):
        problems.append(f"{doubled} e-mails a mais")
    if apologies:
        problems.append(f"{apologies} pedidos de desculpas")
    opened_in_all = sum(person.opens() for person in persons)
    return Count(
        (
            ("Pessoas (conversas), mensagens", f"{len(persons)}, {messages}"),
            ("Segundos, mensagens por segundo", f"{taken:.0f}, {messages / taken:.1f}"),
            ("Segundos até a resposta: mediana, pior", f"{median(seconds):.1f}, {max(seconds):.1f}"),
            (WORDS[disturbed], ", ".join(whom)),
            ("Reconexões, mensagens enviadas de novo",
             f"{sum(p.reconnected for p in persons)}, {sum(p.resent for p in persons)}"),
            ("Acionamentos esperados, números ditos", f"{opened_in_all}, {told}"),
            ("E-mails (a mais)", f"{len(mails)} ({doubled})"),
            ("Páginas pedidas, falhas", f"{len(visits)}, {sum(status != 200 for status in visits)}"),
            ("Perdidas, repetidas ou fora de ordem", str(len(problems))),
        ),
        tuple(problems),
    )  # fmt: skip


def _bare(line: str) -> str:
    """Without what the text gate hides or tidies."""
    return " ".join(line.split())

"""What the databases and the mailbox hold after people have talked, beside what they said and were told."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, bindparam, create_engine, text
from sqlalchemy.exc import OperationalError

from bench.cluster_kills import Excuses
from bench.cluster_person import NUMBER, Person
from bench.place import Place

if TYPE_CHECKING:
    from bench.cluster_doors import Doors

NOTICE = "EXTERNAL"
STORE_AWAY_SECONDS = 120.0
WORDS = {
    "calm": "Sem perturbar",
    "kill": "Mortos sob carga",
    "kills": "Mortos sob carga, tantos",
    "soak": "O que aconteceu sob carga",
    "roll": "Trocados sob carga, um a um",
}
_SAID = "SELECT type, data FROM conversation_events WHERE conversation_id = :id ORDER BY number"


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


@lru_cache(maxsize=3)
def _engine(url: str) -> Engine:
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), pool_size=10, pool_pre_ping=True
    )


def _rows(url: str, query: str, **values: Any) -> list[Any]:
    """Also of a server that is just being killed."""
    deadline = time.monotonic() + STORE_AWAY_SECONDS
    while True:
        try:
            with _engine(url).connect() as connection:
                asked = text(query)
                for name in (name for name, value in values.items() if isinstance(value, list)):
                    asked = asked.bindparams(bindparam(name, expanding=True))
                return list(connection.execute(asked, values))
        except OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _turns(up: Place, conversation_id: str) -> list[tuple[str, list[str]]]:
    """(text, answers) of each message of the conversation, in the order in which they were played; what the
    assistant says unasked stands under NOTICE."""
    turns: list[tuple[str, list[str]]] = []
    for kind, data in _rows(up.stores.tracker_database_url, _SAID, id=conversation_id):
        event = json.loads(data)
        if kind == "user" and (event.get("metadata") or {}).get("is_external"):
            turns.append((NOTICE, []))
        elif kind == "user" and event.get("text"):
            turns.append((event["text"], []))
        elif kind == "bot" and turns:
            turns[-1][1].append(event.get("text") or "")
    return turns


def answered(up: Place, person: Person) -> bool:
    """Whether each of his messages was dealt with, as their inbox has it: answered, or apologised for."""
    keys = [
        hashlib.sha256(f"{person.conversation_id}\n{given}".encode()).hexdigest()[:32]
        for given, _ in person.said
    ]
    shared = up.stores.tracker_database_url.startswith("postgres")
    url = up.stores.tracker_database_url if shared else f"sqlite:///{up.var}/web.db"
    table = "inbox_web.messages" if shared else "messages"
    query = f"SELECT count(*) FROM {table} WHERE id IN :keys AND body IS NULL"
    return bool(_rows(url, query, keys=keys)[0][0] == len(keys))


def unheard(up: Place, person: Person) -> list[str]:
    """What was answered to him and has not reached his page."""
    answers = (said for _, answers in _turns(up, person.conversation_id) for said in answers)
    return [said for said in answers if said and said not in person.heard.values()]


def sent_in(up: Place) -> int:
    """Mails about new tickets that the workers know as sent."""
    query = "SELECT count(*) FROM outbox WHERE kind = 'registered' AND state = 'sent'"
    return int(_rows(up.stores.database_url, query)[0][0])


def _read(up: Place) -> list[EmailMessage]:
    """Those that arrived about a new ticket."""
    read = BytesParser(policy=policy.default).parsebytes
    mails = [read(path.read_bytes()) for path in sorted(up.inbox_dir.glob("*.eml"))]
    return [mail for mail in mails if "registr" in str(mail["Subject"]).lower()]


def mail_about(up: Place, number: str) -> EmailMessage | None:
    """The mail of a ticket's registration, once it came."""
    return next((mail for mail in _read(up) if number in str(mail["Subject"])), None)


def _mails(up: Place) -> list[tuple[str, str, str]]:
    """(to, number, Message-ID) of each that arrived about a new ticket."""
    found = []
    for mail in _read(up):
        if number := NUMBER.search(str(mail["Subject"])):
            found.append((parseaddr(str(mail["To"]))[1], number[0], str(mail["Message-ID"])))
    return found


def counted(
    up: Place,
    persons: list[Person],
    *,
    seconds: list[float],
    visits: list[int],
    disturbance: tuple[str, list[str]],
    taken: float,
    excuses: Excuses,
    doors: Doors | None = None,
    waited_in_vain: list[str],
) -> Count:
    problems = list(waited_in_vain)
    messages = apologies = insisted = 0
    for person in persons:
        turns = _turns(up, person.conversation_id)
        wanted = [line for _, line in person.said]
        played = [line for line, _ in turns if line != NOTICE]
        messages += len(wanted)
        if not _in_order(played, wanted, at_most=len(person.apologised)):
            problems.append(f"{person.email} disse {wanted} e foi lido {played}")
        apologies += len(person.apologised)
        insisted += len(wanted) > len(person.script())
        if bad := [moment for moment in person.apologised if not excuses.hold(moment)]:
            problems.append(f"{person.email} leu {len(bad)} pedidos de desculpas com tudo no ar")
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
    if doubled and (disturbed not in ("kill", "kills", "soak") or doubled != doubled_ids):
        problems.append(f"{doubled} e-mails a mais")
    if doors is not None:
        problems += _at_the_doors(up, doors)
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
            ("Pedidos de desculpas, conversas em que se insistiu", f"{apologies}, {insisted}"),
            *([("Cartas aceitas, aberturas pela API, tentativas a mais",
                f"{len(doors.letters)}, {len(doors.opened)}, {doors.again}")] if doors else []),
            ("Páginas pedidas, falhas", f"{len(visits)}, {sum(status != 200 for status in visits)}"),
            ("Perdidas, repetidas ou fora de ordem", str(len(problems))),
        ),
        tuple(problems),
    )  # fmt: skip


def _at_the_doors(up: Place, doors: Doors) -> list[str]:
    """Each letter once in the history of its ticket or once before the desk; each request one ticket, one
    mail, and the number that was told."""
    problems = []
    texts = [row[0] or "" for row in _rows(up.stores.database_url, "SELECT text FROM events")]
    kept = [bytes(row[0]).decode() for row in _rows(up.stores.database_url, "SELECT raw FROM kept_letters")]
    for words in doors.letters:
        times = (sum(words in text for text in texts), sum(words in letter for letter in kept))
        if sorted(times) != [0, 1]:
            problems.append(f"carta {words}: {times[0]} vezes no histórico, {times[1]} na mesa")
    query = (
        "SELECT requesters.email, tickets.number FROM tickets"
        " JOIN requesters ON requesters.id = tickets.requester_id"
    )
    numbers: dict[str, list[str]] = {}
    for email, number in _rows(up.stores.database_url, query):
        numbers.setdefault(email, []).append(number)
    mails = Counter(number for number, _ in {(number, its_id) for _, number, its_id in _mails(up)})
    for email, number in doors.opened.items():
        if numbers.get(email) != [number] or mails[number] != 1:
            problems.append(
                f"API, {email}: dito {number}, abertos {numbers.get(email)}, {mails[number]} e-mails"
            )
    return problems


def _in_order(played: list[str], wanted: list[str], at_most: int) -> bool:
    """Each once and in its place; so many as were apologised for may be missing."""
    left = iter([_bare(line) for line in wanted])
    return len(wanted) - len(played) <= at_most and all(_bare(line) in left for line in played)


def _bare(line: str) -> str:
    """Without what the text gate hides or tidies."""
    return " ".join(line.split())

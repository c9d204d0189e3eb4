"""`make kills`: dies by SIGKILL at seeded steps between a confirmation and its mail, then counts: for each
confirmation one ticket, one mail of its registration and one number that was told.

    python -m bench kills [--kills 200 | --minutes 10] [--seed 1]

With --minutes it goes on for so long, and holds the store now and then for up to a second besides.

The engine and the mail worker run as in production, each in a process of its own, on a SQLite store on disk.
A step is any statement sent to the store, any begin, commit and end of a commit, and each side of handing a
mail over. As the channels' inbox does, a message is played again until it is answered; as the clock does, a
lease of a dead worker runs out. Whole processes are killed by alone.py and cluster.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import random
import re
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from actions import store
from actions.memory import SLOT
from actions.turn import ActionTurn
from notifications.mail import Mailer
from notifications.worker import LEASE_SECONDS, Worker
from ticket_store import model
from ticket_store.database import connect, migrate, reading
from ticket_store.mails.values import Site

SECRET = "a secret of the kills"
ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"\b20\d\d-\d{7}\b")
TELLS = [
    {"command": "start", "flow": "open_ticket"},
    {"command": "set", "slot": "service", "value": "siafi"},
    {"command": "set", "slot": "description", "value": "aparece erro 504 quando emito um empenho"},
]


class Steps:
    """Counts the steps of this process, and ends it at the one that it is told (0: never)."""

    def __init__(self, die_at: int = 0) -> None:
        self.taken, self._die_at = 0, die_at
        for target, name in (
            (Engine, "begin"),
            (Engine, "before_cursor_execute"),
            (Engine, "commit"),
            (Session, "after_commit"),
        ):
            event.listen(target, name, lambda *_, **__: self.step())

    def step(self) -> None:
        self.taken += 1
        if self.taken == self._die_at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Post:
    """A mail server that writes down each mail it took."""

    path: Path
    steps: Steps

    def open(self) -> None: ...

    def close(self) -> None: ...

    def deliver(self, message: EmailMessage, *_: Any, **__: Any) -> None:
        self.steps.step()
        with self.path.open("a") as taken:
            taken.write(f"{message['Message-ID']} {message['To']} {message['Subject']}\n".replace("\r", ""))
        self.steps.step()


def in_child(work: Callable[[Steps], Any], die_at: int = 0) -> tuple[Any, int] | None:
    """What `work` gave and how many steps it took; None when it died of the kill."""
    read, write = os.pipe()
    if (pid := os.fork()) == 0:
        try:
            steps = Steps(die_at)
            result = work(steps)
            os.write(write, json.dumps([result, steps.taken]).encode())
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return None
    result, taken = json.loads(told)
    return result, taken


@dataclass
class Counted:
    confirmations: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    tickets: int = 0
    mails: int = 0
    repeated: int = 0
    holds: int = 0
    seconds: float = 0.0

    @property
    def equal(self) -> bool:
        """Whether each confirmation has its ticket, its mail and its told number, and none has two."""
        return self.confirmations == self.tickets == self.mails == len(set(self.told)) == len(self.told)


class Place:
    """The store, the mails and one person after another."""

    def __init__(self, folder: Path) -> None:
        self.path, self.mails = folder / "tickets.db", folder / "mails"
        self.url = f"sqlite:///{self.path}"
        self.mails.touch()
        self.domain = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
        migrate(self.url)

    def turn(
        self, conversation: str, state: Any, message: str, text: str, commands: list[dict[str, Any]]
    ) -> Any:
        """The action server's part of a turn: [the state after it, all that is said]; None when it failed."""
        store.configure(self.url, SECRET)
        latest = {"text": text, "intent": {"name": ""}, "commands": commands, "message_id": message}
        tracker = Tracker(conversation, {SLOT: state}, latest, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = asyncio.run(ActionTurn().run(dispatcher, tracker, self.domain))
        said = "\n".join(one["text"] for one in dispatcher.messages)
        return [events[0]["value"], said] if events else None

    def send(self, steps: Steps, later: float) -> None:
        """The mail worker, until nothing is due."""
        engine = connect(self.url)
        unused: Any = None
        Worker(
            engine=engine,
            name=f"worker-{os.getpid()}",
            clock=lambda: datetime.now(UTC) + timedelta(seconds=later),
            mailer=Mailer(Post(self.mails, steps), Site("https://css.example", SECRET), "css@example.org"),  # type: ignore[arg-type]
            speaker=unused,
            webhooks=unused,
            push=unused,
        ).send_mails(threading.Event())

    def count(self, found: Counted) -> None:
        engine = connect(self.url)
        with reading(engine) as session:
            numbers = set(session.scalars(select(model.Ticket.number)))
            states = Counter(
                session.scalars(select(model.OutboxRow.state).where(model.OutboxRow.channel == "mail"))
            )
        engine.dispose()
        taken = [line.split(" ", 1)[0] for line in self.mails.read_text().splitlines()]
        found.tickets, found.mails = len(numbers), len(set(taken))
        found.repeated = len(taken) - len(set(taken))
        assert set(found.told) <= numbers, "a number was told that no ticket has"
        assert set(states) <= {"sent"}, f"left in the outbox: {states}"


@dataclass
class Kills:
    """Confirmations one after another, until there were enough deaths."""

    place: Place
    dice: random.Random
    found: Counted
    steps: dict[str, int] = field(default_factory=lambda: {"turn": 40, "mail": 25})  # then learnt
    later: float = 0.0
    holds: bool = False

    def until(self, kills: int, ends: float) -> None:
        while sum(self.found.kills.values()) < kills and time.monotonic() < ends:
            self.found.confirmations += 1
            self._confirmed(f"web-{self.found.confirmations:032x}")
            self._mailed()

    def _confirmed(self, who: str) -> None:
        """One person, to the number that he is told."""
        mail = {"command": "set", "slot": "email", "value": f"{who}@orgao.gov.br"}
        begun = in_child(lambda _: self.place.turn(who, None, f"{who}-1", "o siafi cai", [*TELLS, mail]))
        assert begun is not None
        state = begun[0][0]
        answer = self._survived(
            "turn", lambda _: self.place.turn(who, state, f"{who}-2", "sim", [{"command": "affirm"}])
        )
        self.found.told += NUMBER.findall(answer[1])[:1]

    def _mailed(self) -> None:
        self._survived("mail", lambda steps: self.place.send(steps, self.later))

    def _survived(self, kind: str, work: Callable[[Steps], Any]) -> Any:
        """Again and again until it came to its end; three times in five it is killed on the way."""
        while True:
            at = self.dice.randint(1, self.steps[kind]) if self.dice.random() < 0.6 else 0
            holder = self._held() if self.holds and self.dice.random() < 0.3 else 0
            done = in_child(work, at)
            if holder:
                os.waitpid(holder, 0)
            if done is None:
                self.found.kills[kind] += 1
                self.later += LEASE_SECONDS + 1
            else:
                result, taken = done
                self.steps[kind] = max(10, taken)
                return result

    def _held(self) -> int:
        """The process that keeps the store busy for up to a second."""
        seconds = self.dice.uniform(0.1, 1.0)
        self.found.holds += 1
        if (pid := os.fork()) == 0:
            with suppress(Exception):
                connection = sqlite3.connect(self.place.path, isolation_level=None, timeout=10)
                connection.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
            os._exit(0)
        return pid


def run(kills: int, seed: int, folder: Path, minutes: float = 0) -> Counted:
    place, found, began = Place(folder), Counted(), time.monotonic()
    limit = (sys.maxsize, began + minutes * 60) if minutes else (kills, math.inf)
    Kills(place, random.Random(seed), found, holds=bool(minutes)).until(*limit)
    place.count(found)
    found.seconds = time.monotonic() - began
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench kills")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = run(given.kills, given.seed, Path(folder), given.minutes)
    print(
        f"{sum(found.kills.values())} mortes (turno {found.kills['turn']}, e-mail {found.kills['mail']}), "
        f"banco preso {found.holds} vezes, em "
        f"{found.seconds:.0f} s, semente {given.seed}: {found.confirmations} confirmações, {found.tickets} "
        f"acionamentos, {found.mails} e-mails ({found.repeated} entregues duas vezes), "
        f"{len(found.told)} números ditos"
    )
    return 0 if found.equal else 1

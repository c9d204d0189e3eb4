"""`python -m bench reopening`: somebody comes back, with his token, to a conversation of 3,000 events.

--events 3000   --starts 3   --times 10   --write (keeps the figures in docs/benchmarks/figures.json)
Milliseconds from the socket's first byte until the page has the session with its history, at a Rasa that
has just started (cold: its first connection) and again and again (warm); and of the first turn afterwards.
Ends with an error where an opening takes 300 ms or more.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import statistics
import tempfile
import time
import uuid
from itertools import cycle
from pathlib import Path
from typing import Any

import requests

from bench import figures
from bench.served import Served, ours
from bench.talker import PAGE, Talker, page_token
from bench.turns import FAQ, FLOW
from launcher.training import ensure_model
from settings import ROOT

LONGEST_MS = 300.0
TURNS_A_LOOK = 25


def filled(served: Served, conversation: str, events: int) -> int:
    """Talks by REST, which has no limit a person, until so many events are kept; how many turns that took."""
    with requests.Session() as session, sqlite3.connect(served.room / "conversations.db") as store:
        for turn, line in enumerate(cycle([*FAQ, *FLOW]), 1):
            url = f"{served.url}/webhooks/rest/webhook"
            answer = session.post(url, json={"sender": conversation, "message": line}, timeout=60)
            if not answer.ok or not answer.json():
                raise SystemExit(f"sem resposta a {line!r}: a medida não vale")
            if turn % TURNS_A_LOOK == 0 and _kept(store, conversation) >= events:
                return turn
    raise AssertionError("never")


def _kept(store: sqlite3.Connection, conversation: str) -> int:
    count = "SELECT count(*) FROM conversation_events WHERE conversation_id = ?"
    return int(store.execute(count, (conversation,)).fetchone()[0])


async def opened(served: Served, conversation: str, times: int) -> dict[str, Any]:
    """cold_ms: the first opening; turn_ms: the first turn after it; warm_ms: the openings after that."""
    cold, lines, turn = await _once(served, conversation, FAQ[0])
    warm = [(await _once(served, conversation))[0] for _ in range(times)]
    return {"cold_ms": cold, "turn_ms": turn, "warm_ms": warm, "lines": lines}


async def _once(served: Served, conversation: str, line: str = "") -> tuple[float, int, float]:
    person = Talker(served.url, PAGE, page_token(conversation, served.token_keys))
    seconds = await person.come()
    lines = len(person.session["history"])
    if person.session["new"] or not lines:
        raise SystemExit("a conversa não foi reconhecida: a medida não vale")
    turn = await person.say(line, 1) if line else 0.0
    await person.go()
    return round(1000 * seconds, 1), lines, round(1000 * turn, 1)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench reopening")
    parser.add_argument("--events", type=int, default=3000)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    conversation, loads, runs = "web-" + uuid.uuid4().hex, [figures.load()], []
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        with ours(model, rest=True, room=room) as served:
            started = time.monotonic()
            turns = filled(served, conversation, given.events)
            print(f"{turns} turnos em {time.monotonic() - started:.0f} s", flush=True)
        with sqlite3.connect(room / "conversations.db") as store:
            events = _kept(store, conversation)
        for _ in range(given.starts):
            with ours(model, room=room) as served:
                runs.append(asyncio.run(opened(served, conversation, given.times)))
            print(runs[-1], flush=True)
    loads.append(figures.load())
    cold, warm, turn = ([run["cold_ms"] for run in runs], [one for run in runs for one in run["warm_ms"]],
                        [run["turn_ms"] for run in runs])  # fmt: skip
    print(
        f"{events} eventos, carga {loads[0]} a {loads[1]}; ms: fria {cold}; quente, mediana "
        f"{statistics.median(warm):.0f} ({min(warm):.0f}-{max(warm):.0f}); primeiro turno {turn}"
    )
    if given.write:
        figures.keep("reopening", {
            "load": loads, "events": events, "turns": turns, "cold_ms": cold, "warm_ms": warm, "turn_ms": turn
        })  # fmt: skip
    return int(max(*cold, *warm) >= LONGEST_MS)

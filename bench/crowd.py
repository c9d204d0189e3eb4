"""`python -m bench crowd`: many people who talk now and then, for minutes; memory and errors.

--people 200   --minutes 10   --seed 1   --write (keeps the figures in docs/benchmarks/figures.json)
Each says a line, reads the answer, waits 10 to 50 s, and after six lines somebody else comes. What Rasa
and the action server have in memory (MB, resident) is looked at every half minute. Ends with an error where a
message was not answered, or memory grew by more than a tenth from the third minute on.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from socketio.exceptions import SocketIOError

from bench import figures
from bench.served import Served, ours
from bench.talker import PAGE, Talker, Unanswered
from bench.turns import FAQ, FLOW
from launcher.training import ensure_model
from settings import ROOT

PAUSE = (10.0, 50.0)
LOOK_SECONDS = 30.0
WARM_SECONDS = 150.0
MOST_GROWTH = 1.1
PROCESSES = ("actions", "rasa")


@dataclass
class Crowd:
    """seconds: of each turn. unanswered: lines. refused: comings. memory: seconds since the start, MB of each
    process.
    """

    seconds: list[float] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    conversations: int = 0
    refused: int = 0
    memory: list[dict[str, float]] = field(default_factory=list)


async def talk(served: Served, crowd: Crowd, until: float, draw: random.Random) -> None:
    """One person after another, on one chair."""
    while time.monotonic() < until:
        await asyncio.sleep(draw.uniform(0, PAUSE[1]))
        person = Talker(served.url, PAGE)
        try:
            await person.come()
        except SocketIOError:
            crowd.refused += 1
            continue  # who finds the door shut tries again, as the page does
        crowd.conversations += 1
        for line in draw.choice((FAQ, FLOW)):
            if time.monotonic() >= until:
                break
            while not person.heard.empty():  # a second part of the answer before
                person.heard.get_nowait()
            try:
                crowd.seconds.append(await person.say(line, 1))
            except (Unanswered, SocketIOError):  # the door shut on him counts, too
                crowd.unanswered.append(line)
                break
            await asyncio.sleep(draw.uniform(*PAUSE))
        await person.go()


async def look(served: Served, crowd: Crowd, until: float) -> None:
    started = time.monotonic()
    while time.monotonic() < until:
        megabytes = dict(zip(PROCESSES, map(resident, served.processes), strict=True))
        crowd.memory.append({"at": round(time.monotonic() - started), **megabytes})
        print(f"  {crowd.memory[-1]}, {len(crowd.seconds)} turnos", flush=True)
        await asyncio.sleep(LOOK_SECONDS)


def resident(process: int) -> float:
    """MB that a process has in memory."""
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


async def gathered(served: Served, people: int, minutes: float, seed: int) -> Crowd:
    crowd, until = Crowd(), time.monotonic() + 60 * minutes
    chairs = (talk(served, crowd, until, random.Random(f"{seed}-{one}")) for one in range(people))
    await asyncio.gather(look(served, crowd, until), *chairs)
    return crowd


def growth(crowd: Crowd) -> dict[str, float]:
    """How many times of what it had when it was warm a process has at the end. Raises SystemExit."""
    warm = [one for one in crowd.memory if one["at"] >= WARM_SECONDS]
    if len(warm) < 2:
        raise SystemExit("poucos minutos para ver a memória crescer: a medida não vale")
    return {name: round(warm[-1][name] / warm[0][name], 3) for name in PROCESSES}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench crowd")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    with ours(model) as served:
        crowd = asyncio.run(gathered(served, given.people, given.minutes, given.seed))
    if len(crowd.seconds) < given.people:
        raise SystemExit("quase ninguém falou: a medida não vale")
    milliseconds = [1000 * one for one in crowd.seconds]
    found: dict[str, Any] = {
        "people": given.people, "minutes": given.minutes, "load": figures.load(),
        "conversations": crowd.conversations, "turns": len(milliseconds), "unanswered": len(crowd.unanswered),
        "refused": crowd.refused,
        "median_ms": round(statistics.median(milliseconds)),
        "p99_ms": round(statistics.quantiles(milliseconds, n=100)[98]), "worst_ms": round(max(milliseconds)),
        "memory": [crowd.memory[0], crowd.memory[-1]], "growth": growth(crowd),
    }  # fmt: skip
    print(found)
    if given.write:
        figures.keep("crowd", found)
    return int(
        bool(crowd.unanswered or crowd.refused)
        or any(times > MOST_GROWTH for times in found["growth"].values())
    )

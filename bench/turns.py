"""`make bench`: turns over real sockets, this project beside a bot as `rasa init` makes it (bench/baseline),
both up all the time and measured in turns: A B A B …

--rounds 4   --seconds 8   --people 1,8,32   --write (keeps the figures in docs/benchmarks/figures.json)
Each person says six lines, one after the other without a pause, then begins a new conversation. Ends with an
error where a figure misses what issue 13 asks for.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench import figures
from bench.served import baseline, ours
from bench.talker import PAGE, STOCK, Protocol, Talker
from launcher.training import ensure_model
from settings import ROOT

FAQ = [
    "qual o telefone da css?", "vocês atendem de madrugada?", "como avalio o atendimento?",
    "o que é a css?", "qual o e-mail de vocês?", "como acompanho meu chamado?",
]  # fmt: skip
FLOW = [
    "o siafi não abre desde ontem", "na verdade é no siape", "errei, é no sei", "na verdade é na vpn",
    "errei, é no sicaf", "deixa pra lá",
]  # fmt: skip
KINDS = {"faq": FAQ, "flow": FLOW}
PORTUGUESE = {"faq": "dúvida", "flow": "fluxo", "ours": "este projeto", "baseline": "rasa init"}
MOST_OF_THE_MEDIAN = {"faq": 0.5, "flow": 0.35}
LEAST_OF_THE_RATE = {"faq": 3.0, "flow": 4.0}
LONGEST_P99 = 1.0
MANY = 32


@dataclass
class Side:
    """answers: how many messages each line has in answer. By kind and people, seconds: of each turn; rates:
    turns a second of each round."""

    name: str
    url: str
    protocol: Protocol
    answers: dict[str, int] = field(default_factory=dict)
    seconds: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    rates: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    async def learn(self) -> None:
        """What is answered to each line, twice, which warms up as well."""
        for kind, lines in KINDS.items():
            for round_number in range(2):
                person = Talker(self.url, self.protocol)
                await person.come()
                for line in lines:
                    told = await person.answers_to(line)
                    self.answers[line] = len(told)
                    if round_number:
                        answer = " | ".join(told).replace("\n", " ")
                        print(f"  {self.name}, {kind}: {line} -> {answer[:110]}", flush=True)
                await person.go()

    async def round(self, kind: str, people: int, seconds: float) -> None:
        started = time.perf_counter()
        until = started + seconds
        each = await asyncio.gather(*(self._talk(KINDS[kind], until) for _ in range(people)))
        turns = [turn for one in each for turn in one]
        self.seconds.setdefault((kind, people), []).extend(turns)
        self.rates.setdefault((kind, people), []).append(len(turns) / (time.perf_counter() - started))

    async def _talk(self, lines: list[str], until: float) -> list[float]:
        turns: list[float] = []
        while time.perf_counter() < until:
            person = Talker(self.url, self.protocol)
            await person.come()
            for line in lines:
                turns.append(await person.say(line, self.answers[line]))
                if time.perf_counter() >= until:
                    break
            await person.go()
        return turns


async def measure(sides: list[Side], peoples: list[int], rounds: int, seconds: float) -> None:
    """Everything, the sides in turns."""
    for side in sides:
        await side.learn()
    for kind in KINDS:
        for people in peoples:
            for _ in range(rounds):
                for side in sides:
                    await side.round(kind, people, seconds)
            print(f"  {kind}, {people}: {[_short(side, (kind, people)) for side in sides]}", flush=True)


def _short(side: Side, case: tuple[str, int]) -> str:
    return (
        f"{statistics.median(side.seconds[case]) * 1000:.0f} ms, {statistics.median(side.rates[case]):.1f}/s"
    )


def summary(side: Side) -> list[dict[str, Any]]:
    """Milliseconds: median and quartiles of all turns. Turns a second: median, least, most of the rounds."""
    rows = []
    for (kind, people), taken in side.seconds.items():
        milliseconds = [1000 * one for one in taken]
        low, median, high = statistics.quantiles(milliseconds, n=4)
        rate = side.rates[kind, people]
        rows.append({
            "side": side.name, "kind": kind, "people": people, "turns": len(taken),
            "median_ms": round(median, 1), "quartiles_ms": [round(low, 1), round(high, 1)],
            "p99_ms": round(statistics.quantiles(milliseconds, n=100)[98], 1),
            "per_second": round(statistics.median(rate), 1),
            "per_second_range": [round(min(rate), 1), round(max(rate), 1)],
        })  # fmt: skip
    return rows


def missed(rows: list[dict[str, Any]]) -> list[str]:
    """What misses the bars, in words."""
    of = Counter[tuple[str, str, int, str]]()
    for row in rows:
        for figure in ("median_ms", "per_second", "p99_ms"):
            of[row["side"], row["kind"], row["people"], figure] = row[figure]
    told = []
    for kind, people in sorted({(row["kind"], row["people"]) for row in rows}):
        slower = of["ours", kind, people, "median_ms"] / of["baseline", kind, people, "median_ms"]
        if slower > MOST_OF_THE_MEDIAN[kind]:
            told.append(
                f"{PORTUGUESE[kind]}, {people}: mediana {slower:.2f}x (meta {MOST_OF_THE_MEDIAN[kind]}x)"
            )
        if people < MANY:
            continue
        faster = of["ours", kind, people, "per_second"] / of["baseline", kind, people, "per_second"]
        if faster < LEAST_OF_THE_RATE[kind]:
            told.append(
                f"{PORTUGUESE[kind]}, {people}: {faster:.2f}x turnos/s (meta {LEAST_OF_THE_RATE[kind]}x)"
            )
        if of["ours", kind, people, "p99_ms"] > 1000 * LONGEST_P99:
            told.append(f"{PORTUGUESE[kind]}, {people}: p99 {of['ours', kind, people, 'p99_ms']:.0f} ms")
    return told


def table(rows: list[dict[str, Any]]) -> str:
    lines = [
        "| turno | pessoas | | mediana (quartis), ms | p99, ms | turnos/s (menor-maior) |",
        "|---|--:|---|--:|--:|--:|",
    ]
    for row in sorted(rows, key=lambda one: (one["kind"], one["people"], one["side"])):
        (low, high), (least, most) = row["quartiles_ms"], row["per_second_range"]
        kind, side = PORTUGUESE[row["kind"]], PORTUGUESE[row["side"]]
        lines.append(
            f"| {kind} | {row['people']} | {side} | {row['median_ms']:.0f} ({low:.0f}-{high:.0f}) "
            f"| {row['p99_ms']:.0f} | {row['per_second']:.1f} ({least:.1f}-{most:.1f}) |"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench turns")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--people", default=f"1,8,{MANY}")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    peoples = [int(one) for one in given.people.split(",")]
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    loads = [figures.load()]
    with baseline() as theirs, ours(model) as own:
        sides = [Side("baseline", theirs.url, STOCK), Side("ours", own.url, PAGE)]
        asyncio.run(measure(sides, peoples, given.rounds, given.seconds))
    loads.append(figures.load())
    rows = [row for side in sides for row in summary(side)]
    print(f"carga da máquina antes e depois: {loads[0]}, {loads[1]}\n{table(rows)}")
    if given.write:
        figures.keep("turns", {"load": loads, "rounds": given.rounds, "seconds": given.seconds, "rows": rows})
    for one in (problems := missed(rows)):
        print(f"ABAIXO DA META: {one}", flush=True)
    return int(bool(problems))

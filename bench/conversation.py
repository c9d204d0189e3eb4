"""`python -m bench conversation [CHECKOUT]`: what a turn costs as one conversation grows to 500 turns.

Two servers side by side, the same message to one and then to the other, turn by turn: what the machine does
meanwhile falls on both. Beside ours stands Rasa as it comes, or another checkout of this project.
"""

from __future__ import annotations

import statistics
import time
import uuid
from itertools import cycle, islice
from pathlib import Path

import requests

from bench.served import checkout, ours, stock
from launcher.training import ensure_model
from settings import ROOT

TURNS = 500
FAQ = ["qual o telefone da css?", "vocês atendem de madrugada?", "como avalio o atendimento?"]
FORM = ["o siafi não abre desde ontem", "na verdade é no siape", "errei, é no sei", "deixa pra lá"]
AROUND = 14  # turns each side of the one that is told, so that each holds both kinds of them twice
TOLD = (15, 50, 100, 200, 350, 485)


def _turn(session: requests.Session, url: str, sender: str, line: str) -> float:
    started = time.perf_counter()
    answer = session.post(url, json={"sender": sender, "message": line}, timeout=60)
    taken = time.perf_counter() - started
    if not answer.ok or not answer.json():
        raise SystemExit(f"sem resposta a {line!r}: a medida não vale")
    return taken * 1000


def _median(times: list[tuple[str, float]], at: int, lines: list[str]) -> str:
    some = [taken for line, taken in times[max(0, at - AROUND) : at + AROUND] if line in lines]
    low, middle, high = statistics.quantiles(some, n=4)
    return f"{middle:7.1f} ({low:.0f}-{high:.0f})"


def main(arguments: list[str]) -> int:
    model, _ = ensure_model(ROOT, ROOT / "var" / "log" / "train.log")
    beside = Path(arguments[0]).resolve() if arguments else None
    names = [str(arguments[0]) if beside else "Rasa como vem", "este projeto"]
    times: list[list[tuple[str, float]]] = [[], []]
    sender = "web-" + uuid.uuid4().hex
    with checkout(model, beside) if beside else stock(model) as theirs, ours(model, rest=True) as own:
        sessions = [requests.Session(), requests.Session()]
        for line in islice(cycle([*FAQ, *FORM]), TURNS):
            for which, served in enumerate((theirs, own)):
                url = f"{served.url}/webhooks/rest/webhook"
                times[which].append((line, _turn(sessions[which], url, sender, line)))
    print(f"mediana (quartis) em ms dos turnos ao redor\n{'turno':>22}" + "".join(f"{at:>18}" for at in TOLD))
    for kind, lines in (("dúvida", FAQ), ("formulário", FORM)):
        for name, taken in zip(names, times, strict=True):
            print(f"{name:>13.13} {kind:8.8}" + "".join(f"{_median(taken, at, lines):>18}" for at in TOLD))
    return 0

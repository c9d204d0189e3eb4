"""A process that hangs is ended; one that starts, answers or is down is left alone."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from ground import vitals
from launcher.watchdog import MISSES, Watchdog


class Process:
    def __init__(self) -> None:
        self.answers, self.pid = False, 7
        self.killed: list[int] = []

    def dog(self) -> Watchdog:
        return Watchdog(
            {"portal": lambda: self.answers},
            lambda name: self.pid,
            lambda pid, signal: self.killed.append(pid),
        )


def test_one_that_answered_and_does_no_more_is_ended_after_three_looks() -> None:
    process = Process()
    dog = process.dog()
    process.answers = True
    dog.look()
    process.answers = False
    assert [dog.look() for _ in range(MISSES)] == [[], [], ["portal"]]
    assert process.killed == [7]
    process.pid = 8  # started again: it has its time
    for _ in range(9):
        dog.look()
    assert process.killed == [7]


def test_one_that_still_starts_one_that_is_down_and_one_that_hesitates_are_left_alone() -> None:
    process = Process()
    dog = process.dog()
    for answers, pid in [(False, 7)] * 9 + [(False, 0)] * 9 + [(True, 7), (False, 7), (False, 7)] * 4:
        process.answers, process.pid = answers, pid
        dog.look()
    assert process.killed == []


def test_a_process_says_what_of_it_is_stuck_and_what_it_waits_for(tmp_path: Path) -> None:
    now = [0.0]
    beats, store = vitals.Beats(lambda: now[0]), threading.Event()
    path = tmp_path / "run" / "notifications.vitals"
    vitals.serve(path, health={"loops": lambda: not beats.stuck()}, ready={"store": store.is_set})
    assert path.stat().st_mode & 0o077 == 0
    beats.beat("mail", within=60)
    beats.beat("push", within=600)
    assert vitals.ask(path, "/health")
    assert not vitals.ask(path, "/ready")
    store.set()
    assert vitals.ask(path, "/ready")
    now[0] = 61
    assert beats.stuck() == ["mail"]
    assert not vitals.ask(path, "/health")
    assert not vitals.ask(path, "/elsewhere")
    assert not vitals.ask(tmp_path / "nobody", "/health")


def test_a_process_that_takes_the_question_and_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "run" / "x.vitals"
    vitals.serve(path, health={"stuck": threading.Event().wait}, ready={})
    began = time.monotonic()
    assert not vitals.ask(path, "/health", seconds=0.2)
    assert time.monotonic() - began < 5

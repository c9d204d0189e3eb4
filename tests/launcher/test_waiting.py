"""A slow machine is waited for; what has died, what refuses and what does nothing is not."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import pytest

from launcher import waiting
from launcher.waiting import DEATHS, IDLE_SECONDS, REFUSING_SECONDS, WORK, NotReady, State, Waiting, work

HOUR = 3600.0


@dataclass
class Machine:
    """One process, Rasa, at a clock of its own. pace: its work in a second."""

    now: float = 0.0
    pace: float = 0.0
    worked: float = 0.0
    ready: bool = False
    answers: bool = False
    state: State = field(default_factory=lambda: State("RUNNING", 7, 100))
    lines: list[str] = field(default_factory=list)

    def waiting(self) -> Waiting:
        return Waiting(
            {"rasa": lambda: self.ready, "portal": lambda: True},
            lambda _: self.state,
            alive={"rasa": lambda: self.answers},
            work=lambda _: self.worked,
            clock=lambda: self.now,
        )

    def passes(self, waiting: Waiting, seconds: float, step: float = 10.0) -> None:
        for _ in range(int(seconds / step)):
            self.now += step
            self.worked += self.pace * step
            waiting.look()
            self.lines.append(waiting.told())

    def dies(self) -> None:
        self.state = State("RUNNING", self.state.pid + 1, self.state.start + 1)
        self.worked = 0.0


def test_whoever_works_is_awaited_however_long_it_takes() -> None:
    machine = Machine(pace=WORK * 1.5 / IDLE_SECONDS)
    awaited = machine.waiting()
    assert awaited.look() == ["portal"]
    machine.passes(awaited, 5 * HOUR)
    assert awaited.pending == ["rasa"]
    machine.ready = True
    assert awaited.look() == ["rasa"]
    assert awaited.pending == []


def test_who_is_still_awaited_and_who_of_them_works_is_said() -> None:
    machine = Machine(pace=1.0)
    awaited = machine.waiting()
    assert awaited.told() == "ainda à espera, há 0 s: portal, rasa (sem trabalhar)"
    awaited.look()
    machine.passes(awaited, 60)
    assert machine.lines[-1] == "ainda à espera, há 60 s: rasa (trabalhando)"
    machine.pace = 0.0
    machine.passes(awaited, 100)
    assert machine.lines[-1] == "ainda à espera, há 160 s: rasa (sem trabalhar)"


def test_whoever_may_wait_for_one_that_works_is_awaited_with_it() -> None:
    """nginx answers once the page does, and does nothing until then."""
    machine, worked = Machine(pace=0.0), [0.0]
    awaited = Waiting(
        {"nginx": lambda: False, "portal": lambda: False},
        lambda name: State("RUNNING", 7 if name == "nginx" else 8, 100),
        alive={},
        work=lambda pid: worked[0] if pid == 8 else 0.0,
        clock=lambda: machine.now,
    )
    for _ in range(360):
        machine.now += 10
        worked[0] += 10
        awaited.look()
    assert "nginx (sem trabalhar); portal (trabalhando)" in awaited.told()
    machine.now += IDLE_SECONDS + 1
    with pytest.raises(NotReady) as refused:
        awaited.look()
    assert refused.value.reasons.keys() == {"nginx", "portal"}


def test_whoever_lives_and_does_nothing_is_given_up() -> None:
    machine = Machine(pace=WORK * 0.5 / IDLE_SECONDS)
    awaited = machine.waiting()
    machine.passes(awaited, IDLE_SECONDS)
    with pytest.raises(NotReady, match=r"rasa: não responde nem trabalha há 1\d\d s"):
        machine.passes(awaited, 20)


def test_whoever_stops_working_for_a_while_and_goes_on_is_awaited() -> None:
    machine = Machine(pace=1.0)
    awaited = machine.waiting()
    for _ in range(5):
        machine.pace = 0.0
        machine.passes(awaited, IDLE_SECONDS - 20)
        machine.pace = 10.0
        machine.passes(awaited, 20)
    assert awaited.pending == ["rasa"]


def test_whoever_answers_that_he_cannot_is_given_up_though_he_works() -> None:
    machine = Machine(pace=1.0, answers=True)
    awaited = machine.waiting()
    machine.passes(awaited, REFUSING_SECONDS)
    assert "rasa (respondendo que ainda não)" in machine.lines[-1]
    with pytest.raises(NotReady, match="diz que não está pronto"):
        machine.passes(awaited, 30)


def test_one_that_died_may_start_again_and_one_that_keeps_dying_may_not() -> None:
    machine = Machine(pace=1.0)
    awaited = machine.waiting()
    awaited.look()
    for _ in range(DEATHS - 1):
        machine.dies()
        machine.passes(awaited, 60)
    assert "rasa (trabalhando depois de morrer)" in machine.lines[-1]
    machine.dies()
    with pytest.raises(NotReady, match=rf"rasa: não para de morrer \({DEATHS} vezes\)"):
        awaited.look()


def test_one_that_starts_again_has_its_own_time() -> None:
    machine = Machine()
    awaited = machine.waiting()
    machine.passes(awaited, IDLE_SECONDS - 20)
    machine.dies()
    machine.passes(awaited, IDLE_SECONDS - 20)
    assert awaited.pending == ["rasa"]


def test_what_supervisord_gave_up_is_given_up_at_once() -> None:
    machine = Machine(pace=1.0, state=State("FATAL", 0, 100))
    with pytest.raises(NotReady) as refused:
        machine.waiting().look()
    assert refused.value.reasons.keys() == {"rasa"}


def test_it_says_now_and_then_whom_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    machine, said, slept = Machine(pace=1.0), list[str](), list[float]()

    def passes(seconds: float) -> None:
        slept.append(seconds)
        machine.now += seconds
        machine.worked += seconds
        machine.ready = machine.now > 10 * 60

    monkeypatch.setattr(waiting.time, "sleep", passes)
    monkeypatch.setattr(waiting.time, "monotonic", lambda: machine.now)
    up, ready = mock.Mock(poll=lambda: None), list[str]()
    waiting.until_ready(machine.waiting(), up, ready.append, said.append)
    assert ready == ["portal", "rasa"]
    assert 20 <= len(said) <= 30
    assert all("rasa (trabalhando)" in line for line in said)


def test_without_supervisord_nobody_is_awaited() -> None:
    awaited, ended = Machine(pace=1.0).waiting(), mock.Mock(poll=lambda: 1)
    with pytest.raises(NotReady, match="supervisord"):
        waiting.until_ready(awaited, ended, lambda _: None, lambda _: None)


def test_the_work_of_a_process_is_what_it_computes_and_reads() -> None:
    before, computed = work(os.getpid()), time.process_time()
    while time.process_time() - computed < 0.3:
        pass
    after = work(os.getpid())
    assert after - before >= 0.25
    with Path("/dev/zero").open("rb", buffering=0) as zeros:
        assert len(zeros.read(8_000_000)) == 8_000_000
    assert work(os.getpid()) - after >= 8
    assert work(2**22 + 1) == 0.0  # nobody

"""Deaths fall on every kind of process alike, however long one takes to come back."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from bench import cluster_kills
from bench.cluster_kills import Excuses, kill_some, kinds, shares
from launcher import processes
from launcher.cluster import ALONE, KINDS, Cluster
from launcher.cluster_stores import Stores
from settings import Settings

CLUSTER = [*ALONE, *KINDS, "postgres", "redis"]


@pytest.mark.parametrize("seed", range(5))
def test_of_two_hundred_at_least_twenty_hit_each_kind(seed: int) -> None:
    for among in (CLUSTER, sorted(set(CLUSTER) - {"postgres", "redis"})):
        times = Counter(shares(among, 200, Random(seed)))
        assert times.keys() == set(among)
        assert times.total() == 200
        assert min(times.values()) >= 20
        assert max(times.values()) - min(times.values()) <= 1


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DEV_INBOX", "1")
    monkeypatch.setenv("LMTP_PORT", "1024")
    return Settings.from_env()


def test_every_kind_is_among_them(settings: Settings, tmp_path: Path) -> None:
    servers = {"postgres": SimpleNamespace(), "redis": SimpleNamespace()}
    stores = Stores("", "", "", servers)  # type: ignore[arg-type]
    up = Cluster(settings, Path(), tmp_path, stores, 2, 1, 2, {})
    assert sorted(kinds(up)) == sorted(CLUSTER)
    alone = SimpleNamespace(
        names=lambda: list(processes.checks(processes.Plan(settings, Path(), tmp_path))),
        stores=Stores("", "", ""),
    )
    assert set(kinds(alone)) == {
        "actions", "inbound_mail", "inbox", "notifications", "portal", "rasa", "trainer"
    }  # fmt: skip


@pytest.fixture
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(_: float) -> None:
        return None

    monkeypatch.setattr(cluster_kills, "asyncio", SimpleNamespace(sleep=at_once, to_thread=asyncio.to_thread))


@pytest.mark.usefixtures("without_waiting")
async def test_whoever_is_slow_to_come_back_dies_as_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two kinds: one is there again at once, the other only every fifth time somebody looks."""
    pids = {"quick": 11, "slow": 12}
    looked: Counter[str] = Counter()
    killed: Counter[int] = Counter()

    def ready(name: str) -> bool:
        looked[name] += 1
        return name == "quick" or looked[name] % 5 == 0

    up = SimpleNamespace(
        names=lambda: list(pids), ready=ready, pid=pids.get, each=2, stores=Stores("", "", "")
    )
    monkeypatch.setattr(os, "kill", lambda pid, _: killed.update([pid]))
    said = await kill_some(up, 40, Random(1), Excuses())
    assert said == ["quick 20", "slow 20"]
    assert killed == {11: 20, 12: 20}


@pytest.mark.usefixtures("without_waiting")
async def test_nobody_is_killed_by_the_id_of_a_process_that_is_just_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """os.kill(0) would be our own."""
    ids, killed = iter([0, 0, 13]), list[int]()
    up = SimpleNamespace(
        names=lambda: ["one"],
        ready=lambda _: True,
        pid=lambda _: next(ids),
        each=2,
        stores=Stores("", "", ""),
    )
    monkeypatch.setattr(os, "kill", lambda pid, _: killed.append(pid))
    assert await cluster_kills.kill_one(up, Random(1)) == "one"
    assert killed == [13]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("there", "dies"), [(True, "slow"), (False, "quick")])
async def test_whoever_is_late_dies_first_once_he_is_there(
    monkeypatch: pytest.MonkeyPatch, seed: int, there: bool, dies: str
) -> None:
    up = SimpleNamespace(
        names=lambda: ["quick", "slow"],
        ready=lambda name: name == "quick" or there,
        pid=lambda _: 14,
        each=2,
        stores=Stores("", "", ""),
    )
    monkeypatch.setattr(os, "kill", lambda *_: None)
    among = ["quick", "slow", "slow", "quick", "slow"]
    assert await cluster_kills.kill_one(up, Random(seed), among) == dies


async def test_when_its_time_is_over_nobody_else_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    up = SimpleNamespace(names=lambda: ["one"], ready=lambda _: True, each=2, stores=Stores("", "", ""))
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("killed"))
    assert await kill_some(up, 9, Random(1), Excuses(), minutes=0) == []

"""What several of each share on one machine, and that all of them are waited for."""

from __future__ import annotations

import configparser
import json
from pathlib import Path

import pytest

from ground import vitals
from launcher import chosen_model, cluster, processes
from launcher.cluster_stores import Stores
from settings import Settings


@pytest.fixture
def up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> cluster.Cluster:
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("DEV_INBOX", "1")
    return cluster.Cluster(Settings.from_env(), Path("m"), tmp_path, Stores("", "", ""), 2, 1, 2, {})


def test_every_program_is_waited_for(up: cluster.Cluster) -> None:
    programs = configparser.RawConfigParser()
    programs.read(processes.CONFIGURATION.with_name("cluster.conf"))
    started = {name.removeprefix("program:") for name in programs if name.startswith("program:")}
    assert {name.partition(":")[0] for name in up.names()} == started
    assert len(up.names()) == len(set(up.names())) == 3 + up.each * len(cluster.KINDS)


def test_the_trainer_is_ready_when_it_says_so(up: cluster.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster.Cluster, "pid", lambda *_: 7)
    assert not up.ready("trainer")
    store = [True]
    vitals.serve(up.var / "trainer" / "run" / "trainer.vitals", health={}, ready={"store": lambda: store[0]})
    assert up.ready("trainer")
    store[0] = False
    assert not up.ready("trainer")


def test_every_rasa_sees_the_model_that_the_trainer_wants(up: cluster.Cluster) -> None:
    for wanted in ("first", "second"):  # a cluster that was up before left its links
        cluster.share_models(up)
        chosen_model.write(up.var / "trainer", up.var / "trainer" / "models" / wanted, "base")
        for rasa in ("rasa_0", "rasa_1"):
            told = json.loads((up.var / rasa / "models" / chosen_model.FILE).read_text())
            assert Path(told["model"]).name == wanted


def test_a_new_cluster_knows_nothing_of_the_model_of_one_before(up: cluster.Cluster) -> None:
    cluster.share_models(up)
    chosen_model.write(up.var / "trainer", Path("old"), "base")
    cluster.cleared(up.var)
    cluster.share_models(up)
    assert not (up.var / "rasa_0" / "models" / chosen_model.FILE).exists()

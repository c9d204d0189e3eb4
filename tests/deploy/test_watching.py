"""The alert rules and the dashboard ask for what our processes measure; each alert leads to the runbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import promql_parser
import pytest
import yaml
from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.core import Metric

import actions.measures
import channels.core.measures
from ground import vitals
from portal import metrics
from ticket_store.queries.figures import Figures

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
ALERTS = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text())["panels"]
EXPRESSIONS = [rule["expr"] for rule in ALERTS] + [t["expr"] for panel in PANELS for t in panel["targets"]]
# What Prometheus itself adds to each target.
OF_PROMETHEUS = {"job", "instance"}
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, set[str]]:
    """Every series that our processes have -> its labels."""
    found: Any = Figures(**{f.name: {"one": 1} if "dict" in str(f.type) else 1 for f in fields(Figures)})  # type: ignore[arg-type]
    monkeypatch.setattr(metrics, "figures", lambda *_, **__: found)
    monkeypatch.setattr(metrics, "reading", lambda _: nullcontext())
    monkeypatch.setattr(metrics, "answers", lambda _: True)
    vitals.serve(tmp_path / "one.vitals", health={}, ready={})
    state = SimpleNamespace(engine=None, clock=lambda: None, config=SimpleNamespace(vitals_dir=tmp_path))
    pages = CollectorRegistry()
    watched = metrics.Watched(None, pages)  # type: ignore[arg-type]
    families: list[Metric] = [*REGISTRY.collect(), *metrics.StoreFigures(state).collect(), *pages.collect()]
    labels = {"css_http_request_seconds": watched.seconds._labelnames}
    for one in (actions.measures, channels.core.measures):
        labels |= {m._name: m._labelnames for m in vars(one).values() if hasattr(m, "_labelnames")}
    told = {"up": OF_PROMETHEUS}
    for family in families:
        if family.name.startswith("css_"):
            own = {name for sample in family.samples for name in sample.labels} | set(
                labels.get(family.name, ())
            )
            for suffix in SUFFIXES[family.type]:
                told[family.name + suffix] = own | OF_PROMETHEUS | ({"le"} if suffix == "_bucket" else set())
    return told


def selectors(node: Any) -> Iterator[Any]:
    """Every `name{label="…"}` of an expression."""
    if isinstance(node, promql_parser.VectorSelector):
        yield node
    for name in ("expr", "lhs", "rhs", "vector_selector", "param"):
        if (inner := getattr(node, name, None)) is not None:
            yield from selectors(inner)
    inside = getattr(node, "args", None)
    for inner in inside if isinstance(inside, Iterable) else ():
        yield from selectors(inner)


def test_every_expression_asks_for_a_measure_that_exists_by_labels_that_it_has(
    measured: dict[str, set[str]],
) -> None:
    asked = set()
    for expression in EXPRESSIONS:
        found = list(selectors(promql_parser.parse(expression)))
        assert found, expression
        for one in found:
            assert one.name in measured, expression
            assert {m.name for m in one.matchers.matchers} <= measured[one.name], expression
            asked.add(one.name)
        named = {word for by in re.findall(r"by \(([^)]*)\)", expression) for word in re.split(r",\s*", by)}
        assert named <= {label for one in found for label in measured[one.name]}, expression
    # And nothing is measured that nobody looks at.
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in measured}
    assert families == {re.sub(r"_(bucket|count|sum)$", "", name) for name in asked}


def test_every_alert_has_its_heading_in_the_runbook() -> None:
    headings = re.findall(r"^## (.+)$", (DEPLOY.parent / "docs" / "runbook.md").read_text(), re.M)
    assert [a["alert"] for a in ALERTS if a["annotations"]["runbook"] not in headings] == []
    assert len({alert["alert"] for alert in ALERTS}) == len(ALERTS)


def test_prometheus_asks_the_three_that_answer_with_the_token() -> None:
    config = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text())
    assert {job["job_name"] for job in config["scrape_configs"]} == {"portal", "actions", "rasa"}
    assert all("authorization" in job for job in config["scrape_configs"])
    assert all((DEPLOY / "prometheus" / name).exists() for name in config["rule_files"])

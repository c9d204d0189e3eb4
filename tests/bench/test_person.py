"""Who measures says yes to the summary of his own problem only: a yes to anything else counts against us."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
import yaml

from bench import cluster_count
from bench.cluster_count import counted
from bench.cluster_kills import Excuses
from bench.cluster_person import Person
from launcher.cluster_stores import Stores

ROOT = Path(__file__).resolve().parents[2]
RESPONSES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))[
    "responses"
]
EMAIL = "ana@orgao.gov.br"
HERS = {
    "service_name": "SIAPE",
    "description": "o SIAPE tá dando erro desde ontem",
    "email": EMAIL,
    "urgency_name": "alta",
    "told": "o SIAPE tá dando erro desde ontem",
}
SUMMARIES = {
    "utter_request_open_ticket_confirmation",
    "utter_request_open_ticket_confirmation_urgent",
}


def asked_with_a_yes() -> list[tuple[str, str]]:
    """(response, its text) of whatever a yes answers."""
    return [
        (name, variation["text"])
        for name, variations in RESPONSES.items()
        for variation in variations
        if any(button["payload"] == "/affirm" for button in variation.get("buttons", []))
    ]


def filled(text: str, **values: str) -> str:
    for name, value in {**HERS, **values}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


async def next_line(*heard: str) -> str:
    person = Person("http://localhost", EMAIL)
    person.heard = {str(number): text for number, text in enumerate(heard)}
    person.insists()
    return person.said[-1][1]


def test_there_are_questions_to_tell_apart() -> None:
    named = {name for name, _ in asked_with_a_yes()}
    assert named > SUMMARIES
    assert len(named) > 10


@pytest.mark.parametrize(("name", "text"), asked_with_a_yes())
async def test_yes_is_said_to_the_summary_and_to_no_other_question(name: str, text: str) -> None:
    assert (await next_line(filled(text)) == "sim") == (name in SUMMARIES)


@pytest.mark.parametrize("strange", [{"email": "bruno@orgao.gov.br"}, {"description": "a VPN não conecta"}])
@pytest.mark.parametrize("name", sorted(SUMMARIES))
async def test_a_summary_of_somebody_elses_problem_is_not_confirmed(
    name: str, strange: dict[str, str]
) -> None:
    assert await next_line(filled(RESPONSES[name][0]["text"], **strange)) != "sim"


@pytest.mark.parametrize("variation", RESPONSES["utter_add_told"])
async def test_what_was_said_twice_is_not_added_to_the_text(variation: dict[str, Any]) -> None:
    assert await next_line(filled(variation["text"])) == "não"


async def test_only_the_last_that_was_heard_is_answered() -> None:
    summary = filled(RESPONSES["utter_request_open_ticket_confirmation"][0]["text"])
    apology = "Desculpe, não consegui responder agora."
    assert "SIAPE" in await next_line(summary, apology)
    assert await next_line(apology, summary) == "sim"


async def test_what_was_missed_takes_its_place_when_the_page_is_opened_again() -> None:
    person = Person("http://localhost", EMAIL)
    summary = filled(RESPONSES["utter_request_open_ticket_confirmation"][0]["text"])
    person.heard = {"1": "Olá!", "3": summary}
    history = [{"id": str(number), "from": "bot", "text": text} for number, text in
               enumerate(["Olá!", "Desculpe.", summary], 1)]  # fmt: skip
    await person._on_session({"token": "x", "history": history})
    assert list(person.heard) == ["1", "2", "3"]


@pytest.mark.parametrize(("numbers", "fails"), [([], True), (["2026-0000001"], False)])
async def test_whoever_insisted_in_vain_fails_the_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, numbers: list[str], fails: bool
) -> None:
    """And who came to his number does not."""
    person = Person("http://localhost", EMAIL)
    person._token = jwt.encode({"sub": "web-1"}, "x" * 32)
    person.heard = {
        number: f"Pronto! Seu acionamento foi registrado com o número {number}." for number in numbers
    }
    for line in person.script():
        person.say(line)
    person.insists()
    monkeypatch.setattr(cluster_count, "_turns", lambda *_: [(line, []) for _, line in person.said])
    monkeypatch.setattr(cluster_count, "_rows", lambda *_: [("web-1", number) for number in numbers])
    monkeypatch.setattr(cluster_count, "_mails", lambda _: [(EMAIL, number, "<1>") for number in numbers])
    count = counted(
        SimpleNamespace(stores=Stores("", "", "")),
        [person],
        seconds=[1.0],
        visits=[200],
        disturbance=("kills", ["rasa 20"]),
        taken=1.0,
        excuses=Excuses(),
        waited_in_vain=[],
    )
    assert count.problems == ((f"{EMAIL}: abertos [], ditos []",) if fails else ())
    assert "rasa 20" in count.table()

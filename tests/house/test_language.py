"""No pattern and no word of a language in the actions; everything that is said stands in domain.yml and is
used."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.dialogue import flow
from actions.dialogue.walk import GO_ON, UNTOLD
from actions.topics.small_talk import OF_THE_TICKET
from actions.turn import PAYLOADS
from ticket_store import articles, lifecycle

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "actions").rglob("*.py"))
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
FLOWS = flow.shipped()
WORD = re.compile(r"[a-zà-ÿ]+")
ENGLISH = set(
    "a as do e me no o os se for to in is come pendente email mail chat data index service_status".split()  # noqa: SIM905
)
# The one word that is a value of the contract, not a text; and the marks of babel's date patterns.
ALLOWED = {"outro", "de", "às", "à"}


def literals(path: Path) -> list[str]:
    """Every string of a module that is no docstring, f-string pieces included."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(n.body[0].value)
        for n in ast.walk(tree)
        if isinstance(n, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and n.body
        and isinstance(n.body[0], ast.Expr)
    }
    return [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]


def portuguese() -> set[str]:
    """Words that the cues and the responses use often, without what is English, too."""
    cues = yaml.safe_load((ROOT / "data/understanding/cues.yml").read_text("utf-8"))["cues"]
    words = {str(w) for group in cues.values() for w in group if str(w).isalpha() and len(str(w)) > 2}
    texts = " ".join(v["text"].lower() for r in RESPONSES.values() for v in r)
    said = WORD.findall(re.sub(r"\{\w+\}|\S+@\S+", " ", texts))
    words |= {w for w in said if said.count(w) > 3 and len(w) > 2}
    return (
        words
        - ENGLISH
        - ALLOWED
        - {"serpro", "siafi", "css", "app", "top", "bot", "yes", "show", "status", "ticket", "tickets"}
    )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_pattern_and_no_portuguese_in_the_actions(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    imported |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert not imported & {"re", "regex"}
    known = portuguese()
    found = {w for s in literals(path) for w in WORD.findall(s.lower()) if w in known}
    assert not found


def test_every_question_has_a_type_a_question_and_a_retry() -> None:
    collected = {s.name for f in FLOWS.flows.values() for s in f.steps if s.kind == "collect"}
    assert collected
    for name in collected:
        slot = FLOWS.slots[name]
        for response in (slot.ask, slot.retry, slot.why):
            assert response in RESPONSES, (name, response)
        assert f"utter_label_slot_{name}" in RESPONSES, name


def composed() -> set[str]:
    """Responses whose name is put together: by topic, slot, status, intent, kind."""
    topics = [f for f in FLOWS.flows if not FLOWS[f].called]
    kinds = "greet thank goodbye praise insult apology bot_challenge help remark".split()  # noqa: SIM905
    news = "forwarded answered waiting_on_requester resolved closed reopened cancelled".split()  # noqa: SIM905
    return {
        *(f"utter_{t}_{end}" for t in topics for end in ("none", "does_not_fit")),
        *(f"utter_{t}_does_not_fit_{status}" for t in topics for status in lifecycle.ALL),
        *(f"utter_title_{t}" for t in topics),
        *(f"utter_label_slot_{s}" for s in FLOWS.slots),
        *(f"utter_{k}{end}" for k in kinds for end in ("", "_aside", "_person")),
        *(f"utter_{k}_{place}" for k in (*kinds, "stop") for place in (*lifecycle.ALL, "rated")),
        *(f"utter_another_{what}_{over}" for what in ("like", "offer") for over in lifecycle.FINISHED),
        *(f"utter_news_{k}" for k in news),
        *(f"utter_{i}" for i in DOMAIN["intents"] if isinstance(i, str) and i.startswith("faq_")),
        *(r for r in RESPONSES if r.startswith("utter_label_status_")),
        *(f"utter_request_{f}_{s.deny}" for f in topics for s in FLOWS[f].steps if s.deny),
        *(f"utter_{s.deny or s.name}_unclear" for f in topics for s in FLOWS[f].steps if s.kind == "confirm"),
        *(f"utter_{s.name}_unclear" for f in topics for s in FLOWS[f].steps if s.kind == "confirm"),
        f"utter_{GO_ON}_unclear",
        f"utter_{UNTOLD}_unclear",
        *(f"utter_ticket_{ended}_reason" for ended in ("cancelled", "reopened")),
        *asked_of_a_ticket(),
    }


def asked_of_a_ticket() -> set[str]:
    """What is asked, by the cues' table, a rule or an article, and as it is said after a flow or in a
    status."""
    rows = yaml.safe_load((ROOT / "data/understanding/cues.yml").read_text("utf-8"))["asked_of_a_ticket"]
    which = {row.get("which") or str(row["asks"]).split()[-1] for row in rows}
    which |= {*articles.of_a_ticket().values(), *OF_THE_TICKET.values()}
    rules = "".join(p.read_text("utf-8") for p in (ROOT / "nlu").rglob("*.py"))
    which |= set(re.findall(r'"which": "(\w+)"', rules))
    ends = ["", *(f"_{name}" for name in (*FLOWS.flows, *lifecycle.ALL))]
    return {f"utter_asked_{one}{end}" for one in which for end in ends}


def named() -> set[str]:
    """Responses that stand by their whole name in the code or in the flows."""
    code = {s for p in MODULES for s in literals(p) if re.fullmatch(r"utter_\w+[a-z]", s)} - {"utter_action"}
    flows = "".join(p.read_text("utf-8") for p in (ROOT / "data/flows").glob("*.yml"))
    return code | set(re.findall(r"utter_\w+", flows))


def test_every_response_that_is_named_exists() -> None:
    assert named() - set(RESPONSES) == set()


def test_every_response_of_the_domain_is_said_somewhere() -> None:
    channels = "".join(p.read_text("utf-8") for r in ("channels", "nlu") for p in (ROOT / r).rglob("*.py"))
    unused = {r for r in set(RESPONSES) - named() - composed() if f'"{r}"' not in channels}
    assert unused == set()


def test_every_button_says_a_known_intent_or_plain_text() -> None:
    known = {*PAYLOADS, *(f.intent for f in FLOWS.flows.values() if f.intent)}
    payloads = [b["payload"] for r in RESPONSES.values() for v in r for b in v.get("buttons") or []]
    assert payloads
    places = {"{first_intent}", "{second_intent}"}  # of flows that have an intent (small_talk.not_understood)
    strange = [p for p in payloads if p.startswith("/") and p[1:] not in known | places]
    assert strange == []


FREQUENT = [
    "utter_thank",
    "utter_remark",
    "utter_greet_again",
    "utter_what_next",
    "utter_anything_else",
    "utter_not_understood",
    "utter_take_your_time",
    "utter_stopped",
    "utter_nothing_changed",
    "utter_request_service",
    "utter_request_description",
    "utter_request_email",
    "utter_service_unknown",
    "utter_email_needed",
    "utter_email_invalid",
    "utter_description_too_short",
    "utter_detail_noted",
    "utter_back_to",
    "utter_next_wish",
    "utter_help_aside",
    "utter_insult_aside",
    "utter_praise",
    "utter_question_aside",
    "utter_out_of_scope_aside",
    "utter_request_ticket_choice",
    "utter_yes_or_no_unclear",
    "utter_confirm_open_unclear",
    "utter_code_invalid",
    "utter_greet_aside",
]


@pytest.mark.parametrize("response", FREQUENT)
def test_what_is_said_often_has_more_than_one_wording(response: str) -> None:
    wordings = [v["text"] for v in RESPONSES[response]]
    assert len(set(wordings)) >= 2
    asks = {w.count("?") for w in wordings}
    assert max(asks) <= 1

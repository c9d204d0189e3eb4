"""Random lists of commands over the real topics: what holds whatever is said."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.dialogue.state import State
from tests.engine.told import Told
from ticket_store import operations

ANA = "ana@fazenda.gov.br"
MARK = "zqx"
FLOWS = [
    "open_ticket",
    "check_ticket_status",
    "list_my_tickets",
    "add_ticket_information",
    "cancel_ticket",
    "reopen_ticket",
    "rate_service",
    "talk_to_human",
    "notices",
]
ONE = st.sampled_from(
    [
        *[f"start {flow}" for flow in FLOWS],
        "set service: vpn",
        "set service: outro",
        "correct service",
        "set description: *",
        "edit description add: *",
        "edit description remove: nada disso",
        f"set email: {ANA}",
        "correct email",
        "set ticket: 1",
        "set ticket: 99",
        "set information: *",
        "set reason: *",
        "set score: 4",
        "choose all",
        "choose newest",
        "affirm",
        "deny",
        "stop",
        "skip",
        "wait",
        "repeat",
        "restart",
        "back",
        "resend_code",
        "ask why",
        "ask pending",
        "ask ticket status",
        "social thank",
        "out_of_scope",
        "unclear",
    ]
)
TURNS = st.lists(st.lists(ONE, min_size=1, max_size=3), min_size=1, max_size=6)
CHANGES = ("open_ticket", "cancel", "reopen")
few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


@given(turns=TURNS)
@few
def test_whatever_is_said(engine: Any, turns: list[list[str]]) -> None:
    """A question or an empty stack at the end; nothing is done without its yes; no text is lost in
    silence."""
    done: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            real = getattr(operations, name)

            def spy(*args: Any, _real: Any = real, _name: str = name, **kwargs: Any) -> Any:
                done.append(_name)
                return _real(*args, **kwargs)

            patch.setattr(operations, name, spy)
        told = Told(engine).proved(ANA)
        for count, turn in enumerate(turns):
            text = f"{MARK}{count} não funciona desde ontem"
            commands = [one.replace("*", text) for one in turn]
            asked, done_before = told.pending, len(done)
            answer = told.say(text, *commands)
            _ends_well(told)
            _only_after_a_yes(commands, asked, len(done) - done_before)
            _nothing_lost(told, commands, text, answer)


def _ends_well(told: Told) -> None:
    assert told.state
    frames = told.state["frames"]
    assert not frames or frames[-1]["pending"]
    again = State.of(json.loads(json.dumps(told.state))).as_json()
    assert again == told.state


def _only_after_a_yes(commands: list[str], asked: str, done: int) -> None:
    if not done:
        return
    assert "affirm" in commands
    assert not {"deny", "stop", "unclear", "wait"} & set(commands)
    assert asked.startswith("confirm")


# What tells a person that a text was not taken, or that all of it was given up.
TOLD_SO = {
    "utter_edit_not_found",
    "utter_text_too_long",
    "utter_too_many_wishes",
    "utter_form_gave_up",
    "utter_ticket_not_found",
    "utter_rate_service_none",
    "utter_reopen_ticket_none",
    "utter_cancel_ticket_none",
    "utter_add_ticket_information_none",
}


def _nothing_lost(told: Told, commands: list[str], text: str, answer: str) -> None:
    """A text that was given is remembered, written, or told back; or the person hears that it was not
    taken."""
    gone = {"stop", "restart", "back"} & set(commands)
    if gone or not any(text in c for c in commands):
        return
    own = [t.description for t in told.tickets()] + [
        w for t in told.tickets() for w in told.written(t.number)
    ]
    assert told.state
    kept = told.state
    heard = bool(told.state["handoff"])
    assert heard or text in str([kept, own, answer]) or TOLD_SO & set(told.responses), (
        commands,
        told.responses,
    )


def test_a_state_of_another_version_is_greeted_anew(told: Told) -> None:
    told.state = {"version": 0, "frames": "?"}
    assert told.say("oi", "social greet").startswith("Olá")

"""A question of the FAQ is answered at once where nothing is spoken of; the rest is for the engine."""

import pytest
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.flow_policy import STATE_SLOT, answer_of

ASKED = {"commands": [{"command": "ask", "about": "faq_privacy"}]}


def _told(state: dict) -> DialogueStateTracker:
    tracker = DialogueStateTracker("web-1", [AnySlot(STATE_SLOT, mappings=[{}])])
    tracker.update(SlotSet(STATE_SLOT, state))
    tracker.update(UserUttered("e os meus dados?", parse_data=ASKED))
    return tracker


def test_where_nothing_is_spoken_of_the_answer_is_given_at_once() -> None:
    assert answer_of(_told({})) == "utter_faq_privacy"


@pytest.mark.parametrize("state", [{"frames": [{}]}, {"last": {"number": "2026-0000001"}}])
def test_of_what_is_under_way_or_of_a_ticket_there_may_be_a_nearer_answer(state: dict) -> None:
    assert answer_of(_told(state)) is None

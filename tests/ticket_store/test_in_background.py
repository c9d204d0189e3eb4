"""What is learnt beside the questions: waited for a little, and tried anew if it failed."""

from threading import Event

import pytest

from ticket_store.search import in_background
from ticket_store.search.in_background import InBackground


@pytest.fixture
def learning(monkeypatch: pytest.MonkeyPatch) -> InBackground[str]:
    monkeypatch.setattr(in_background, "PATIENCE", 0.05)
    return InBackground()


def test_a_question_does_not_wait_for_ever_and_the_next_one_has_it(learning: InBackground[str]) -> None:
    enough = Event()

    def slowly() -> str:
        enough.wait(10)
        return "learnt"

    assert learning.soon("lines", slowly) is None
    enough.set()
    assert learning.now("lines", slowly) == "learnt"
    assert learning.soon("lines", slowly) == "learnt"


def test_what_was_learnt_before_is_given_while_something_newer_is_learnt(learning: InBackground[str]) -> None:
    enough = Event()
    assert learning.now("old", lambda: "old") == "old"

    def slowly() -> str:
        enough.wait(10)
        return "new"

    assert learning.soon("new", slowly) == "old"
    enough.set()
    assert learning.now("new", slowly) == "new"
    assert learning.soon("new", slowly) == "new"


def test_of_those_that_wait_only_the_newest_is_learnt(learning: InBackground[str]) -> None:
    enough, learnt = Event(), list[str]()

    def one(name: str) -> str:
        learnt.append(name)
        enough.wait(10)
        return name

    for name in ("first", "second", "third"):
        learning.soon(name, lambda name=name: one(name))
    enough.set()
    assert learning.now("third", lambda: one("third")) == "third"
    assert learnt == ["first", "third"]


def test_what_failed_is_tried_anew_after_a_while(
    learning: InBackground[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> str:
        raise OSError("no room")

    assert learning.soon("lines", fails) is None
    assert learning.soon("lines", lambda: "learnt") is None  # not at once: it would be tried at each question
    monkeypatch.setattr(in_background, "AGAIN_AFTER", 0.0)
    assert learning.now("lines", lambda: "learnt") == "learnt"

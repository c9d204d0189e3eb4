"""What counts as exact, as a value, and as harm."""

from bench.turns_score import judge, same_text

OPEN = {"command": "start", "flow": "open_ticket"}
TEXT = {"command": "set", "slot": "description", "value": "o sei não abre desde ontem"}


def test_courtesy_beside_a_wish_may_be_left_out() -> None:
    assert judge({}, [[{"command": "social", "kind": "greet"}, OPEN]], [OPEN]).exact


def test_a_listed_number_is_a_choice_however_it_is_said() -> None:
    state = {"listed": [{"number": "2026-0000001"}]}
    said = [{"command": "set", "slot": "ticket", "value": "2026-0000001"}]
    verdict = judge(state, [[{"command": "choose", "by": "number", "value": "2026-0000001"}]], said)
    assert verdict.exact
    assert (verdict.hits, verdict.wrong, verdict.missed) == (1, 0, 0)


def test_a_yes_that_was_not_said_is_harm() -> None:
    assert judge({}, [[{"command": "wait"}]], [{"command": "affirm"}]).harm == ("affirm",)


def test_a_text_that_was_none_is_harm() -> None:
    assert "text" in judge({}, [[{"command": "social", "kind": "remark"}]], [TEXT]).harm


def test_a_wish_lost_in_silence_is_harm_and_asking_back_is_not() -> None:
    assert judge({}, [[OPEN, TEXT]], [OPEN]).harm == ("lost set description",)
    assert judge({}, [[OPEN, TEXT]], [{"command": "unclear"}]).harm == ()


def test_any_acceptable_reading_will_do() -> None:
    assert judge({}, [[{"command": "deny"}], [{"command": "unclear"}]], [{"command": "unclear"}]).exact


def test_texts_are_one_when_nine_tenths_of_their_words_are() -> None:
    assert same_text(
        "um dois três quatro cinco seis sete oito nove dez", "um dois três quatro cinco seis sete oito nove"
    )
    assert not same_text("o sei não abre", "não abre")

"""A message that carries more than one thing: where it is cut, and what its parts say together (no model)."""

from typing import Any

import pytest

from ground.notation import Command
from nlu.interpretation import Interpretation
from nlu.more_than_one import chosen, says_all
from nlu.parts import Part, afterwards, together
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.segments import splits

FINDER = Finder()
YES: Command = {"command": "affirm"}
NO: Command = {"command": "deny"}
STOP: Command = {"command": "stop"}
NEW: Command = {"command": "start", "flow": "open_ticket"}
ADDS: Command = {"command": "start", "flow": "add_ticket_information"}
CHECKS: Command = {"command": "start", "flow": "check_ticket_status"}
CANCELS: Command = {"command": "start", "flow": "cancel_ticket"}
PRICE: Command = {"command": "ask", "about": "price"}
HOURS: Command = {"command": "ask", "about": "faq_opening_hours"}
MAIL: Command = {"command": "set", "slot": "email", "value": "ana@mec.gov.br"}
UNREAD = Interpretation([{"command": "unclear"}], 0.3, True, [])
LAST = {"number": "2026-0000003", "service": "vpn", "status": "new", "description": "a vpn cai"}
STATION = {"number": "2026-0000004", "service": "estacao-de-trabalho", "status": "resolved"}
OF_TWO = {"known": {"ticket_number": LAST["number"]}, "listed": [LAST, STATION], "last": LAST}


def reading(text: str, pending: str = "none", **state: Any) -> Reading:
    return Reading(text, {"pending": pending, **state}, FINDER)


def read(*commands: Command, share: float = 0.7) -> Interpretation:
    return Interpretation(list(commands), share, False, [])


def text_of(slot: str, text: str) -> Command:
    return {"command": "set", "slot": slot, "value": text}


def said(
    left: str,
    first: Interpretation,
    right: str,
    more: Interpretation,
    pending: str,
    by: str = "",
    **state: Any,
) -> tuple[Reading, tuple[Part, Part]]:
    whole = reading(f"{left} {by} {right}", pending, **state)
    one = reading(left, pending, **state)
    return whole, (Part(one, first), Part(Reading(right, afterwards(one), FINDER), more, by))


def both(*given: Any, **state: Any) -> list[Command]:
    whole, parts = said(*given, **state)
    return together(whole, *parts)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("sim. e demora quanto?", "sim.", "demora quanto?"),
        ("isso mesmo, só avisa pelo chat", "isso mesmo", "só avisa pelo chat"),
        ("nota 4 mas reabre o outro", "nota 4", "reabre o outro"),
        ("ana@mec.gov.br preciso de vpn pra isso?", "ana@mec.gov.br", "preciso de vpn pra isso?"),
        ("o 2026-0000003 quando fica pronto?", "o 2026-0000003", "quando fica pronto?"),
    ],
)
def test_where_something_more_may_begin(text: str, left: str, right: str) -> None:
    first = splits(reading(text, "confirm_open"))[0]
    assert (first.left, first.right) == (left, right)


@pytest.mark.parametrize("text", ["manda no meu e-mail novo", "é isso", "sim!", "caiu " * 60])
def test_what_is_cut_nowhere(text: str) -> None:
    assert splits(reading(text, "confirm_open")) == []


def test_a_sentence_is_cut_before_a_clause() -> None:
    found = splits(reading("não, obrigado. qual o prazo?", "confirm_reopen"))
    assert [one.right for one in found] == ["qual o prazo?", "obrigado. qual o prazo?"]


def test_what_is_asked_wanted_or_set_stands_beside_the_answer() -> None:
    assert both("sim", read(YES), "tem custo?", read(PRICE), "confirm_open") == [YES, PRICE]
    assert both("não", read(NO), "quero ver o outro", read(CHECKS), "draft") == [NO, CHECKS]
    assert both("ana@mec.gov.br", read(MAIL), "tem custo?", read(PRICE), "email") == [MAIL, PRICE]
    urgent: Command = {"command": "set", "slot": "urgency", "value": "high"}
    assert both("ana@mec.gov.br", read(MAIL), "e é urgente", read(urgent), "email") == [MAIL, urgent]


def test_a_yes_or_a_no_with_a_change_is_the_change() -> None:
    mended: Command = {"command": "correct", "slot": "email", "value": "b@c.br"}
    for answer in (YES, NO):
        assert both("sim", read(answer), "o e-mail é b@c.br", read(mended), "confirm_open") == [mended]


def test_what_is_told_for_a_like_ticket_goes_along_with_the_yes() -> None:
    added: Command = {"command": "edit", "slot": "description", "how": "add", "text": "são 12"}
    assert both("sim", read(YES), "põe que são 12", read(added), "similar") == [
        YES,
        text_of("information", "são 12"),
    ]


@pytest.mark.parametrize(
    ("share", "wish", "kept"), [(0.7, CHECKS, [STOP, CHECKS]), (0.4, CHECKS, []), (0.7, CANCELS, [])]
)
def test_a_giving_up_is_said_beside_the_wish_behind_it_where_it_is_sure(
    share: float, wish: Command, kept: list[Command]
) -> None:
    assert both("esquece", read(STOP, share=share), "cancela o outro", read(wish), "email") == kept


@pytest.mark.parametrize(
    ("left", "first", "right", "more"),
    [
        ("sim", YES, "pode abrir", NEW),
        ("sim?", YES, "tem custo?", PRICE),
        ("sim, se for hoje", YES, "tem custo?", PRICE),
        ("se eu cancelar", YES, "reabro depois?", PRICE),
        ("sim", YES, "não", NO),
        ("espera", {"command": "wait"}, "tem custo?", PRICE),
        ("deixa", STOP, "funcionou sozinho", text_of("information", "funcionou sozinho")),
    ],
)
def test_what_does_not_go_together(left: str, first: Command, right: str, more: Command) -> None:
    assert both(left, read(first), right, read(more), "confirm_open") == []


@pytest.mark.parametrize(
    ("right", "is_one"),
    [
        ("a guia já foi paga", False),
        ("e informa que a guia já foi paga", True),
        ("anotem que a guia já foi paga", True),
        ("o outro, da estação, ainda não liga", True),
    ],
)
def test_only_a_wish_that_is_said_or_of_another_ticket_is_one_more(right: str, is_one: bool) -> None:
    told = text_of("information", "a guia já foi paga")
    other: Command = {"command": "choose", "by": "service", "value": "estacao-de-trabalho"}
    wish = [ADDS, other if "estação" in right else {"command": "choose", "by": "that"}, told]
    assert both("pode", read(YES), right, read(*wish), "confirm_cancel", **OF_TWO) == (
        [YES, *wish] if is_one else []
    )


def test_what_asks_for_nothing_only_leads_to_the_wish_behind_it() -> None:
    asks = read({"command": "ask", "about": "other"})
    assert both("recebi a mensagem", asks, "cancela o da vpn", read(CANCELS), "none") == [CANCELS]
    assert len(both("quando chega?", asks, "cancela o da vpn", read(CANCELS), "none")) == 2


def told(whole: Interpretation, *given: Any, **state: Any) -> list[Command]:
    here, parts = said(*given, **state)
    return chosen(here, whole, [parts]).commands


@pytest.mark.parametrize(("share", "apart"), [(0.9, False), (0.4, True)])
def test_the_surer_the_whole_the_less_it_is_taken_apart(share: float, apart: bool) -> None:
    whole = read(YES, share=share)
    given = ("sim.", read(YES, share=0.6), "avisa pelo chat", read(CHECKS, share=0.6), "confirm_open")
    assert told(whole, *given) == ([YES, CHECKS] if apart else [YES])


def test_parts_that_are_not_believed_or_say_no_more_leave_the_whole() -> None:
    unsure = ("sim.", read(YES), "ver o outro", read(CHECKS, share=0.2), "confirm_open")
    assert told(UNREAD, *unsure) == UNREAD.commands
    heard = ("sim.", read(YES), "tem custo?", read(PRICE, share=0.2), "confirm_open")
    assert told(UNREAD, *heard) == [YES, PRICE]  # plainly a question
    whole = read(YES, PRICE, share=0.2)
    assert told(whole, "sim.", read(YES), "tem custo?", read(PRICE), "confirm_open") == whole.commands


def test_a_reason_is_no_question_and_two_questions_are_asked_as_two() -> None:
    why = ("sim.", read(YES), "porque a guia saiu ontem com desconto", read(PRICE), "confirm_cancel")
    assert told(UNREAD, *why) == [YES]
    assert told(UNREAD, "tem custo?", read(PRICE), "até que horas atendem?", read(HOURS), "none") == [
        PRICE,
        HOURS,
    ]
    one = told(read(PRICE, share=0.4), "tem custo", read(PRICE), "até as seis horas", read(HOURS), "none")
    assert one == [PRICE]


REST = "mancha sempre do lado direito"


@pytest.mark.parametrize(
    ("pending", "by", "commands"),
    [
        ("confirm_reopen", "", [{"command": "edit", "slot": "reason", "how": "add", "text": REST}]),
        ("confirm_open", "mas", UNREAD.commands),
        ("confirm_cancel", "", [YES]),
        ("similar", "mas", [YES, text_of("information", REST)]),
        ("draft", "", [YES, text_of("description", REST)]),
    ],
)
def test_what_is_only_told_behind_a_yes(pending: str, by: str, commands: list[Command]) -> None:
    assert told(UNREAD, "sim", read(YES), REST, UNREAD, pending, by) == commands


def test_a_condition_or_a_no_behind_a_yes_is_no_detail() -> None:
    for rest in ("só se for bem rápido mesmo", "não é na vpn que acontece"):
        assert told(UNREAD, "sim", read(YES), rest, UNREAD, "draft", "mas") == UNREAD.commands


def test_what_is_said_in_so_many_words_is_all_but_beside_one_change() -> None:
    plain = Interpretation([CANCELS], 1.0, False, [])
    change: Command = {"command": "edit", "slot": "description", "how": "remove", "old": "já"}
    assert says_all(plain)
    assert not says_all(Interpretation([change], 1.0, False, []))
    assert not says_all(read(CANCELS))


def test_where_nothing_was_asked_there_is_no_yes_beside_a_question() -> None:
    assert both("tá certo.", read(YES), "até que horas atendem?", read(HOURS), "none") == [HOURS]
    asked = both("tá certo.", read(YES), "até que horas atendem?", read(HOURS), "confirm_open")
    assert asked == [YES, HOURS]


def test_two_questions_joined_are_two_where_both_are_asked() -> None:
    unread = read(PRICE, share=0.4)
    given = (
        "quanto custa",
        read(PRICE, share=0.9),
        "até que horas atendem?",
        read(HOURS, share=0.9),
        "none",
        "e",
    )
    assert told(unread, *given) == [PRICE, HOURS]

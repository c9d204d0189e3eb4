"""A plain yes with something behind it, and what is cut nowhere: rules, no model needed."""

from typing import Any

import pytest

from nlu import answer_and_rest, yes_and_change
from nlu.in_place import agreed_to_the_like, of_what_was_told
from nlu.interpretation import Interpretation, Parts
from nlu.reading import names
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

FINDER = Finder()
YES = {"command": "affirm"}
NEW = {"command": "start", "flow": "open_ticket"}
LAST = {"number": "2026-0000003", "service": "vpn", "status": "new", "description": "a vpn cai"}


def reading(text: str, pending: str = "none", **state: Any) -> Reading:
    return Reading(text, {"pending": pending, **state}, FINDER)


def read(*commands: dict[str, Any], share: float = 0.8) -> Interpretation:
    return Interpretation(list(commands), share, False, [])


UNREAD = read({"command": "unclear"}, share=0.3)


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("sim. e demora quanto?", "sim", "demora quanto?"),
        ("ss e abre mais um do sei", "ss", "abre mais um do sei"),
        ("isso mesmo, só avisa pelo chat", "isso mesmo", "só avisa pelo chat"),
        ("pode abrir que contrato é esse", "pode abrir", "que contrato é esse"),
        ("ok registra me diz quando vão olhar", "ok registra", "me diz quando vão olhar"),
    ],
)
def test_a_yes_is_parted_from_its_rest(text: str, left: str, right: str) -> None:
    split = answer_and_rest.parted(reading(text, "confirm_open"), UNREAD)
    assert split
    assert (split.left, split.right) == (left, right)


@pytest.mark.parametrize(
    "text", ["sim, mas muda o e-mail", "sim, só que é outro", "acho que sim, pode ser", "sim", "não consigo"]
)
def test_a_yes_that_turns_or_doubts_is_not_parted(text: str) -> None:
    assert answer_and_rest.parted(reading(text, "confirm_open"), UNREAD) is None


def test_where_nothing_is_confirmed_or_the_whole_is_clear_nothing_is_parted() -> None:
    assert answer_and_rest.parted(reading("sim. e demora quanto?", "email"), UNREAD) is None
    whole = read(YES, {"command": "ask", "about": "other"})
    assert answer_and_rest.parted(reading("sim. e demora quanto?", "confirm_open"), whole) is None


def _together(text: str, rest: str, anew: Interpretation, here: Interpretation, pending: str) -> list[Any]:
    return answer_and_rest.together(
        reading(text, pending), UNREAD, Parts(read(YES), anew, here), reading(rest, pending)
    ).commands


def test_what_stands_behind_the_yes_is_asked_wanted_or_told() -> None:
    asks = read({"command": "ask", "about": "price"})
    assert _together("sim. tem custo?", "tem custo?", asks, UNREAD, "confirm_open") == [YES, *asks.commands]
    lost = _together("sim. e o meu primo?", "o meu primo?", UNREAD, UNREAD, "confirm_open")
    assert lost == [YES, {"command": "ask", "about": "other"}]
    chat = read({"command": "start", "flow": "notices", "where": "chat"})
    rest = "avisa pelo chat"
    assert _together(f"isso, {rest}", rest, chat, UNREAD, "confirm_open") == [YES, *chat.commands]
    told = _together(
        "isso, mancha sempre do lado direito",
        "mancha sempre do lado direito",
        UNREAD,
        UNREAD,
        "confirm_reopen",
    )
    assert told == [
        {"command": "edit", "slot": "reason", "how": "add", "text": "mancha sempre do lado direito"}
    ]


def test_a_problem_behind_a_yes_is_no_second_ticket_unless_one_is_wanted() -> None:
    problem = read(NEW, {"command": "set", "slot": "description", "value": "trava no login"})
    rest = "a tela trava no login todo dia"
    told = _together(f"sim, {rest}", rest, problem, UNREAD, "confirm_open")
    assert told == [{"command": "edit", "slot": "description", "how": "add", "text": rest}]
    assert (
        _together(f"sim, abre outro, {rest}", f"abre outro, {rest}", problem, UNREAD, "confirm_open")[0]
        == YES
    )


def test_a_reason_behind_a_yes_is_no_question() -> None:
    rest = "porque já consegui o selo pelo banco"
    assert _together(f"sim, {rest}", rest, UNREAD, UNREAD, "confirm_cancel") == [YES]


@pytest.mark.parametrize("text", ["sala 312", "ramal 4471", "fica na ug 170010", "é o patrimônio 44871"])
def test_the_number_of_a_thing_is_no_ticket(text: str) -> None:
    assert not [r for r in reading(text, last=LAST).references if r.by == "number"]
    assert not [r for r in reading(text, "number", last=LAST).references if r.by == "number"]


def test_the_number_that_is_all_that_is_said_is_one() -> None:
    assert [r.value for r in reading("o 312", last=LAST).references if r.by == "number"] == ["312"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("não tem pressa, pode ser normal", "normal"),
        ("eu disse normal, não baixa", "normal"),
        ("prioridade baixa", "low"),
        ("é urgente, não normal", "high"),
    ],
)
def test_the_level_that_stands(text: str, level: str) -> None:
    assert reading(text).urgency == level


def test_what_is_denied_is_meant_nowhere_in_the_message() -> None:
    assert [s.code for s in reading("SEI não! é e-CAC. no SEI funciona").chosen_services] == ["ecac"]


def test_what_is_counted_is_no_grade() -> None:
    assert reading("põe 3, demorou quatro dias", "score").grade.value == "3"  # type: ignore[union-attr]
    assert reading("nota 5 por favor", "score").grade.value == "5"  # type: ignore[union-attr]


def test_the_system_told_instead_of_a_denied_one() -> None:
    assert names.instead("não é sisref, é aquele da escola") == "aquele da escola"
    assert names.instead("é o sisref") is None


def test_the_like_ticket_is_agreed_to() -> None:
    adds = {"command": "start", "flow": "add_ticket_information"}
    that = {"command": "choose", "by": "that"}
    told = {"command": "set", "slot": "information", "value": "são 12 máquinas"}
    at = reading("põe nesse e diz que são 12 máquinas", "similar", last=LAST)
    assert agreed_to_the_like(at, [adds, that, told]) == [YES, told]
    other = {"command": "choose", "by": "service", "value": "sei"}
    assert agreed_to_the_like(at, [adds, other, told]) == [adds, other, told]


def test_a_yes_is_not_lost_beside_a_question_that_was_heard() -> None:
    asks = read({"command": "ask", "about": "price"})
    for pending in ("confirm_open", "change"):
        assert answer_and_rest.parted(reading("confere. e tem custo?", pending), asks)
    assert answer_and_rest.parted(reading("e tem custo?", "confirm_open"), asks) is None


def test_what_is_pointed_at_is_what_was_told_before() -> None:
    assert of_what_was_told(reading("abre um chamado disso aí"), [NEW]) == [{**NEW, "which": "told"}]
    assert of_what_was_told(reading("quero abrir um chamado"), [NEW]) == [NEW]


@pytest.mark.parametrize(
    ("text", "pending", "rest", "commands"),
    [
        (
            "pode, a guia já foi paga",
            "confirm_cancel",
            [{"command": "start", "flow": "add_ticket_information"}],
            [YES],
        ),
        (
            "pode, e informa que a guia já foi paga",
            "confirm_cancel",
            [{"command": "start", "flow": "add_ticket_information"}],
            [YES, {"command": "start", "flow": "add_ticket_information"}],
        ),
        ("certinho, pode abrir", "confirm_open", [NEW], [YES]),
        ("certinho, e abre outro", "confirm_open", [NEW], [YES, NEW]),
    ],
)
def test_why_and_the_same_again_are_no_wish(
    text: str, pending: str, rest: list[dict[str, Any]], commands: list[dict[str, Any]]
) -> None:
    here = reading(text, pending, known={"ticket_number": LAST["number"]}, last=LAST)
    split = answer_and_rest.parted(here, UNREAD)
    assert split
    right = reading(split.right, pending)
    said = answer_and_rest.together(here, UNREAD, Parts(read(YES), read(*rest), read(*rest)), right)
    assert said.commands == commands


TICKET = {
    "service": "siafi",
    "description": "a guia não sai, que saco. Ramal 3310, sala 2",
    "email": "ana@orgao.gov.br",
}


def change(**edit: str) -> dict[str, str]:
    return {"command": "edit", "slot": "description", **edit}


FIGURE = change(how="replace", old="3310", text="3311")
OUT = change(how="remove", old="que saco.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sim, com prioridade alta", {"command": "set", "slot": "urgency", "value": "high"}),
        ("pode mandar mas é urgente, tem prova hoje", {"command": "set", "slot": "urgency", "value": "high"}),
        ("deixa como crítico e registra", {"command": "set", "slot": "urgency", "value": "critical"}),
        ("confirmo, só o ramal que é 3311", FIGURE),
        ("muda o 3310 pra 3311 e pode enviar", FIGURE),
        ("manda, só tira o que saco", OUT),
    ],
)
def test_a_yes_beside_one_plain_change_agrees(text: str, told: dict[str, str]) -> None:
    assert yes_and_change.agrees(reading(text, "confirm_open", known=TICKET), [told])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("põe prioridade alta", {"command": "set", "slot": "urgency", "value": "high"}),
        ("espera, é urgente e registra", {"command": "set", "slot": "urgency", "value": "high"}),
        ("não, troca 3310 por 3311", FIGURE),
        ("beleza, troca 3310 por 3311", FIGURE),
        ("sim, tira a reclamação", OUT),
        ("sim, põe que é no térreo", change(how="add", text="é no térreo")),
        ("sim, mas o e-mail é b@c.br", {"command": "correct", "slot": "email", "value": "b@c.br"}),
    ],
)
def test_a_change_without_a_sure_yes_or_a_plain_place_is_shown_again(text: str, told: dict[str, str]) -> None:
    assert not yes_and_change.agrees(reading(text, "confirm_open", known=TICKET), [told])


def test_a_level_that_is_left_as_such_is_not_denied() -> None:
    assert reading("deixa como crítico").urgency == "critical"


@pytest.mark.parametrize("rest", ["que contrato é esse", "me diz quando vão olhar", "quero entender o prazo"])
def test_a_question_without_its_mark_is_asked_behind_the_yes(rest: str) -> None:
    asked = {"command": "ask", "about": "faq_resolution_deadline"}
    said = answer_and_rest.together(
        reading(f"sim, {rest}", "confirm_open"),
        read(YES),
        Parts(read(YES), read(asked, share=0.3), UNREAD),
        reading(rest, "confirm_open"),
    )
    assert said.commands == [YES, asked]


@pytest.mark.parametrize(
    ("text", "pending"),
    [
        ("não consigo abrir o sei, dá erro 500", "none"),
        ("não imprime nada, quando resolvem?", "none"),
        ("não precisa", "draft"),
        ("talvez não, como está meu chamado?", "draft"),
    ],
)
def test_what_is_told_of_a_problem_is_no_refusal(text: str, pending: str) -> None:
    assert answer_and_rest.parted(reading(text, pending), UNREAD) is None


def _behind_no(text: str, rest: str, pending: str, anew: Interpretation, here: Interpretation) -> list[Any]:
    left = read({"command": "deny"}, share=0.6)
    return answer_and_rest.together(
        reading(text, pending), UNREAD, Parts(left, anew, here), reading(rest, pending)
    ).commands


def test_what_is_put_right_behind_a_no_says_more_than_the_no() -> None:
    right = read({"command": "correct", "slot": "email", "value": None})
    assert _behind_no("não. está errado", "está errado", "confirm_open", UNREAD, right) == UNREAD.commands


OFFER = reading("sim, mas já reiniciei e o erro fica", "draft")


@pytest.mark.parametrize("pending", ["draft", "similar", "incident"])
def test_a_detail_behind_a_yes_and_its_but_goes_along(pending: str) -> None:
    one = reading(OFFER.text, pending)
    split = answer_and_rest.parted(one, UNREAD)
    assert split
    slot = "description" if pending == "draft" else "information"
    rest = reading(split.right, pending)
    found = answer_and_rest.together(one, UNREAD, Parts(read(YES), UNREAD, UNREAD), rest)
    assert found.commands == [YES, {"command": "set", "slot": slot, "value": "já reiniciei e o erro fica"}]


@pytest.mark.parametrize("text", ["sim, mas só se for rápido", "sim, mas não é na vpn", "pode, mas espera"])
def test_a_condition_or_a_no_behind_a_yes_is_no_detail(text: str) -> None:
    assert answer_and_rest.parted(reading(text, "draft"), UNREAD) is None


def test_a_draft_that_is_told_already_gets_nothing_from_behind_a_yes() -> None:
    told = reading(OFFER.text, "draft", known={"description": "a vpn cai"})
    assert answer_and_rest.parted(told, UNREAD) is None


STATION = {"number": "2026-0000004", "service": "estacao-de-trabalho", "status": "resolved"}
OF_TWO = {"known": {"ticket_number": LAST["number"]}, "listed": [LAST, STATION], "last": LAST}
BROKEN = "o outro, da estação, disseram que trocaram a fonte mas não liga"


def _of_another(anew: Interpretation, rest: str = BROKEN) -> list[Any]:
    here = reading(f"sim, pode cancelar. {rest}", "confirm_cancel", **OF_TWO)
    parts = Parts(read(YES), anew, UNREAD)
    return answer_and_rest.together(here, UNREAD, parts, reading(rest, "confirm_cancel", **OF_TWO)).commands


def test_a_yes_by_the_verb_of_what_is_asked_gives_nothing_up() -> None:
    split = answer_and_rest.parted(reading(f"isso, cancela esse. {BROKEN}", "confirm_cancel"), UNREAD)
    assert split
    assert (split.left, split.right) == ("isso, cancela esse", BROKEN)


def test_what_is_told_of_another_ticket_behind_the_yes_is_for_that_one() -> None:
    told = {"command": "set", "slot": "reason", "value": "trocaram a fonte mas não liga"}
    reopens = {"command": "start", "flow": "reopen_ticket"}
    that, other = {"command": "choose", "by": "that"}, {"command": "choose", "by": "other"}
    named = {"command": "choose", "by": "service", "value": "estacao-de-trabalho"}
    unsure = Interpretation([{"command": "unclear"}], 0.3, True, [[reopens, named, told]])
    assert _of_another(unsure) == [YES, reopens, named, told]
    assert _of_another(read(reopens, that, told)) == [YES, reopens, other, told]
    adds = [{"command": "start", "flow": "add_ticket_information"}, named, {**told, "slot": "information"}]
    assert _of_another(read(*adds)) == [YES, reopens, named, told]  # it is resolved
    same = {"command": "choose", "by": "service", "value": "vpn"}
    unsure = Interpretation([{"command": "unclear"}], 0.3, True, [[reopens, same, told]])
    assert _of_another(unsure, "a vpn voltou sozinha") == [YES]


SET: dict[str, Any] = {"command": "set", "slot": "email", "value": "ana@mec.gov.br"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("ana@mec.gov.br. preciso de vpn pra isso? to em casa", "preciso de vpn pra isso?"),
        ("é ana@mec.gov.br, e posso usar o pessoal?", "posso usar o pessoal?"),
        ("ana@mec.gov.br, tá certo?", ""),
        ("pode ser ana@mec.gov.br?", ""),
        ("o de trabalho? ana@mec.gov.br", ""),
        ("ana@mec.gov.br. preciso de vpn pra isso", ""),
    ],
)
def test_a_question_behind_the_address_is_parted_from_it(text: str, asked: str) -> None:
    split = answer_and_rest.parted(reading(text, "email"), read(SET))
    assert (split.right if split else "") == asked


def _beside_address(whole: Interpretation, anew: Interpretation, here: Interpretation) -> list[Any]:
    text = "ana@mec.gov.br. vocês atendem no sábado?"
    asked = reading("vocês atendem no sábado?", "email")
    parts = Parts(read(SET), anew, here)
    return answer_and_rest.together(reading(text, "email"), whole, parts, asked).commands


def test_the_address_is_taken_and_the_question_beside_it_is_answered() -> None:
    hours, why = (
        read({"command": "ask", "about": "faq_opening_hours"}),
        read({"command": "ask", "about": "why"}),
    )
    other = read({"command": "ask", "about": "other"})
    assert _beside_address(UNREAD, hours, other) == [SET, *hours.commands]
    assert _beside_address(read(SET), hours, why) == [SET, *why.commands]
    assert _beside_address(read(SET), UNREAD, UNREAD) == [SET, *other.commands]


def test_the_question_is_no_more_of_the_text_and_a_fact_beside_it_is() -> None:
    room = {"command": "edit", "slot": "description", "how": "add", "text": "sala 12"}
    asked = {**room, "text": "vocês atendem no sábado"}
    assert _beside_address(read(SET, room, asked), UNREAD, UNREAD)[:-1] == [SET, room]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("sim. vocês me avisam por e-mail quando resolver?", [{"which": "notices", "field": "mail"}]),
        ("pode abrir. e o dólar, sobe?", [{"about": "other"}]),
        ("sim, pode abrir?", []),
    ],
)
def test_what_is_asked_behind_the_yes_is_asked_of_the_ticket(text: str, asked: list[Any]) -> None:
    said = [YES, {"command": "ask", "about": "other"}]
    of_it = answer_and_rest.of_the_ticket(reading(text, "confirm_open"), said)
    assert of_it[0] == YES
    assert len(of_it) == 1 + len(asked)
    assert all(one.items() <= c.items() for one, c in zip(asked, of_it[1:], strict=True))

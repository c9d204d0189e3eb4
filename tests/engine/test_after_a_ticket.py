"""What is said beside a ticket with nothing asked: the one natural thing of its place, and nothing is written
before a yes."""

import pytest

from .told import Desk, Told

ANA = "ana@orgao.gov.br"
PROBLEM = "a guia não sai na folha de abril"
REMARK = "o pessoal do almoxarifado anda por aqui de tarde"


def shown(told: Told, desk: Desk, status: str = "new") -> str:
    """Ana's ticket, just looked at; its number."""
    number = desk.open(ANA, PROBLEM)
    if status == "resolved":
        desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    if status == "cancelled":
        told.say("cancela", "start cancel_ticket", "choose that")
        told.say("sim", "affirm")
        assert told.ticket(number).status == "cancelled"
    return number


def test_a_remark_at_an_open_one_is_offered_to_its_team_and_goes_after_a_yes(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    assert REMARK in told.say(REMARK, "unclear")
    assert told.buttons == ["/affirm", "/deny", "/open_ticket"]
    assert told.written(number) == []
    told.say("sim", "affirm")
    assert told.written(number) == [REMARK]


def test_a_no_leaves_the_words_and_an_order_in_other_words_takes_them(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("não", "deny")
    told.say(REMARK, "unclear")
    assert told.written(number) == []
    told.say("acrescenta isso por favor", "start add_ticket_information", "choose that")
    assert told.written(number) == [REMARK]


def test_a_new_problem_begins_with_the_words(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("/open_ticket")
    assert told.state
    assert told.state["frames"][-1]["values"]["description"] == REMARK
    assert told.written(number) == []


def test_what_is_said_on_goes_along(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("e a chave fica comigo", "unclear")
    told.say("pode", "affirm")
    assert told.written(number) == [f"{REMARK}\ne a chave fica comigo"]


def test_what_may_end_it_is_that_or_a_word_to_the_team(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say("por mim já dá para largar", "unclear", or_else=[["start cancel_ticket", "choose that"]])
    assert told.responses == ["utter_cancel_or_pass_on"]
    told.say("/cancel_ticket")
    assert told.pending == "confirm_cancel"
    assert told.ticket(number).status == "new"


def test_what_may_be_wanted_besides_is_still_offered(told: Told, desk: Desk) -> None:
    shown(told, desk)
    told.say("isso aí com alguém de vocês", "unclear", or_else=[["start talk_to_human"]])
    assert told.responses == ["utter_do_you_mean"]


def test_at_a_resolved_one_the_grade_or_what_is_wrong_is_asked_for_without_hurry(
    told: Told, desk: Desk
) -> None:
    number = shown(told, desk, "resolved")
    told.say(REMARK, "unclear")
    assert told.responses == ["utter_heard_resolved"]
    told.say("ok", "affirm")  # it was no question
    assert told.ticket(number).status == "resolved"
    assert told.pending == "none"


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        ("new", "insult", "ninguém começou ainda"),
        ("new", "remark", "na fila da equipe"),
        ("resolved", "remark", "sem pressa"),
        ("resolved", "praise", "de 1 a 5"),
        ("cancelled", "insult", "0800 728 2323"),
        ("cancelled", "remark", "fica cancelado"),
    ],
)
def test_courtesy_and_temper_are_answered_in_their_place(
    told: Told, desk: Desk, status: str, kind: str, says: str
) -> None:
    number = shown(told, desk, status)
    said = told.say("pois é, viu", f"social {kind}")
    assert says in said
    assert number in said
    assert told.ticket(number).status == status


def test_a_grade_that_was_given_is_not_asked_for_again(told: Told, desk: Desk) -> None:
    shown(told, desk, "resolved")
    told.say("nota 5", "start rate_service", "choose that", "set score: 5")
    told.say("sem comentário", "skip")
    assert "de 1 a 5" not in told.say("ótimo", "social praise")


@pytest.mark.parametrize(
    "said", [("start reopen_ticket", "choose that"), ("start reopen_ticket",), ("correct ticket",)]
)
def test_who_regrets_a_cancelling_is_shown_another_like_it(
    told: Told, desk: Desk, said: tuple[str, ...]
) -> None:
    number = shown(told, desk, "cancelled")
    answer = told.say("poxa, esse eu queria ter deixado", *said)
    assert "não volta" in answer
    assert PROBLEM in answer
    assert ANA in answer
    assert told.pending == "confirm_open"
    told.say("sim", "affirm")
    [another] = told.tickets()
    assert (another.description, another.service_code) == (PROBLEM, "siafi")
    assert told.ticket(number).status == "cancelled"


def test_what_is_told_of_one_that_is_over_goes_into_another_after_a_yes(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say(
        "agora deu na de maio",
        "start add_ticket_information",
        "choose that",
        "set information: deu na de maio",
    )
    assert told.responses == ["utter_another_with_more"]
    said = told.say("quero", "affirm")
    assert PROBLEM in said
    assert "deu na de maio" in said


def test_a_problem_that_is_being_told_is_not_lost_for_another_like_one(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say("o sei caiu", "start open_ticket", "set service: sei", "set description: o sei caiu aqui")
    told.say("e volta aquele", "start reopen_ticket", "choose that")
    assert told.state
    assert any(f["values"].get("description") == "o sei caiu aqui" for f in told.state["frames"])


def test_the_code_is_said_to_be_for_cancelling(told: Told) -> None:
    told.say(
        "a guia não sai",
        "start open_ticket",
        "set service: siafi",
        f"set description: {PROBLEM}",
        f"set email: {ANA}",
    )
    told.say("sim", "affirm")
    assert "cancelar" in told.say("era engano meu, tira", "start cancel_ticket", "choose that")
    assert told.pending == "code"


def test_the_teams_question_said_back_is_not_told_again_before_the_answer(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM)
    desk.ask(number, "Que mensagem aparece na guia?")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    text = "mensagem, moça? a guia só fica girando"
    asked = [
        {"text": "mensagem, moça?", "commands": [{"command": "ask", "about": "ticket", "field": "question"}]}
    ]
    told.say(text, f"set answer: {text}", questions=asked, asked=True)
    assert told.responses == ["utter_information_added"]
    assert told.written(number) == [text]

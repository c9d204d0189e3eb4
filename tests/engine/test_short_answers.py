"""What is asked about one ticket is answered in a sentence from the store, by what was just done with it."""

from datetime import UTC, datetime, timedelta

import pytest

from ticket_store import articles, lifecycle, operations

from .told import Desk, Told, domain

ANA = "ana@orgao.gov.br"


def test_each_answer_has_the_places_that_the_store_fills(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    asked = {
        name.removeprefix("utter_asked_") for name in domain()["responses"] if name.startswith("utter_asked_")
    }
    assert len(asked) > 60
    for which in sorted(asked):
        assert told.say("e isso?", f"ask ticket status which={which}").strip()
        # what was just said is not said again
        assert told.responses[0].startswith(("utter_asked_", "utter_same_answer"))


@pytest.mark.parametrize(
    ("which", "part"),
    [("done", "está cancelado"), ("mails", "confirmação do cancelamento"), ("stays_listed", "Não some"),
     ("more", "não recebe mais"), ("contacted", "não cuida mais")],
)  # fmt: skip
def test_after_a_cancelling(told: Told, desk: Desk, which: str, part: str) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("cancela", "start cancel_ticket", f"set ticket: {number}")
    told.say("sim", "affirm")
    said = told.say("e isso?", f"ask ticket status which={which}")
    assert part in said
    assert number in said


def test_what_was_just_cancelled_is_not_refused_again(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("cancela", "start cancel_ticket", f"set ticket: {number}")
    told.say("sim", "affirm")
    said = told.say("tem problema cancelar?", "start cancel_ticket", "choose that")
    assert said == f"Sim, o {number} (SIAFI) está cancelado."


def test_another_grade_and_a_comment_are_asked_for_at_once(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say("nota 2", "start rate_service", f"set ticket: {number}", "set score: 2")
    told.say("não", "deny")
    assert told.say("posso mudar a nota?", "ask ticket status which=grade_change").startswith(f"O {number}")
    assert told.pending == "score"
    told.say("5", "set score: 5")
    told.say("não", "deny")
    assert told.say("posso comentar?", "ask ticket status which=grade_comment").startswith("Sim")
    assert told.pending == "comment"
    told.say("muito gentil", "set comment: muito gentil")
    assert told.grades()[-1] == (5, "muito gentil")


def test_a_reopening_has_a_new_deadline_and_the_same_number(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say("reabre", "start reopen_ticket", f"set ticket: {number}", "set reason: voltou")
    told.say("sim", "affirm")
    assert "novo prazo" in told.say("e o prazo?", "ask ticket deadline which=deadline_again")
    assert number in told.say("o mesmo número?", "ask ticket number which=number_same")
    assert "reaberto" in told.say("reabriu?", "ask ticket status which=done")


def test_what_is_asked_in_general_is_told_of_the_ticket(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    general = {"command": "ask", "about": "faq_how_to_add_information", "which": "more"}
    assert told.say("posso contar mais?", general).startswith("Pode, quantas vezes precisar")
    assert "“a guia não sai”" in told.say("o que eu escrevi?", "ask ticket history which=texts")


def test_who_gets_the_number_after_a_no_to_what_was_offered(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say("o sei imprime frente e verso?", "ask other")
    assert told.pending == "draft"
    said = told.say("não precisa. ela recebe o número?", "deny", "ask ticket mail which=sent_to")
    assert ANA in said
    assert "sim" not in said.lower().split()
    assert told.pending == "none"


def test_whether_there_is_another_of_ones_own_lists_them(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    other = desk.open(ANA, "a tela fica branca")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    assert other in told.say("tem outro chamado meu aberto?", "start list_my_tickets", asked=True)


def test_whether_something_was_noted_shows_what_is(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    for which in ("done", "texts"):
        said = told.say("anotou a sala?", f"ask ticket history which={which}")
        assert "“a guia não sai”" in said
        assert "Sim" not in said


@pytest.mark.parametrize("status", lifecycle.FINISHED)
def test_of_a_ticket_that_is_over_nothing_is_told_as_of_an_open_one(
    told: Told, desk: Desk, status: str
) -> None:
    number = desk.open(ANA, "a guia não sai")
    if status == lifecycle.CANCELLED:
        desk.do(operations.cancel, ticket_number=number, author=desk.author)
    else:
        desk.resolve(number)
        desk.do(operations.close_due, now=datetime.now(UTC) + timedelta(days=60))
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    for which in sorted(set(articles.of_a_ticket().values())):
        said = told.say("e isso?", f"ask ticket status which={which}")
        for of_an_open_one in ("complementar", f"cuida do {number}", "está com a equipe"):
            assert of_an_open_one not in said, which


def test_after_a_cancelling_the_team_is_not_said_to_know_nothing(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("cancela", "start cancel_ticket", f"set ticket: {number}")
    told.say("sim", "affirm")
    said = told.say("a equipe já sabe que cancelei?", "ask other", asked=True)
    assert said.startswith("O cancelamento está no acionamento")


@pytest.mark.parametrize("flow", ["cancel_ticket", "reopen_ticket", "add_ticket_information"])
def test_what_was_refused_or_given_up_is_not_said_to_be_done(told: Told, desk: Desk, flow: str) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say("faz isso", f"start {flow}", f"set ticket: {number}")
    told.say("deixa", "stop")
    said = told.say("ficou feito?", "ask ticket history which=done")
    assert not said.startswith("Sim")
    assert number in said


def test_until_when_a_grade_can_be_given_is_no_wish_to_give_one(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = told.say("perdi a chance de avaliar?", "ask other", asked=True)
    assert said.startswith(f"O {number} está resolvido")
    assert told.pending == "none"
